"""Hours per ISO week: inside the subproject, each week once, more than nothing."""

from datetime import date

from services.planning.domain.plan.planned_hours import (
    WeekMinutes,
    outside_reasons,
    past_week_reasons,
    week_reasons,
)
from services.planning.domain.plan.subprojects import Period
from shared.isoweek import IsoWeek

AROUND_NEW_YEAR = Period(date(2026, 12, 30), date(2027, 1, 5))
"""From Wednesday of 2026-W53 up to Tuesday of 2027-W01."""


def week(text: str, minutes: int = 60) -> WeekMinutes:
    return WeekMinutes(IsoWeek.parse(text), minutes)


def test_weeks_that_a_subproject_only_begins_or_ends_in_are_its_weeks() -> None:
    assert list(week_reasons([week("2026-W53"), week("2027-W01")], AROUND_NEW_YEAR)) == []


def test_all_that_is_wrong_with_weeks_is_told_at_once_each_at_its_place() -> None:
    weeks = [week("2026-W52"), week("2026-W53", 0), week("2027-W01"), week("2027-W01")]
    found = [(r.code, r.field) for r in week_reasons(weeks, AROUND_NEW_YEAR)]
    assert sorted(found) == [
        ("no-hours", "weeks.1"),
        ("outside-subproject", "weeks.0"),
        ("week-twice", "weeks.3"),
    ]


def test_this_week_can_still_be_reserved_and_last_week_not() -> None:
    weeks = [week("2026-W47"), week("2026-W48")]
    found = list(past_week_reasons(weeks, IsoWeek(2026, 48)))
    assert [(r.code, r.field) for r in found] == [("week-past", "weeks.0")]


def test_new_dates_name_every_week_that_would_fall_outside() -> None:
    weeks = [week("2027-W02"), week("2026-W53"), week("2026-W52")]
    reasons = list(outside_reasons("Gevraagde inzet", weeks, AROUND_NEW_YEAR))
    assert [r.message for r in reasons] == [
        "Gevraagde inzet valt dan buiten het deelproject: week 52 van 2026, week 2 van 2027."
    ]
