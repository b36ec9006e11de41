"""Reading the names of periods."""

from datetime import date

import pytest

from services.metrics.domain.periods import Period, PeriodKind


@pytest.mark.parametrize(
    ("name", "kind", "starts_on", "ends_on"),
    [
        ("2026-W14", PeriodKind.WEEK, date(2026, 3, 30), date(2026, 4, 5)),
        ("2026-W53", PeriodKind.WEEK, date(2026, 12, 28), date(2027, 1, 3)),
        ("2024-02", PeriodKind.MONTH, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", PeriodKind.MONTH, date(2026, 12, 1), date(2026, 12, 31)),
        ("2026", PeriodKind.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
        ("2022-2023", PeriodKind.FISCAL_YEAR, date(2022, 4, 1), date(2023, 3, 31)),
    ],
)
def test_every_form_has_its_first_and_last_day(
    name: str, kind: PeriodKind, starts_on: date, ends_on: date
) -> None:
    assert Period.parse(name) == Period(name, kind, starts_on, ends_on)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "2026-13",
        "2026-00",
        "2025-W53",
        "2026-W00",
        "2026W14",
        "2022-2024",
        "2023-2022",
        "0000",
        "1899",
        "9999",
        "1776-W27",
        "26-03",
        "2026-3",
        "2026-03-01",
        " 2026-03",
        "2026-03 ",
        "٢٠٢٦",
    ],
)
def test_a_name_in_another_form_is_no_period(name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        Period.parse(name)
