"""States, dates and dependencies of subprojects; every reason is given at once."""

from datetime import date
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.plan.subprojects import (
    Period,
    State,
    Step,
    Subproject,
    after,
    dependency_reasons,
    dependents_reasons,
    happened_reasons,
    open_dependency_reasons,
    period_reasons,
    step_reasons,
)
from shared.refusal import Refusal

POSSIBLE = {
    (State.PLANNED, Step.START): State.STARTED,
    (State.PLANNED, Step.CANCEL): State.CANCELLED,
    (State.STARTED, Step.PAUSE): State.PAUSED,
    (State.STARTED, Step.COMPLETE): State.COMPLETED,
    (State.STARTED, Step.CANCEL): State.CANCELLED,
    (State.PAUSED, Step.RESUME): State.STARTED,
    (State.PAUSED, Step.CANCEL): State.CANCELLED,
}
JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))
FEBRUARY = Period(date(2026, 2, 1), date(2026, 2, 28))


def subproject(
    number: int,
    *depends_on: int,
    state: State = State.PLANNED,
    period: Period = FEBRUARY,
) -> Subproject:
    waits_for = frozenset(UUID(int=each) for each in depends_on)
    return Subproject(UUID(int=number), f"Deel {number}", state, period, waits_for)


def by_id(*subprojects: Subproject) -> dict[UUID, Subproject]:
    return {each.id: each for each in subprojects}


@pytest.mark.parametrize(("state", "step"), [*product(State, Step)])
def test_a_subproject_goes_only_where_its_state_leads(state: State, step: Step) -> None:
    present = subproject(1, state=state)
    if (state, step) in POSSIBLE:
        assert after(present, step) is POSSIBLE[state, step]
        assert list(step_reasons(present, step)) == []
    else:
        with pytest.raises(Refusal) as refused:
            after(present, step)
        assert [reason.code for reason in refused.value.reasons] == ["impossible-transition"]


def test_a_circle_of_dependencies_is_refused_and_spelled_out() -> None:
    others = by_id(subproject(2, 3), subproject(3, 1))
    reasons = list(dependency_reasons(subproject(1), {UUID(int=2)}, others))
    cyclic = [reason for reason in reasons if reason.code == "cyclic-dependency"]
    assert [reason.message for reason in cyclic] == [
        "Dit maakt een kring: Deel 1 → Deel 2 → Deel 3 → Deel 1."
    ]


def test_a_subproject_cannot_wait_for_itself_or_for_one_of_another_programme() -> None:
    reasons = dependency_reasons(subproject(1), {UUID(int=1), UUID(int=9)}, {})
    assert [reason.code for reason in reasons] == ["depends-on-itself", "dependency-unknown"]


def test_a_subproject_that_begins_before_what_it_waits_for_ends_is_refused() -> None:
    first = subproject(2, period=JANUARY)
    then = subproject(1, period=Period(date(2026, 1, 31), date(2026, 3, 1)))
    assert [r.code for r in dependency_reasons(then, {first.id}, by_id(first))] == [
        "starts-before-dependency-ends"
    ]
    assert list(dependency_reasons(subproject(1), {first.id}, by_id(first))) == []


def test_a_later_end_is_refused_while_a_planned_one_waits_for_it() -> None:
    late = subproject(1, period=FEBRUARY)
    assert [r.code for r in dependents_reasons(late, [subproject(2, 1)])] == [
        "starts-before-dependency-ends"
    ]
    assert list(dependents_reasons(late, [subproject(2, 1, state=State.STARTED)])) == []


def test_a_subproject_waits_for_what_is_not_completed_but_not_for_what_was_cancelled() -> None:
    dependencies = [
        subproject(1, state=State.STARTED),
        subproject(2, state=State.COMPLETED),
        subproject(3, state=State.CANCELLED),
    ]
    assert [r.message for r in open_dependency_reasons(dependencies)] == [
        "Deelproject “Deel 1” is nog niet afgerond."
    ]


def test_an_end_before_the_start_is_refused() -> None:
    period = Period(date(2026, 2, 1), date(2026, 1, 31))
    assert [r.code for r in period_reasons(period)] == ["ends-before-start"]


def test_dates_are_of_this_century() -> None:
    """Weeks that others count back from a day, or on from it, are in the calendar."""
    period = Period(date(1, 1, 1), date(9999, 12, 31))
    assert [(r.code, r.field) for r in period_reasons(period)] == [
        ("too-long-ago", "startsOn"),
        ("too-far-ahead", "endsOn"),
    ]
    reasons = happened_reasons(date(1, 1, 1), date(2026, 11, 24), "reachedOn")
    assert [(r.code, r.field) for r in reasons] == [("too-long-ago", "reachedOn")]
    assert list(period_reasons(Period(date(2000, 1, 1), date(2099, 12, 31)))) == []


edges = st.lists(st.tuples(st.integers(1, 6), st.integers(1, 6)), max_size=12)


@given(edges)
def test_dependencies_that_were_accepted_one_by_one_never_make_a_circle(
    wanted: list[tuple[int, int]],
) -> None:
    plan = {UUID(int=number): subproject(number) for number in range(1, 7)}
    for waiting, first in wanted:
        present = plan[UUID(int=waiting)]
        others = {key: each for key, each in plan.items() if key != present.id}
        depends_on = present.depends_on | {UUID(int=first)}
        codes = {r.code for r in dependency_reasons(present, depends_on, others)}
        if not codes & {"cyclic-dependency", "depends-on-itself"}:
            plan[present.id] = subproject(waiting, *(each.int for each in depends_on))
    done: set[UUID] = set()
    while ready := {k for k, each in plan.items() if k not in done and each.depends_on <= done}:
        done |= ready
    assert done == set(plan)
