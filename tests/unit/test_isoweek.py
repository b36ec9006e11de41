"""ISO weeks around the turn of the year."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.isoweek import IsoWeek

DAYS = st.dates(date(1990, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2026, 1, 1), "2026-W01"),
        (date(2025, 12, 29), "2026-W01"),
        (date(2027, 1, 3), "2026-W53"),
        (date(2026, 11, 24), "2026-W48"),
    ],
)
def test_week_of_a_day(day: date, week: str) -> None:
    """Week 1 holds 4 January, so a day's ISO year can differ from its calendar year."""
    assert str(IsoWeek.of(day)) == week


@pytest.mark.parametrize("text", ["2025-W53", "2026-W00", "2026-W1", "2026W01", "2026-W٠١", ""])
def test_what_is_no_week_is_refused(text: str) -> None:
    """Also week 53 of a year that has 52."""
    with pytest.raises(ValueError):  # noqa: PT011
        IsoWeek.parse(text)


@given(DAYS)
def test_text_and_days_go_back_and_forth(day: date) -> None:
    """A week is found again from its text, and holds its days."""
    week = IsoWeek.of(day)
    assert IsoWeek.parse(str(week)) == week
    assert week.monday <= day <= week.sunday
    assert week.sunday - week.monday == timedelta(days=6)


@given(DAYS, st.integers(-120, 120))
def test_weeks_follow_each_other(day: date, count: int) -> None:
    """Adding weeks keeps the order and leaves none out."""
    week = IsoWeek.of(day)
    later = week.plus(count)
    assert (later > week) == (count > 0)
    assert len(list(week.until(later))) == max(0, count + 1)
