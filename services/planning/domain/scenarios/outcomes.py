"""What a plan comes to: dates, what is short, who gives hours, and until when to reserve; and where
plans differ in it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Generic, TypeVar
from uuid import UUID

from services.planning.domain.balance.balance import (
    ExpertiseBalance,
)
from services.planning.domain.forecast.delays import delays
from services.planning.domain.forecast.durations import Durations
from services.planning.domain.forecast.outlook import Ahead, Outlook, hours_ahead, outlook
from services.planning.domain.plan.plan import Plan, PlannedDemand, confirmed_minutes
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.reservations.deadlines import (
    Buffer,
    LeadTimes,
    Need,
    OpenWeek,
    deadline,
    open_week,
)
from services.planning.domain.reservations.reservations import State
from services.planning.domain.scenarios.weeks import Week, weeks_beside, weeks_of
from services.planning.domain.supply.catalogue import ExpertiseTimes
from shared.isoweek import IsoWeek

Key = TypeVar("Key")
Value = TypeVar("Value")

NOTHING_KEPT: Mapping[IsoWeek, Mapping[UUID, ExpertiseBalance]] = MappingProxyType({})

RUNS = 2_000
"""Of the simulation behind each outcome: enough to compare, quick enough to wait for."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What holds for every plan: how long things take in this municipality, and when subprojects
    began.
    """

    lead_times: LeadTimes
    buffer: Buffer
    expertises: Mapping[UUID, ExpertiseTimes]
    durations: Durations
    began_on: Mapping[UUID, date]


@dataclass(frozen=True, slots=True)
class Asked:
    """An expertise that a subproject needs."""

    subproject_id: UUID
    expertise_id: UUID


@dataclass(frozen=True, slots=True)
class Given:
    """Who gives hours of an expertise to a subproject: a person, or a team where `staff_id` is
    None.
    """

    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    staff_id: UUID | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a plan comes to. `weeks` and `deadlines` are those of the whole municipality, from this
    week on: what one programme changes, others feel. The rest is of one programme.
    """

    periods: Mapping[UUID, Period]
    milestones: Mapping[UUID, date]
    expected: Mapping[UUID, Outlook]
    weeks: Mapping[IsoWeek, Week]
    deadlines: Mapping[Asked, date]
    given: Mapping[Given, int]

    @property
    def short(self) -> int:
        """Minutes that nobody has, in all."""
        return sum(each.short for week in self.weeks.values() for each in week.balance.values())

    @property
    def people(self) -> int:
        """How many people, known by their hours, give any."""
        return len({each.staff_id for each in self.given if each.staff_id is not None})


@dataclass(frozen=True, slots=True)
class Difference(Generic[Key, Value]):
    """In what the plans differ: a value per plan, None where it has none."""

    key: Key
    values: Sequence[Value | None]


@dataclass(frozen=True, slots=True)
class Differences:
    """What is not the same in all plans, in the order of the first plan that has it."""

    periods: Sequence[Difference[UUID, Period]]
    milestones: Sequence[Difference[UUID, date]]
    expected: Sequence[Difference[UUID, Outlook]]
    weeks: Sequence[Difference[tuple[UUID, IsoWeek], ExpertiseBalance]]
    deadlines: Sequence[Difference[Asked, date]]
    given: Sequence[Difference[Given, int]]


def outcome(
    plan: Plan,
    programme_id: UUID,
    terms: Terms,
    *,
    kept: Mapping[IsoWeek, Mapping[UUID, ExpertiseBalance]] = NOTHING_KEPT,
    beside: Outcome | None = None,
) -> Outcome:
    """What the plan comes to. What was kept of its balance, or is the same in the outcome beside
    it, is not computed again.
    """
    own = {
        each.id: each
        for each in plan.subprojects.values()
        if plan.programme_of[each.id] == programme_id
    }
    weeks = weeks_of(plan, kept) if beside is None else weeks_beside(plan, beside.weeks)
    return Outcome(
        periods={each.id: each.period for each in own.values()},
        milestones={each.id: each.due_on for each in plan.milestones if each.subproject_id in own},
        expected=_expected(plan, programme_id, terms),
        weeks=weeks,
        deadlines=dict(_deadlines(plan, weeks, terms)),
        given=_given(plan, programme_id),
    )


def differences(outcomes: Sequence[Outcome]) -> Differences:
    """What is not the same in all of these."""
    return Differences(
        periods=list(_differing([each.periods for each in outcomes])),
        milestones=list(_differing([each.milestones for each in outcomes])),
        expected=list(_differing([each.expected for each in outcomes])),
        weeks=list(_differing([_balances(each) for each in outcomes])),
        deadlines=list(_differing([each.deadlines for each in outcomes])),
        given=list(_differing([each.given for each in outcomes])),
    )


def _differing(found: Sequence[Mapping[Key, Value]]) -> Iterator[Difference[Key, Value]]:
    keys = dict.fromkeys(key for each in found for key in each)
    for key in keys:
        values = [each.get(key) for each in found]
        if any(value != values[0] for value in values):
            yield Difference(key, values)


def _balances(outcome: Outcome) -> Mapping[tuple[UUID, IsoWeek], ExpertiseBalance]:
    return {
        (expertise_id, week): each
        for week, found in outcome.weeks.items()
        for expertise_id, each in found.balance.items()
    }


def _deadlines(
    plan: Plan, weeks: Mapping[IsoWeek, Week], terms: Terms
) -> Iterator[tuple[Asked, date]]:
    """The last day to reserve each demand that lacks hours in this week or later."""
    own = confirmed_minutes(plan)
    shifts = delays(plan.subprojects, plan.today)
    this_week = IsoWeek.of(plan.today)
    for demand in plan.demands:
        asked = Asked(demand.subproject_id, demand.expertise_id)
        lacking = [
            (each, own.get((asked.subproject_id, asked.expertise_id, each.week), 0))
            for each in sorted(demand.weeks, key=lambda each: each.week)
        ]
        lacking = [(each, has) for each, has in lacking if each.minutes > has]
        if not lacking or lacking[-1][0].week < this_week:
            continue
        first, _ = lacking[0]
        need = Need(
            starts_on=IsoWeek.of(first.week.monday + shifts[demand.subproject_id]).monday,
            weeks=[
                _open_week(demand, each, has, weeks[each.week])
                for each, has in lacking
                if each.week >= this_week
            ],
            times=terms.expertises[demand.expertise_id],
        )
        yield asked, deadline(need, terms.lead_times, terms.buffer).last_day


def _open_week(demand: PlannedDemand, each: WeekMinutes, has: int, week: Week) -> OpenWeek:
    found = open_week(each.week, each.minutes, has, week.balance[demand.expertise_id])
    return replace(found, spare=week.spare) if found.free < found.lacks else found


def _expected(plan: Plan, programme_id: UUID, terms: Terms) -> Mapping[UUID, Outlook]:
    ahead = list(_ahead(plan, programme_id, terms))
    elsewhere: Counter[tuple[UUID, date]] = Counter()
    for each in plan.reservations:
        if each.state is State.CONFIRMED and plan.programme_of[each.subproject_id] != programme_id:
            for week in each.weeks:
                elsewhere[each.expertise_id, week.week.monday] += week.minutes
    hours = hours_ahead(ahead, plan.supplies, elsewhere, plan.today)
    return outlook(ahead, hours, terms.durations, plan.today, runs=RUNS)


def _ahead(plan: Plan, programme_id: UUID, terms: Terms) -> Iterator[Ahead]:
    minutes: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
    for demand in sorted(plan.demands, key=lambda each: each.expertise_id):
        if demand.weeks:
            total = sum(week.minutes for week in demand.weeks)
            minutes[demand.subproject_id][demand.expertise_id] = total
    due: defaultdict[UUID, dict[UUID, date]] = defaultdict(dict)
    for milestone in sorted(plan.milestones, key=lambda each: each.id):
        due[milestone.subproject_id][milestone.id] = milestone.due_on
    for key, subproject in sorted(plan.subprojects.items()):
        if plan.programme_of[key] == programme_id:
            yield Ahead(subproject, terms.began_on.get(key), minutes[key], due[key])


def _given(plan: Plan, programme_id: UUID) -> Mapping[Given, int]:
    this_week = IsoWeek.of(plan.today)
    found: Counter[Given] = Counter()
    for each in plan.reservations:
        if each.state is not State.CONFIRMED:
            continue
        if plan.programme_of[each.subproject_id] != programme_id:
            continue
        giver = Given(each.subproject_id, each.expertise_id, each.team_id, each.staff_id)
        minutes = sum(week.minutes for week in each.weeks if week.week >= this_week)
        if minutes:
            found[giver] += minutes
    return found
