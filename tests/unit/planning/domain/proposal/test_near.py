"""Plans near a proposal, in which few subprojects move and no further than is needed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import product
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.balance.balance import Supply
from services.planning.domain.proposal.inputs import Inputs
from services.planning.domain.proposal.near import Near, nearest_first
from services.planning.domain.proposal.posing import Terms, posed
from services.planning.domain.proposal.reading import Reading
from services.planning.domain.scheduling.check import faults
from services.planning.domain.scheduling.problem import Given, Schedule
from tests.support.small_programme import (
    ANNA,
    BERT,
    CHAT,
    HOUR,
    LAW,
    ONE,
    TEAM,
    TWO,
    a_demand,
    a_subproject,
    enough_for_all,
    some_inputs,
    task_starts,
)

LAST_WEEK = 4
ANNA_DOES_CHAT = Supply(TEAM, ANNA, {CHAT: 1}, 8 * HOUR)


def a_reading(inputs: Inputs, starts: Mapping[UUID, int], given: Sequence[Given] = ()) -> Reading:
    """A proposal with these starts."""
    of = posed(inputs)
    return Reading(inputs, of, Schedule(task_starts(of.problem, starts), tuple(given)))


def near(inputs: Inputs, starts: Mapping[UUID, int], movable: Sequence[UUID]) -> Near:
    return Near(posed(inputs), a_reading(inputs, starts), movable)


def starts_of(found: Reading | None, keys: Sequence[UUID]) -> Mapping[UUID, int] | None:
    return None if found is None else {key: found.start(key) for key in keys}


def two_at_once(*, two_waits: bool = False) -> Inputs:
    """Two subprojects planned in week 1 that ask 8 hours each of Anna, who has 8 a week."""
    waits = frozenset({ONE}) if two_waits else frozenset()
    return some_inputs(
        [a_subproject(ONE, 1), a_subproject(TWO, 2 if two_waits else 1, depends_on=waits)],
        [
            a_demand(41, ONE, CHAT, {1: 8}),
            a_demand(42, TWO, CHAT, {2 if two_waits else 1: 8}),
        ],
        [ANNA_DOES_CHAT],
    )


def test_a_proposal_in_which_nothing_lacks_stays_as_it_is() -> None:
    found = near(two_at_once(), {ONE: 1, TWO: 3}, [ONE, TWO]).plan(
        two_at_once(), Terms(), lambda: True
    )
    assert starts_of(found, [ONE, TWO]) == {ONE: 1, TWO: 3}
    assert found is not None
    assert found.figures().short_minutes == 0


def test_what_may_move_moves_as_little_as_makes_everything_possible() -> None:
    of = near(two_at_once(), {ONE: 1, TWO: 2}, [ONE])
    on_time = Terms(latest={TWO: 1})
    assert starts_of(of.plan(two_at_once(), on_time, lambda: True), [ONE, TWO]) == {ONE: 2, TWO: 1}


def test_what_may_not_move_stays() -> None:
    of = near(two_at_once(), {ONE: 1, TWO: 2}, [TWO])
    assert of.plan(two_at_once(), Terms(latest={TWO: 1}), lambda: True) is None


def test_what_waits_comes_after_what_it_waits_for() -> None:
    inputs = two_at_once(two_waits=True)
    nobody_in_week_1 = [*inputs.supplies[:1], [], *inputs.supplies[2:]]
    later = replace(inputs, supplies=nobody_in_week_1)
    alone = near(later, {ONE: 1, TWO: 2}, [ONE])
    assert alone.plan(later, Terms(), lambda: True) is None
    both = near(later, {ONE: 1, TWO: 2}, [ONE, TWO])
    found = both.plan(later, Terms(), lambda: True)
    assert starts_of(found, [ONE, TWO]) == {ONE: 2, TWO: 3}


def test_a_search_that_is_told_to_stop_stops_between_two_tries() -> None:
    inputs = some_inputs(
        [a_subproject(ONE, 1)],
        [a_demand(41, ONE, CHAT, {1: 8})],
        [ANNA_DOES_CHAT],
    )
    only_in_week_4 = [[ANNA_DOES_CHAT] if week == 4 else [] for week in range(inputs.horizon)]
    later = replace(inputs, supplies=only_in_week_4)
    of = near(later, {ONE: 1}, [ONE])

    def tried(may_go_on: int) -> tuple[Reading | None, int]:
        asked = 0

        def goes_on() -> bool:
            nonlocal asked
            asked += 1
            return asked <= may_go_on

        return of.plan(later, Terms(), goes_on), asked

    assert tried(3) == (None, 4)
    found, asked = tried(100)
    assert (starts_of(found, [ONE]), asked) == ({ONE: 4}, 4)


def test_with_said_starts_only_those_are_tried() -> None:
    of = near(two_at_once(), {ONE: 1, TWO: 2}, [])
    for starts in ({ONE: 1, TWO: 3}, {ONE: 2, TWO: 1}):
        assert starts_of(of.plan_at(two_at_once(), Terms(), starts), [ONE, TWO]) == starts
    assert of.plan_at(two_at_once(), Terms(), {ONE: 1, TWO: 1}) is None
    assert of.plan_at(two_at_once(), Terms(latest={TWO: 1}), {ONE: 1, TWO: 2}) is None


def test_who_gave_in_the_proposal_gives_again() -> None:
    both = [Supply(TEAM, each, {CHAT: 1}, 8 * HOUR) for each in (ANNA, BERT)]
    inputs = some_inputs([a_subproject(ONE, 1)], [a_demand(41, ONE, CHAT, {1: 8})], both)
    of = posed(inputs)
    (task,) = of.places
    for worker, giver in of.givers.items():
        proposal = a_reading(inputs, {ONE: 1}, [Given(task, 0, worker, 8 * HOUR)])
        found = Near(of, proposal, [ONE]).plan(inputs, Terms(), lambda: True)
        assert found is not None
        assert {of.givers[each.worker] for each in found.schedule.given} == {giver}


def test_room_is_what_is_left_beside_what_the_proposal_gives() -> None:
    inputs = two_at_once()
    of = posed(inputs)
    task = next(name for name, (demand, _) in of.places.items() if demand.subproject_id == ONE)
    (worker,) = of.givers
    proposal = a_reading(inputs, {ONE: 1, TWO: 2}, [Given(task, 0, worker, 5 * HOUR)])
    assert Near(of, proposal, []).room(CHAT, 1, range(1, 3)) == {1: 3 * HOUR, 2: 8 * HOUR}


@st.composite
def proposals(draw: st.DrawFn) -> tuple[Inputs, Mapping[UUID, int]]:
    """Three subprojects in a programme of some weeks, in an order or not, and a proposal."""
    keys = [UUID(int=31 + place) for place in range(3)]
    after = frozenset(keys[:1]) if draw(st.booleans()) else frozenset()
    planned = {key: draw(st.integers(1, 2)) for key in keys}
    planned[keys[1]] += 1
    subprojects = [
        a_subproject(key, planned[key], depends_on=after if key == keys[1] else frozenset())
        for key in keys
    ]
    demands = [
        a_demand(
            41 + place,
            key,
            draw(st.sampled_from([CHAT, LAW])),
            {planned[key]: draw(st.integers(1, 4))},
        )
        for place, key in enumerate(keys)
    ]
    people = [
        Supply(TEAM, ANNA, {CHAT: 1}, draw(st.integers(0, 6)) * HOUR),
        Supply(TEAM, BERT, {CHAT: 1, LAW: 1}, draw(st.integers(0, 6)) * HOUR),
    ]
    inputs = some_inputs(subprojects, demands, people, weeks=LAST_WEEK)
    return inputs, {key: draw(st.integers(1, LAST_WEEK)) for key in keys}


@st.composite
def ranges_with_a_start(draw: st.DrawFn) -> tuple[Sequence[int], Sequence[range]]:
    """Up to three ranges of weeks, and a week in each."""
    firsts = draw(st.lists(st.integers(0, 5), max_size=3))
    ranges = [range(first, first + draw(st.integers(1, 6))) for first in firsts]
    return [draw(st.sampled_from(each)) for each in ranges], ranges


@given(ranges_with_a_start())
def test_every_way_to_move_is_there_once_the_smallest_moves_first(
    made: tuple[Sequence[int], Sequence[range]],
) -> None:
    planned, ranges = made

    def moved(starts: Sequence[int]) -> int:
        return sum(abs(start - was) for start, was in zip(starts, planned, strict=True))

    every = sorted(product(*ranges), key=lambda starts: (moved(starts), starts))
    assert list(nearest_first(planned, ranges)) == every


def test_the_smallest_moves_are_there_without_looking_at_all() -> None:
    without_end = range(10**9)
    assert next(nearest_first([7] * 3, [without_end] * 3)) == (7, 7, 7)


def possible(inputs: Inputs) -> Iterator[Mapping[UUID, int]]:
    """All starts that keep the dates and with which all can be given, by trying each until after
    the programme has ended.
    """
    problem = posed(inputs).problem
    keys = sorted(inputs.subprojects)
    for weeks in product(range(LAST_WEEK + 2), repeat=len(keys)):
        starts = dict(zip(keys, weeks, strict=True))
        nothing_given = Schedule(task_starts(problem, starts))
        if not faults(problem, nothing_given) and enough_for_all(problem, starts):
            yield starts


@given(proposals())
def test_the_nearest_plan_is_found_whenever_there_is_one(
    proposal: tuple[Inputs, Mapping[UUID, int]],
) -> None:
    inputs, starts = proposal

    def distance(other: Mapping[UUID, int]) -> int:
        return sum(abs(other[key] - starts[key]) for key in starts)

    keys = sorted(starts)
    found = starts_of(near(inputs, starts, keys).plan(inputs, Terms(), lambda: True), keys)
    nearest = min(map(distance, possible(inputs)), default=None)
    assert (None if found is None else distance(found)) == nearest
