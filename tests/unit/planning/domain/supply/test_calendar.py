"""A year of weeks: what somebody can give in each of them is what the definition says of it."""

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.supply.calendar import YearOfWeeks
from services.planning.domain.supply.public_holidays import HolidayChoices, days_off
from services.planning.domain.supply.working_time import (
    Absence,
    Employment,
    Load,
    WorkingHours,
)
from shared.isoweek import IsoWeek

CHOICES = HolidayChoices()
YEARS = (2025, 2026, 2027)
"""The middle one has a week 53."""

dates = st.dates(date(2024, 12, 1), date(2028, 1, 31))
weeks = dates.map(IsoWeek.of)
employments = st.builds(
    Employment,
    dates,
    st.one_of(st.none(), dates),
    st.lists(
        st.builds(
            WorkingHours,
            dates,
            st.integers(0, 3600),
            st.integers(0, 100),
            st.frozensets(st.integers(1, 7), min_size=1).map(tuple),
        ),
        max_size=3,
        unique_by=lambda each: each.from_date,
    ),
    st.lists(
        st.builds(
            lambda first, length, percent, minutes: Absence(
                first, first + timedelta(days=length), percent, minutes
            ),
            dates,
            st.integers(0, 364),
            st.integers(1, 100),
            st.one_of(st.none(), st.integers(1, 5000)),
        ),
        max_size=3,
    ),
    st.lists(
        st.builds(
            lambda first, length, minutes: Load(
                first, None if length is None else first.plus(length), minutes
            ),
            weeks,
            st.one_of(st.none(), st.integers(0, 60)),
            st.integers(1, 3000),
        ),
        max_size=2,
    ),
)


@given(employments, st.sampled_from(YEARS))
def test_each_week_has_what_the_definition_says_of_it_alone(
    employment: Employment, number: int
) -> None:
    year = YearOfWeeks(number, CHOICES)
    found = year.project_minutes(employment)
    for week, minutes in zip(year.weeks, found, strict=True):
        off = days_off(week.monday.year - 1, week.sunday.year + 1, CHOICES)
        works = employment.works_in(week)
        assert minutes == (employment.project_minutes(week, off) if works else None), week


def test_a_year_has_its_52_or_53_weeks() -> None:
    first_and_last = [
        (str(year.weeks[0]), str(year.weeks[-1]))
        for year in (YearOfWeeks(each, CHOICES) for each in YEARS)
    ]
    assert first_and_last == [
        ("2025-W01", "2025-W52"),
        ("2026-W01", "2026-W53"),
        ("2027-W01", "2027-W52"),
    ]
