"""Conflicts and repairs beside trying every start by hand, with Hall's condition in every week."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from random import Random
from uuid import UUID

import pytest

from services.planning.domain.balance.balance import Supply
from services.planning.domain.plan.plan import Plan, PlannedDemand, PlannedMilestone
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import Period, State, Subproject
from services.planning.domain.proposal.conflicts import irreducible
from services.planning.domain.proposal.inputs import Inputs, inputs_of, weeks_between
from services.planning.domain.proposal.proposal import Conflict, Giver, Proposal, RepairKind
from services.planning.domain.proposal.propose import propose
from services.planning.domain.scenarios.changes import AddSupply, Reschedule
from shared.isoweek import IsoWeek

TODAY = date(2026, 11, 24)
THIS_WEEK = IsoWeek.of(TODAY)
PROGRAMME, TEAM = UUID(int=1), UUID(int=11)
CHAT, LAW = UUID(int=21), UUID(int=22)
LAST_WEEK = 4
SEEDS = range(40)
FREE = 6
"""So much later is always late enough: no more than three subprojects of two weeks."""


@dataclass(frozen=True)
class Held:
    """What must hold, of what a proposal did not reach at once."""

    demands: Collection[UUID]
    givers: Collection[Giver]
    dates: Collection[UUID]


@dataclass(frozen=True)
class ByHand:
    """What the proposal gives, and what its conflict asks beyond that, counted apart from it."""

    inputs: Inputs
    proposal: Proposal
    conflict: Conflict

    def possible(self, held: Held, changed: Inputs | None = None, later: int = 0) -> bool:
        """Whether some starts let all that must hold be so."""
        inputs = changed or self.inputs
        keys = list(inputs.subprojects)
        ranges = [self._starts(inputs, key, held, later) for key in keys]
        return any(
            self._fits(inputs, dict(zip(keys, starts, strict=True)), held)
            for starts in product(*ranges)
        )

    def _starts(self, inputs: Inputs, key: UUID, held: Held, later: int) -> Iterable[int]:
        planned = self._planned(inputs, key)
        if inputs.subprojects[key].state is State.STARTED:
            return [planned]
        before = self._planned(self.inputs, key)
        promised = before if self._has_milestone(key) else max(before, LAST_WEEK - 1)
        proposed = before + self._shift(key)
        latest = max(promised, proposed)
        if key == self.conflict.subproject_id and self.conflict.demand_id is None:
            latest = promised
        latest = latest + later if key in held.dates else planned + FREE
        return range(1, latest + 1)

    def _fits(self, inputs: Inputs, starts: Mapping[UUID, int], held: Held) -> bool:
        asked: Counter[tuple[int, UUID]] = Counter()
        for demand in inputs.demands:
            if demand.id in held.demands:
                for offset, minutes in self._asked(inputs, demand):
                    week = starts[demand.subproject_id] + offset
                    asked[week, demand.expertise_id] += minutes
        return all(
            sum(asked[week, each] for each in some) <= self._can(inputs, week, some, held)
            for week in {week for week, _ in asked}
            for some in ({CHAT}, {LAW}, {CHAT, LAW})
        )

    def _can(self, inputs: Inputs, week: int, some: Collection[UUID], held: Held) -> float:
        able = [each for each in inputs.supplies[week] if not each.levels.keys().isdisjoint(some)]
        limited = all(Giver(each.team_id, each.staff_id) in held.givers for each in able)
        return sum(each.minutes for each in able) if limited else float("inf")

    def _asked(self, inputs: Inputs, demand: PlannedDemand) -> Iterator[tuple[int, int]]:
        start = self._planned(inputs, demand.subproject_id)
        for each in demand.weeks:
            offset = weeks_between(THIS_WEEK, each.week) - start
            if demand.id == self.conflict.demand_id:
                yield offset, each.minutes
            else:
                yield offset, self._given(demand, offset)

    def _given(self, demand: PlannedDemand, offset: int) -> int:
        start = self._planned(self.inputs, demand.subproject_id)
        week = THIS_WEEK.plus(start + self._shift(demand.subproject_id) + offset)
        return sum(
            each.minutes
            for assignment in self.proposal.assignments
            if assignment.demand_id == demand.id
            for each in assignment.weeks
            if each.week == week
        )

    def _shift(self, key: UUID) -> int:
        (start,) = (each for each in self.proposal.starts if each.subproject_id == key)
        return (start.proposed_on - start.promised_on).days // 7

    def _planned(self, inputs: Inputs, key: UUID) -> int:
        return weeks_between(THIS_WEEK, IsoWeek.of(inputs.subprojects[key].period.starts_on))

    def _has_milestone(self, key: UUID) -> bool:
        return any(each.subproject_id == key for each in self.inputs.milestones)


def random_inputs(seed: int) -> Inputs:
    dice = Random(seed)
    subprojects: dict[UUID, Subproject] = {}
    demands, milestones = [], []
    for place in range(dice.randint(2, 3)):
        key, week = UUID(int=31 + place), dice.randint(1, 2)
        period = Period(THIS_WEEK.plus(week).monday, THIS_WEEK.plus(week + 1).sunday)
        state = dice.choice([State.PLANNED, State.STARTED])
        subprojects[key] = Subproject(key, f"{place}", state, period)
        weeks = [
            WeekMinutes(THIS_WEEK.plus(week + offset), dice.randint(1, 4) * 60)
            for offset in range(dice.randint(1, 2))
        ]
        expertise = dice.choice([CHAT, LAW])
        demands.append(PlannedDemand(UUID(int=41 + place), key, expertise, 1, weeks))
        if dice.random() < 0.5:
            day = period.starts_on + timedelta(weeks=1)
            milestones.append(PlannedMilestone(UUID(int=61 + place), key, "mijlpaal", day))
    supplies = [
        Supply(TEAM, UUID(int=90 + place), dict.fromkeys(mastered, 1), dice.randint(1, 4) * 60)
        for place, mastered in enumerate(([CHAT], [LAW], [CHAT, LAW])[: dice.randint(1, 3)])
    ]
    plan = Plan(
        today=TODAY,
        programmes={PROGRAMME: Period(THIS_WEEK.monday, THIS_WEEK.plus(LAST_WEEK).sunday)},
        programme_of=dict.fromkeys(subprojects, PROGRAMME),
        subprojects=subprojects,
        milestones=milestones,
        demands=demands,
        reservations=[],
        supplies=lambda _: supplies,
        decide_by=lambda monday: monday,
    )
    return inputs_of(plan, PROGRAMME)


@cache
def explained(seed: int) -> Sequence[ByHand]:
    inputs = random_inputs(seed)
    proposal = propose(inputs, time_limit=60, effort=5)
    short = proposal.shortages or proposal.delays
    assert bool(short) is bool(proposal.conflicts)
    return [ByHand(inputs, proposal, conflict) for conflict in proposal.conflicts]


def held(conflict: Conflict) -> Held:
    return Held(
        set(conflict.demands),
        set(conflict.givers),
        {each.subproject_id for each in conflict.dates},
    )


def all_of(inputs: Inputs) -> Held:
    givers = {Giver(each.team_id, each.staff_id) for week in inputs.supplies for each in week}
    return Held({each.id for each in inputs.demands}, givers, set(inputs.subprojects))


@pytest.mark.parametrize("seed", SEEDS)
def test_a_conflict_cannot_be_and_without_any_one_of_it_it_can(seed: int) -> None:
    for by_hand in explained(seed):
        whole = held(by_hand.conflict)
        assert by_hand.conflict.minimal
        assert not by_hand.possible(whole)
        for part in ("demands", "givers", "dates"):
            for each in getattr(whole, part):
                without = replace(whole, **{part: getattr(whole, part) - {each}})
                assert by_hand.possible(without), (part, each)


@pytest.mark.parametrize("seed", SEEDS)
def test_a_repair_works_and_no_smaller_one_does(seed: int) -> None:
    for by_hand in explained(seed):
        assert by_hand.conflict.repairs
        for repair in by_hand.conflict.repairs:
            changed = by_hand.inputs.changed(repair.changes)
            later = repair.amount // 7 if repair.kind is RepairKind.LATER else 0
            assert by_hand.possible(all_of(changed), changed, later), repair
            if repair.kind is RepairKind.LATER:
                assert not by_hand.possible(all_of(changed), None, later - 1)
            if repair.kind is RepairKind.SUPPLY:
                (supply,) = repair.changes
                assert isinstance(supply, AddSupply)
                for expertise in (CHAT, LAW):
                    less = replace(
                        supply, expertise_id=expertise, weekly_minutes=supply.weekly_minutes - 60
                    )
                    smaller = by_hand.inputs.changed([less])
                    assert not by_hand.possible(all_of(smaller), smaller)


def test_each_kind_of_repair_and_of_conflict_is_among_these() -> None:
    found = [each for seed in SEEDS for each in explained(seed)]
    kinds = {repair.kind for each in found for repair in each.conflict.repairs}
    assert kinds == set(RepairKind)
    assert {each.conflict.demand_id is None for each in found} == {True, False}
    assert any(
        isinstance(change, Reschedule)
        for each in found
        for repair in each.conflict.repairs
        for change in repair.changes
    )


@pytest.mark.parametrize("seed", range(50))
def test_what_the_filter_leaves_is_irreducible_whatever_is_impossible(seed: int) -> None:
    dice = Random(seed)
    elements = range(dice.randint(1, 9))
    conflicts = [
        set(dice.sample(elements, dice.randint(1, len(elements))))
        for _ in range(dice.randint(1, 3))
    ]

    def impossible(some: Iterable[int]) -> bool:
        return any(each <= set(some) for each in conflicts)

    assert set(irreducible(elements, impossible)) in conflicts
