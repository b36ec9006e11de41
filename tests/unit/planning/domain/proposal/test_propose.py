"""A proposal: what it gives, why something falls short, and what repairs it."""

import pickle
from dataclasses import replace
from random import Random
from uuid import UUID

import pytest
from pydantic import TypeAdapter

from services.planning.domain.balance.balance import Supply
from services.planning.domain.plan.plan import PlannedReservation
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import State
from services.planning.domain.proposal.inputs import Inputs
from services.planning.domain.proposal.proposal import (
    Giver,
    Progress,
    Proposal,
    RepairKind,
)
from services.planning.domain.proposal.propose import NoProposal, propose
from services.planning.domain.reservations.reservations import State as Reserved
from services.planning.domain.scenarios.changes import AddSupply, Learn, Reschedule
from tests.support.small_programme import (
    ANNA,
    BERT,
    CHAT,
    HOUR,
    LAW,
    ONE,
    TEAM,
    THIS_WEEK,
    TWO,
    a_demand,
    a_milestone,
    a_subproject,
    some_inputs,
)


def proposed(inputs: Inputs, **more: object) -> Proposal:
    return propose(inputs, time_limit=60, effort=5, **more)  # type: ignore[arg-type]


def test_everybody_gives_what_they_can_and_nothing_falls_short() -> None:
    found = proposed(
        some_inputs(
            [a_subproject(ONE, 1)],
            [a_demand(41, ONE, CHAT, {1: 8})],
            [Supply(TEAM, ANNA, {CHAT: 1}, 10 * HOUR), Supply(TEAM, BERT, {LAW: 1}, 10 * HOUR)],
        )
    )
    (only,) = found.assignments
    assert (only.staff_id, only.weeks) == (ANNA, (WeekMinutes(THIS_WEEK.plus(1), 8 * HOUR),))
    assert (found.shortages, found.delays, found.conflicts, found.proved) == ((), (), (), True)


def two_at_once(*, law: bool = False) -> Inputs:
    """Two subprojects in one week that ask the same person for 8 hours each; each has a milestone
    in that week, and later weeks are free.
    """
    supplies = [Supply(TEAM, ANNA, {CHAT: 1}, 8 * HOUR), Supply(TEAM, BERT, {LAW: 1}, 8 * HOUR)]
    return some_inputs(
        [a_subproject(ONE, 1), a_subproject(TWO, 1)],
        [a_demand(41, ONE, CHAT, {1: 8}), a_demand(42, TWO, CHAT, {1: 8})],
        supplies if law else supplies[:1],
        milestones=[a_milestone(ONE, 1), a_milestone(TWO, 1)],
    )


def test_a_late_milestone_is_explained_and_repaired_in_three_ways() -> None:
    found = proposed(two_at_once(law=True))
    (late,) = found.delays
    assert (found.shortages, late.days) == ((), 7)
    (conflict,) = found.conflicts
    assert set(conflict.demands) == {UUID(int=41), UUID(int=42)}
    assert conflict.givers == (Giver(TEAM, ANNA),)
    assert {each.subproject_id for each in conflict.dates} == {ONE, TWO}
    assert conflict.minimal
    kinds = {each.kind: each for each in conflict.repairs}
    assert list(kinds) == [RepairKind.LEARN, RepairKind.LATER, RepairKind.SUPPLY]
    assert all(each.proof.late_days == each.proof.short_minutes == 0 for each in kinds.values())
    assert kinds[RepairKind.LEARN].changes == (Learn(BERT, CHAT, 1, THIS_WEEK.plus(1)),)
    assert kinds[RepairKind.LATER].amount == 7
    (supply,) = kinds[RepairKind.SUPPLY].changes
    assert supply == AddSupply(TEAM, CHAT, 1, 8 * HOUR, THIS_WEEK.plus(1), THIS_WEEK.plus(1))


def test_without_the_works_councils_consent_nobody_is_named() -> None:
    inputs = two_at_once()
    pools = [[Supply(TEAM, None, {CHAT: 1}, 8 * HOUR)] for _ in inputs.supplies]
    found = proposed(replace(inputs, supplies=pools))
    assert {each.staff_id for each in found.assignments} == {None}
    (conflict,) = found.conflicts
    assert conflict.givers == (Giver(TEAM, None),)
    assert {each.kind for each in conflict.repairs} == {RepairKind.LATER, RepairKind.SUPPLY}


def test_a_started_subproject_that_lacks_hours_can_spread_them_or_get_more() -> None:
    started = replace(a_subproject(ONE, 1, weeks=3), state=State.STARTED)
    found = proposed(
        some_inputs(
            [started],
            [a_demand(41, ONE, CHAT, {1: 10, 2: 8})],
            [Supply(TEAM, None, {CHAT: 1}, 9 * HOUR)],
        )
    )
    (shortage,) = found.shortages
    assert (shortage.week, shortage.minutes) == (THIS_WEEK.plus(1), HOUR)
    (conflict,) = found.conflicts
    assert (conflict.demands, conflict.dates) == ((UUID(int=41),), ())
    kinds = {each.kind: each for each in conflict.repairs}
    assert list(kinds) == [RepairKind.SPREAD, RepairKind.SUPPLY, RepairKind.FEWER]
    assert {each.amount for each in kinds.values()} == {HOUR}
    assert {each.proof.short_minutes for each in kinds.values()} == {0}


def test_confirmed_hours_stay_and_take_what_there_is() -> None:
    week = (WeekMinutes(THIS_WEEK.plus(1), 5 * HOUR),)
    confirmed = PlannedReservation(UUID(int=51), ONE, CHAT, TEAM, ANNA, Reserved.CONFIRMED, week)
    found = proposed(
        some_inputs(
            [a_subproject(ONE, 1)],
            [a_demand(41, ONE, CHAT, {1: 8})],
            [Supply(TEAM, ANNA, {CHAT: 1}, 6 * HOUR), Supply(TEAM, BERT, {CHAT: 1}, 6 * HOUR)],
            reservations=[confirmed],
        )
    )
    given = {
        (each.staff_id, each.confirmed): sum(week.minutes for week in each.weeks)
        for each in found.assignments
    }
    assert given[ANNA, True] == 5 * HOUR
    assert sum(given.values()) == 8 * HOUR
    assert [each.movable for each in found.starts] == [False]


def test_what_waits_moves_along() -> None:
    found = proposed(
        some_inputs(
            [a_subproject(ONE, 1), a_subproject(TWO, 2, depends_on=frozenset({ONE}))],
            [a_demand(41, ONE, CHAT, {1: 8})],
            [Supply(TEAM, None, {CHAT: 1}, 0)],
        )
    )
    assert found.difference.starts == ()
    later = replace(two_at_once(), supplies=[[]] * 2 + [[Supply(TEAM, None, {CHAT: 1}, 960)]] * 30)
    moved = {each.subproject_id: each.proposed_on for each in proposed(later).starts}
    assert moved == dict.fromkeys([ONE, TWO], THIS_WEEK.plus(2).monday)
    assert {type(each) for each in proposed(later).changes[:2]} == {Reschedule}


def random_inputs(seed: int) -> Inputs:
    dice = Random(seed)
    keys = [UUID(int=31 + place) for place in range(dice.randint(2, 3))]
    subprojects = [
        replace(
            a_subproject(key, dice.randint(1, 2), weeks=2),
            state=dice.choice([State.PLANNED, State.STARTED]),
        )
        for key in keys
    ]
    demands = [
        a_demand(41 + place, key, dice.choice([CHAT, LAW]), {1: dice.randint(1, 4)})
        for place, key in enumerate(keys)
    ]
    supplies = [
        Supply(TEAM, UUID(int=90 + place), dict.fromkeys(mastered, 1), dice.randint(1, 4) * HOUR)
        for place, mastered in enumerate(([CHAT], [LAW], [CHAT, LAW])[: dice.randint(1, 3)])
    ]
    milestones = [a_milestone(key, 2) for key in keys if dice.random() < 0.5]
    return some_inputs(subprojects, demands, supplies, milestones=milestones, weeks=3)


@pytest.mark.parametrize("seed", range(12))
def test_the_same_seed_gives_the_same_answer_also_in_another_process(seed: int) -> None:
    inputs = random_inputs(seed)
    there = pickle.loads(pickle.dumps(inputs))  # noqa: S301  # made here
    assert proposed(inputs) == proposed(there)


def test_a_proposal_can_be_kept_as_json() -> None:
    form = TypeAdapter(Proposal)
    found = proposed(two_at_once(law=True))
    assert form.validate_json(form.dump_json(found)) == found


def test_progress_is_told_and_who_cancels_gets_what_is_there() -> None:
    heard: list[Progress] = []
    found = proposed(
        two_at_once(), on_progress=heard.append, cancelled=lambda: any(e.figures for e in heard)
    )
    assert [each.phase for each in heard][:2] == ["schedule", "schedule"]
    assert found.conflicts == ()


def test_without_any_time_there_may_be_no_proposal() -> None:
    dated = some_inputs([a_subproject(ONE, 1)], [], [], milestones=[a_milestone(ONE, 1)])
    assert proposed(dated).figures.late_days == 0
    with pytest.raises(NoProposal):
        propose(dated, time_limit=0)
