"""Working days."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.supply.workdays import (
    is_working_day,
    working_days_after,
    working_days_before,
    working_days_between,
)

days = st.dates(date(2020, 1, 1), date(2040, 12, 31))
counts = st.integers(0, 60)


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


@given(days, counts)
def test_what_lies_between_is_counted_as_it_is_stepped(day: date, count: int) -> None:
    assert working_days_between(day, working_days_after(day, count)) == count
    assert working_days_between(working_days_after(day, count), day) == 0


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 12, 24), True),
        (date(2026, 12, 25), False),
        (date(2026, 12, 26), False),
        (date(2027, 4, 27), False),
        (date(2027, 5, 5), True),
        (date(2030, 5, 5), False),
        (date(2027, 3, 26), True),
        (date(2027, 3, 29), False),
    ],
)
def test_public_holidays_are_no_working_days(day: date, worked: bool) -> None:
    assert is_working_day(day) is worked


def test_twenty_working_days_around_christmas_and_new_year_are_more_than_four_weeks() -> None:
    assert working_days_before(date(2027, 1, 11), 20) == date(2026, 12, 10)


@pytest.mark.parametrize("step", [working_days_before, working_days_after])
def test_a_negative_number_of_days_is_no_number_of_days(
    step: Callable[[date, int], date],
) -> None:
    with pytest.raises(ValueError, match="negative"):
        step(date(2026, 1, 1), -1)
