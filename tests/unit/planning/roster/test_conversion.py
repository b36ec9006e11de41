"""The spellings of a roster, and what is refused."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

import pytest

from services.planning.roster import conversion
from services.planning.roster.profile import DateRule, DaysRule, HoursRule
from shared.tabular.cells import Cell, UnknownWord, Wrong

DATES, HOURS = DateRule(column="dag"), HoursRule(column="uren")
DAYS = DaysRule(column="dagen")
ANNA = UUID(int=21)


@pytest.mark.parametrize(
    ("cell", "minutes"), [("36", 2160), ("7,2", 432), (7.2, 432), ("0", 0), (" 0,5 ", 30)]
)
def test_hours_are_counted_in_whole_minutes(cell: Cell, minutes: int) -> None:
    assert conversion.read_minutes(cell, HOURS) == minutes


@pytest.mark.parametrize("cell", ["", "-1", "7.2", "veel", "1e3", "999999"])
def test_hours_that_are_none_are_refused(cell: Cell) -> None:
    with pytest.raises(Wrong) as wrong:
        conversion.read_minutes(cell, HOURS)
    assert wrong.value.code == "not-a-number"


def test_a_day_is_read_by_the_form_of_the_profile_or_as_the_sheet_has_it() -> None:
    day = date(2026, 12, 31)
    assert conversion.read_date("31-12-2026", DATES) == day
    assert conversion.read_date(day, DATES) == day
    with pytest.raises(Wrong, match="is geen datum"):
        conversion.read_date("2026-12-31", DATES)
    assert conversion.read_optional_date("", DATES) is None


def test_working_days_are_words_in_any_order_and_those_of_the_profile_when_left_out() -> None:
    assert conversion.read_days("vr, Ma/wo", DAYS) == (1, 3, 5)
    assert conversion.read_days("", DAYS) == (1, 2, 3, 4, 5)
    with pytest.raises(UnknownWord, match="'xx'"):
        conversion.read_days("ma xx", DAYS)


@pytest.mark.parametrize(("cell", "number"), [("60", 60), ("60 %", 60), ("0", 0)])
def test_a_whole_number_may_have_a_percent_sign(cell: Cell, number: int) -> None:
    assert conversion.read_whole(cell) == number


@pytest.mark.parametrize(
    ("read", "code"),
    [
        (lambda: conversion.read_whole("1,5"), "not-a-whole-number"),
        (lambda: conversion.read_person("", {}), "person-missing"),
        (lambda: conversion.read_person("1234", {"12345": ANNA}), "unknown-person"),
        (lambda: conversion.read_expertise("Balei", {"balie": ANNA}), "unknown-expertise"),
    ],
)
def test_what_is_not_known_has_a_code(read: Callable[[], object], code: str) -> None:
    with pytest.raises(Wrong) as wrong:
        read()
    assert wrong.value.code == code


def test_capitals_do_not_matter_and_a_likely_word_is_named() -> None:
    assert conversion.read_person("P-12A", {"p-12a": ANNA}) == ANNA
    assert conversion.read_expertise("BALIE", {"balie": ANNA}) == ANNA
    with pytest.raises(Wrong, match="lijkt op balie"):
        conversion.read_expertise("Balei", {"balie": ANNA})
