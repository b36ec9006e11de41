"""Spellings of periods in files."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrics.imports.periods import PeriodReader
from services.metrics.imports.profile import DateInto, PeriodForm, PeriodRule
from shared.isoweek import IsoWeek
from shared.tabular.cells import Cell, Wrong

TODAY = date(2026, 11, 24)


def reader(form: PeriodForm, **rule: object) -> PeriodReader:
    return PeriodReader(
        PeriodRule.model_validate({"form": form, "column": "periode", **rule}), TODAY
    )


@pytest.mark.parametrize(
    ("form", "cells", "name"),
    [
        (PeriodForm.ISO_WEEK, ("2026-W14",), "2026-W14"),
        (PeriodForm.ISO_WEEK, ("2026w4",), "2026-W04"),
        (PeriodForm.ISO_WEEK, ("202614",), "2026-W14"),
        (PeriodForm.ISO_WEEK, ("14-2026",), "2026-W14"),
        (PeriodForm.ISO_WEEK, ("2026", "4"), "2026-W04"),
        (PeriodForm.ISO_WEEK, (date(2026, 1, 1),), "2026-W01"),
        (PeriodForm.ISO_WEEK, ("2020-W53",), "2020-W53"),
        (PeriodForm.MONTH, ("2026-03",), "2026-03"),
        (PeriodForm.MONTH, ("03-2026",), "2026-03"),
        (PeriodForm.MONTH, ("Maart 2026",), "2026-03"),
        (PeriodForm.MONTH, ("mrt-2026",), "2026-03"),
        (PeriodForm.MONTH, ("2026", "oktober"), "2026-10"),
        (PeriodForm.MONTH, (date(2026, 3, 1),), "2026-03"),
        (PeriodForm.YEAR, ("2019",), "2019"),
        (PeriodForm.FISCAL_YEAR, ("2022-2023",), "2022-2023"),
        (PeriodForm.FISCAL_YEAR, ("2022/23",), "2022-2023"),
        (PeriodForm.FISCAL_YEAR, (date(2023, 3, 31),), "2022-2023"),
        (PeriodForm.NAME, ("2026-W14",), "2026-W14"),
        (PeriodForm.NAME, ("2026-03",), "2026-03"),
        (PeriodForm.NAME, ("2019",), "2019"),
        (PeriodForm.NAME, ("2022-2023",), "2022-2023"),
    ],
)
def test_a_spelling_gives_the_name_of_the_period(
    form: PeriodForm, cells: tuple[Cell, ...], name: str
) -> None:
    assert reader(form)(*cells) == name


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (PeriodForm.ISO_WEEK, "2021-W53"),
        (PeriodForm.ISO_WEEK, "2026-03-01"),
        (PeriodForm.MONTH, "2026-13"),
        (PeriodForm.MONTH, "smarch 2026"),
        (PeriodForm.YEAR, "19"),
        (PeriodForm.YEAR, "0001"),
        (PeriodForm.FISCAL_YEAR, "2022-2024"),
        (PeriodForm.NAME, "ooit"),
        (PeriodForm.DATE, "31-02-2026"),
    ],
)
def test_what_is_no_such_period_is_refused_with_an_example(form: PeriodForm, text: str) -> None:
    with pytest.raises(Wrong, match="is niet een") as refused:
        reader(form)(text)

    assert refused.value.code == "unknown-period-form"


def test_a_missing_period_is_told_as_missing() -> None:
    with pytest.raises(Wrong, match="de periode ontbreekt"):
        reader(PeriodForm.ISO_WEEK)("", " ")


def test_days_are_gathered_into_weeks_or_months() -> None:
    dutch = {"date_format": "%d-%m-%Y"}

    assert reader(PeriodForm.DATE, **dutch)("01-01-2021") == "2020-W53"
    assert reader(PeriodForm.DATE, into=DateInto.MONTH, **dutch)("31-01-2021") == "2021-01"
    assert reader(PeriodForm.DATE, **dutch)(date(2021, 1, 1)) == "2020-W53"


def test_a_period_that_is_not_over_is_refused() -> None:
    with pytest.raises(Wrong) as refused:
        reader(PeriodForm.ISO_WEEK)("2026-W48")

    assert refused.value.code == "period-not-over"
    assert reader(PeriodForm.ISO_WEEK)("2026-W47") == "2026-W47"


@given(st.dates(date(1901, 1, 1), date(2026, 11, 15)))
def test_every_day_lands_in_the_week_that_holds_it(day: date) -> None:
    name = reader(PeriodForm.DATE)(day.isoformat())

    assert IsoWeek.parse(name).monday <= day <= IsoWeek.parse(name).sunday
