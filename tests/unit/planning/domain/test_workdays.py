"""Working days."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.workdays import (
    RESERVATION_NORM,
    reservation_deadline,
    working_days_after,
    working_days_before,
)

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
counts = st.integers(0, 60)


def is_working_day(day: date) -> bool:
    return day.isoweekday() <= 5


@given(days, counts)
def test_so_many_working_days_lie_before_the_day(day: date, count: int) -> None:
    begin = working_days_before(day, count)
    span = [begin + timedelta(days=step) for step in range((day - begin).days)]
    assert sum(map(is_working_day, span)) == count


@given(days, counts)
def test_so_many_working_days_lie_after_the_day(day: date, count: int) -> None:
    end = working_days_after(day, count)
    span = [day + timedelta(days=step) for step in range(1, (end - day).days + 1)]
    assert sum(map(is_working_day, span)) == count


def test_the_reservation_deadline_is_four_weeks_before_the_first_monday() -> None:
    assert RESERVATION_NORM == 20
    assert reservation_deadline(date(2026, 12, 28)) == date(2026, 11, 30)


@pytest.mark.parametrize("step", [working_days_before, working_days_after])
def test_a_negative_number_of_days_is_no_number_of_days(
    step: Callable[[date, int], date],
) -> None:
    with pytest.raises(ValueError, match="negative"):
        step(date(2026, 1, 1), -1)
