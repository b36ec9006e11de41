"""Numbers and days as Dutch readers write them."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain import wording
from services.planning.domain.hours import percentage, to_hours, to_minutes
from shared.isoweek import IsoWeek


@pytest.mark.parametrize(
    ("minutes", "text"),
    [(0, "0 uur"), (90, "1,5 uur"), (74070, "1.234,5 uur"), (100, "1,67 uur"), (600, "10 uur")],
)
def test_hours_have_a_decimal_comma_and_no_idle_zeros(minutes: int, text: str) -> None:
    assert wording.hours(minutes) == text


def test_weeks_and_days_read_as_people_say_them() -> None:
    assert wording.week(IsoWeek(2026, 9)) == "week 9 van 2026"
    assert wording.day(date(2026, 4, 3)) == "3-4-2026"


@pytest.mark.parametrize("name", ["Publieksplein", "Team Publieksplein", "team Publieksplein"])
def test_a_team_is_called_a_team_once(name: str) -> None:
    assert wording.team(name) == "team Publieksplein"
    assert wording.team(name, begins=True) == "Team Publieksplein"


@given(st.integers(0, 10**7))
def test_minutes_come_back_from_hours_unchanged(minutes: int) -> None:
    assert to_minutes(to_hours(minutes)) == minutes


@given(st.integers(1, 10**6), st.integers(1, 10**6))
def test_a_percentage_over_the_whole_always_reads_as_more_than_100(part: int, whole: int) -> None:
    assert (percentage(part, whole) > 100) == (part > whole)


def test_names_are_read_with_their_numbers_counted_and_capitals_or_not() -> None:
    names = ["Verhuizen", "Golf 10", "golf 2", "akten", "Golf 2b", "10e ronde", "Golf", "2e ronde"]
    read = ["2e ronde", "10e ronde", "akten", "Golf", "golf 2", "Golf 2b", "Golf 10", "Verhuizen"]
    assert sorted(names, key=wording.reading_order) == read
