"""How late a subproject starts because of what it waits for."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.forecast.delays import delays
from services.planning.domain.plan.subprojects import Period, State, Subproject

TODAY = date(2026, 11, 24)


def subproject(
    number: int, first: int, last: int, *after: int, state: State = State.PLANNED
) -> Subproject:
    """Dates in days from today."""
    return Subproject(
        UUID(int=number),
        f"Deelproject {number}",
        state,
        Period(TODAY + timedelta(days=first), TODAY + timedelta(days=last)),
        frozenset(UUID(int=each) for each in after),
    )


def shifts(*subprojects: Subproject) -> Sequence[int]:
    """By how many days each shifts, in the order given."""
    found = delays({each.id: each for each in subprojects}, TODAY)
    return [found[each.id].days for each in subprojects]


def test_what_goes_by_plan_shifts_nothing() -> None:
    assert shifts(subproject(1, -5, 10, state=State.STARTED), subproject(2, 11, 20, 1)) == [0, 0]


def test_what_is_not_done_on_its_last_day_is_done_today_at_the_earliest() -> None:
    late = subproject(1, -20, -10, state=State.STARTED)
    assert shifts(late, subproject(2, -9, 20, 1), subproject(3, 21, 30, 2)) == [0, 10, 10]


def test_room_in_between_takes_up_a_delay() -> None:
    late = subproject(1, -20, -10, state=State.PAUSED)
    assert shifts(late, subproject(2, -9, 20, 1), subproject(3, 28, 30, 2)) == [0, 10, 3]


@pytest.mark.parametrize("state", [State.COMPLETED, State.CANCELLED])
def test_what_is_closed_or_not_known_holds_nobody_up(state: State) -> None:
    assert shifts(subproject(1, -20, -10, state=state), subproject(2, -9, 20, 1, 7)) == [0, 0]


def test_what_has_started_does_not_shift() -> None:
    late = subproject(1, -20, -10, state=State.STARTED)
    assert shifts(late, subproject(2, -9, 20, 1, state=State.STARTED)) == [0, 0]


@given(st.integers(-40, 40), st.integers(0, 30), st.integers(-40, 40), st.integers(0, 20))
def test_a_later_end_of_what_it_waits_for_never_makes_it_earlier(
    first_end: int, longer: int, start: int, length: int
) -> None:
    def starts(end: int) -> int:
        waiting = subproject(2, start, start + length, 1)
        return shifts(subproject(1, -50, end, state=State.STARTED), waiting)[1]

    assert starts(first_end + longer) >= starts(first_end) >= 0
