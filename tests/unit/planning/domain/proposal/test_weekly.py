"""Who gives what when it is known when everything starts."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.balance.balance import Supply
from services.planning.domain.plan.plan import PlannedReservation
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.proposal.inputs import Inputs
from services.planning.domain.proposal.posing import posed
from services.planning.domain.proposal.proposal import Giver
from services.planning.domain.proposal.weekly import Weekly
from services.planning.domain.reservations.reservations import State
from services.planning.domain.scheduling.check import faults
from services.planning.domain.scheduling.problem import Objective
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
    a_subproject,
    enough_for_all,
    some_inputs,
)

CHAT_OF_ONE, LAW_OF_TWO = UUID(int=41), UUID(int=42)


def hours(of: Weekly, starts: Mapping[UUID, int], inputs: Inputs) -> Mapping[object, int] | None:
    """Hours per demand and giver; None when not all can be given."""
    schedule = of.schedule(starts)
    if schedule is None:
        return None
    problem = posed(inputs)
    assert faults(problem.problem, schedule) == []
    found: dict[object, int] = {}
    for each in schedule.given:
        demand, _ = problem.places[each.task]
        key = demand.id, problem.givers[each.worker].staff_id
        found[key] = found.get(key, 0) + each.amount // HOUR
    return found


def chat_and_law() -> Inputs:
    """Anna masters both, Bert chat only; in week 1 both are asked for 8 hours."""
    return some_inputs(
        [a_subproject(ONE, 1), a_subproject(TWO, 1)],
        [a_demand(41, ONE, CHAT, {1: 8}), a_demand(42, TWO, LAW, {1: 8})],
        [
            Supply(TEAM, ANNA, {CHAT: 1, LAW: 1}, 8 * HOUR),
            Supply(TEAM, BERT, {CHAT: 1}, 8 * HOUR),
        ],
    )


def test_who_masters_more_gives_what_nobody_else_can() -> None:
    inputs = chat_and_law()
    weekly = Weekly(posed(inputs), {}, {})
    expected = {(CHAT_OF_ONE, BERT): 8, (LAW_OF_TWO, ANNA): 8}
    assert hours(weekly, {ONE: 1, TWO: 1}, inputs) == expected


def test_what_nobody_has_left_in_a_week_can_be_given_in_another() -> None:
    inputs = some_inputs(
        [a_subproject(ONE, 1), a_subproject(TWO, 1)],
        [a_demand(41, ONE, CHAT, {1: 8}), a_demand(42, TWO, CHAT, {1: 8})],
        [Supply(TEAM, ANNA, {CHAT: 1}, 8 * HOUR)],
    )
    weekly = Weekly(posed(inputs), {}, {})
    assert hours(weekly, {ONE: 1, TWO: 1}, inputs) is None
    expected = {(CHAT_OF_ONE, ANNA): 8, (LAW_OF_TWO, ANNA): 8}
    assert hours(weekly, {ONE: 1, TWO: 2}, inputs) == expected


def test_less_is_given_where_less_is_asked() -> None:
    inputs = chat_and_law()
    weekly = Weekly(posed(inputs), {(CHAT_OF_ONE, 0): 3 * HOUR}, {})
    expected = {(CHAT_OF_ONE, BERT): 3, (LAW_OF_TWO, ANNA): 8}
    assert hours(weekly, {ONE: 1, TWO: 1}, inputs) == expected


def test_who_usually_gives_goes_before_others() -> None:
    inputs = some_inputs(
        [a_subproject(ONE, 1)],
        [a_demand(41, ONE, CHAT, {1: 8})],
        [Supply(TEAM, each, {CHAT: 1}, 8 * HOUR) for each in (ANNA, BERT)],
    )
    for giver in (ANNA, BERT):
        usual = {(CHAT_OF_ONE, 0): [Giver(TEAM, giver)]}
        weekly = Weekly(posed(inputs), {}, usual)
        assert hours(weekly, {ONE: 1}, inputs) == {(CHAT_OF_ONE, giver): 8}


def test_confirmed_hours_stay_and_only_the_rest_is_given() -> None:
    week = (WeekMinutes(THIS_WEEK.plus(1), 5 * HOUR),)
    inputs = some_inputs(
        [a_subproject(ONE, 1)],
        [a_demand(41, ONE, CHAT, {1: 8})],
        [
            Supply(TEAM, ANNA, {CHAT: 1}, 5 * HOUR),
            Supply(TEAM, BERT, {CHAT: 1}, 8 * HOUR),
        ],
        reservations=[
            PlannedReservation(UUID(int=51), ONE, CHAT, TEAM, ANNA, State.CONFIRMED, week)
        ],
    )
    expected = {(CHAT_OF_ONE, ANNA): 5, (CHAT_OF_ONE, BERT): 3}
    assert hours(Weekly(posed(inputs), {}, {}), {}, inputs) == expected


def test_room_is_what_is_left_beside_all_that_is_asked() -> None:
    inputs = chat_and_law()
    weekly = Weekly(posed(inputs), {}, {})
    starts = {ONE: 1, TWO: 2}
    assert weekly.room(starts, CHAT, 1, range(1, 4)) == {1: 8 * HOUR, 2: 8 * HOUR, 3: 16 * HOUR}
    assert weekly.room(starts, LAW, 1, range(1, 4)) == {1: 8 * HOUR, 2: 0, 3: 8 * HOUR}
    assert weekly.room(starts, CHAT, 2, range(1, 2)) == {1: 0}


@st.composite
def plans(draw: st.DrawFn) -> tuple[Inputs, Mapping[UUID, int]]:
    """Three subprojects that ask an expertise at a level, some people, and when each starts."""
    keys = [UUID(int=31 + place) for place in range(3)]
    demands = [
        a_demand(
            41 + place,
            key,
            draw(st.sampled_from([CHAT, LAW])),
            {1: draw(st.integers(1, 6)), 2: draw(st.integers(1, 6))},
            level=draw(st.integers(1, 2)),
        )
        for place, key in enumerate(keys)
    ]
    mastered = st.dictionaries(st.sampled_from([CHAT, LAW]), st.integers(1, 2), min_size=1)
    people = [
        Supply(TEAM, UUID(int=90 + place), draw(mastered), draw(st.integers(0, 9)) * HOUR)
        for place in range(draw(st.integers(1, 4)))
    ]
    inputs = some_inputs([a_subproject(key, 1, weeks=2) for key in keys], demands, people)
    return inputs, {key: draw(st.integers(1, 3)) for key in keys}


@given(plans())
def test_all_is_given_exactly_when_every_group_of_needs_has_enough_people(
    plan: tuple[Inputs, Mapping[UUID, int]],
) -> None:
    inputs, starts = plan
    of = posed(inputs)
    schedule = Weekly(of, {}, {}).schedule(starts)
    assert (schedule is not None) == enough_for_all(of.problem, starts)
    if schedule is not None:
        nothing_lacks = replace(of.problem, objectives=(Objective.MOVED,))
        assert faults(nothing_lacks, schedule) == []
