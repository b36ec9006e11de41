"""Reserved in time: working days before the first week, and hours that meet the demand."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.reservations.timeliness import (
    Asked,
    Given,
    Timeliness,
    lead_days,
    timeliness,
)
from services.planning.domain.supply.workdays import working_days_before
from shared.isoweek import IsoWeek

MOVING, PASSPORTS, COUNTER = UUID(int=31), UUID(int=32), UUID(int=11)
WEEK = IsoWeek(2026, 50)


@pytest.mark.parametrize(
    ("confirmed_on", "days"),
    [
        (date(2026, 12, 7), 0),
        (date(2026, 12, 6), 0),
        (date(2026, 12, 4), 1),
        (date(2026, 11, 30), 5),
        (date(2026, 11, 9), 20),
        (date(2026, 12, 20), 0),
    ],
)
def test_the_day_of_the_confirmation_counts_and_the_first_monday_does_not(
    confirmed_on: date, days: int
) -> None:
    assert lead_days(confirmed_on, date(2026, 12, 7)) == days


@given(st.dates(date(2026, 1, 1), date(2031, 12, 31)), st.integers(0, 40), st.integers(-90, 5))
def test_the_norm_is_met_exactly_up_to_the_last_day_to_decide(
    day: date, norm: int, shift: int
) -> None:
    monday = IsoWeek.of(day).monday
    confirmed_on = monday + timedelta(days=shift)
    in_time = confirmed_on <= working_days_before(monday, norm)
    assert (lead_days(confirmed_on, monday) >= norm) is (in_time or norm == 0)


def asked(subproject: UUID, ahead: int) -> Asked:
    return Asked(subproject, COUNTER, WEEK.plus(ahead))


def test_only_hours_confirmed_in_time_count_and_none_beyond_the_demand_of_their_week() -> None:
    demanded = {asked(MOVING, 0): 600, asked(MOVING, 1): 600, asked(PASSPORTS, 0): 300}
    given_hours = [
        Given(asked(MOVING, 0), 900, lead_days=20),
        Given(asked(MOVING, 1), 200, lead_days=25),
        Given(asked(MOVING, 1), 200, lead_days=19),
        Given(asked(PASSPORTS, 1), 300, lead_days=30),
    ]
    found = timeliness(demanded, given_hours, norm=20)
    assert found == {MOVING: Timeliness(800, 1200), PASSPORTS: Timeliness(0, 300)}
    assert found[MOVING].share == pytest.approx(2 / 3)


def test_where_nothing_is_demanded_the_share_is_not_known() -> None:
    assert timeliness({}, [Given(asked(MOVING, 0), 60, 30)], norm=20) == {}
    assert Timeliness(0, 0).share is None
