from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.isoweek import IsoWeek
from shared.web import dutch


@pytest.mark.parametrize(
    ("value", "decimals", "expected"),
    [
        (1234.5, 1, "1.234,5"),
        (1234567, 0, "1.234.567"),
        (0, 0, "0"),
        (-0.04, 1, "0,0"),
        (-12.3, 1, "−12,3"),
        (0.5, 0, "1"),
        (2.675, 2, "2,68"),
        (None, 1, "nog niet bekend"),
    ],
)
def test_a_number_has_points_for_thousands_and_a_decimal_comma(
    value: float | None, decimals: int, expected: str
) -> None:
    assert dutch.number(value, decimals) == expected


@given(st.decimals(-(10**9), 10**9, places=2))
def test_a_number_can_be_read_back(value: float) -> None:
    written = dutch.number(value, 2)
    read = written.replace(".", "").replace(",", ".").replace("−", "-")
    assert float(read) == float(value)


def test_a_share_is_a_percentage() -> None:
    assert dutch.percent(0.425, 1) == "42,5%"
    assert dutch.percent(1) == "100%"
    assert dutch.percent(None) == "nog niet bekend"


def test_a_day_and_a_moment_are_those_of_the_netherlands() -> None:
    assert dutch.day(date(2026, 11, 23)) == "23 november 2026"
    new_year = datetime(2026, 12, 31, 23, 30, tzinfo=UTC)
    assert dutch.day(new_year) == "1 januari 2027"
    assert dutch.moment(new_year) == "1 januari 2027 om 0.30 uur"
    assert dutch.moment(datetime(2026, 7, 1, 8, 5, tzinfo=UTC)) == "1 juli 2026 om 10.05 uur"
    assert dutch.day(None) == dutch.moment(None) == "nog niet bekend"


def test_a_week_has_no_leading_zero() -> None:
    assert dutch.week("2026-W48") == "week 48"
    assert dutch.week(IsoWeek(2027, 1)) == "week 1"
    assert dutch.week(None) == "nog niet bekend"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2026-W48", "week 48 van 2026"),
        ("2026-03", "maart 2026"),
        ("2026", "2026"),
        ("2022-2023", "2022–2023"),
        (None, "nog niet bekend"),
    ],
)
def test_each_form_of_period_reads_naturally(value: str | None, expected: str) -> None:
    assert dutch.period(value) == expected
