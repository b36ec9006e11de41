from datetime import date

import pytest

from services.planning.pages.periods import periods, short_name
from shared.contracts.vocabulary import PeriodKind


@pytest.mark.parametrize(
    ("kind", "first", "today", "names"),
    [
        ("week", "2026-12-21", "2027-01-11", ["2026-W52", "2026-W53", "2027-W01"]),
        ("week", "2026-12-21", "2027-01-10", ["2026-W52", "2026-W53"]),
        ("month", "2026-11-01", "2027-01-31", ["2026-11", "2026-12"]),
        ("month", "2027-02-01", "2027-03-01", ["2027-02"]),
        ("year", "2024-01-01", "2026-06-01", ["2024", "2025"]),
        ("fiscal-year", "2023-04-01", "2025-04-01", ["2023-2024", "2024-2025"]),
        ("week", "2026-12-21", "2026-12-22", []),
    ],
)
def test_every_period_that_has_ended_is_there(
    kind: str, first: str, today: str, names: list[str]
) -> None:
    found = periods(PeriodKind(kind), date.fromisoformat(first), date.fromisoformat(today))
    assert [name for name, _ in found] == names


def test_a_period_ends_the_day_before_the_next_begins() -> None:
    found = list(periods(PeriodKind.MONTH, date(2028, 1, 1), date(2028, 4, 1)))
    assert [end for _, end in found] == [date(2028, 1, 31), date(2028, 2, 29), date(2028, 3, 31)]


def test_a_week_is_short_under_a_chart() -> None:
    assert short_name(PeriodKind.WEEK, "2026-W47") == "week 47"
    assert short_name(PeriodKind.MONTH, "2026-11") == "november 2026"
