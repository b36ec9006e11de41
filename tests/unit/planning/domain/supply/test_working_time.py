"""Net supply of a person: contract × share − leave − holidays − counter duty, in whole minutes."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.supply.working_time import (
    Absence,
    Employment,
    Load,
    WorkingHours,
    spread,
)
from shared.isoweek import IsoWeek

LONG_AGO = date(2020, 1, 1)
WEEK = IsoWeek(2026, 47)
NO_HOLIDAYS: frozenset[date] = frozenset()
FULL_TIME = WorkingHours(LONG_AGO, 36 * 60)


def works(
    *hours: WorkingHours,
    absences: tuple[Absence, ...] = (),
    duties: tuple[Load, ...] = (),
    joined_on: date = LONG_AGO,
    left_on: date | None = None,
) -> Employment:
    return Employment(joined_on, left_on, hours or (FULL_TIME,), absences, duties)


def day(number: int) -> date:
    return WEEK.monday + timedelta(days=number)


def hours(employment: Employment, week: IsoWeek = WEEK, *holidays: date) -> float:
    return employment.project_minutes(week, frozenset(holidays)) / 60


def test_what_is_given_is_the_project_share_less_all_that_takes_of_it() -> None:
    anna = works(
        WorkingHours(LONG_AGO, 36 * 60, project_percent=50),
        absences=(Absence(day(0), day(0), percent=50),),
        duties=(Load(WEEK, None, 4 * 60),),
    )
    # 36 × 50 % − half a day of 7,2 − a holiday of 7,2 − 4 at the counter
    assert hours(anna, WEEK, day(1)) == 18 - 3.6 - 7.2 - 4


def test_nothing_is_below_nothing() -> None:
    assert hours(works(absences=(Absence(day(0), day(6)),), duties=(Load(WEEK, None, 60),))) == 0


def test_who_joins_leaves_or_changes_hours_in_a_week_counts_for_the_days_on_each_side() -> None:
    assert hours(works(joined_on=day(2))) == 3 * 7.2
    assert hours(works(left_on=day(2))) == 2 * 7.2
    assert hours(works(joined_on=day(5))) == 0
    half = WorkingHours(day(3), 18 * 60)
    assert hours(works(FULL_TIME, half)) == 3 * 7.2 + 2 * 3.6
    assert hours(works(FULL_TIME, half), WEEK.plus(1)) == 18


def test_before_the_first_known_hours_nothing_is_promised() -> None:
    starts_later = works(WorkingHours(day(7), 36 * 60))
    assert not starts_later.works_in(WEEK)
    assert hours(starts_later) == 0
    assert starts_later.works_in(WEEK.plus(1))


def test_a_holiday_takes_what_would_have_been_worked_that_day() -> None:
    two_days = works(WorkingHours(LONG_AGO, 16 * 60, working_days=(1, 4)))
    assert hours(two_days, WEEK, day(0)) == 8
    assert hours(two_days, WEEK, day(1)) == 16
    assert hours(works(), WEEK, day(5)) == 36


def test_leave_on_a_holiday_counts_once() -> None:
    assert hours(works(absences=(Absence(day(0), day(1)),)), WEEK, day(0)) == 36 - 2 * 7.2


def test_absences_that_overlap_take_a_day_once() -> None:
    both = (Absence(day(0), day(1)), Absence(day(1), day(2), percent=50))
    assert hours(works(absences=both)) == 36 - 2 * 7.2 - 3.6


def test_hours_of_leave_are_spread_over_the_days_that_are_worked() -> None:
    two_weeks = Absence(day(0), day(11), minutes=9 * 60)
    assert hours(works(absences=(two_weeks,)), WEEK, day(0)) == 36 - 7.2 - 4
    assert hours(works(absences=(two_weeks,)), WEEK.plus(1), day(0)) == 36 - 5


def test_weeks_are_right_across_the_year_and_in_week_53() -> None:
    last, first = IsoWeek(2026, 53), IsoWeek(2027, 1)
    new_year = date(2027, 1, 1)
    assert hours(works(), last, new_year) == 36 - 7.2
    assert hours(works(), first, new_year) == 36
    duty = Load(IsoWeek(2026, 52), last, 60)
    assert [duty.minutes_in(week) for week in (IsoWeek(2026, 52), last, first)] == [60, 60, 0]


dates = st.dates(date(2026, 10, 1), date(2027, 3, 1))
working_hours = st.builds(
    WorkingHours,
    dates,
    st.integers(0, 3600),
    st.integers(0, 100),
    st.frozensets(st.integers(1, 7), min_size=1).map(lambda days: tuple(sorted(days))),
)
absences = st.builds(
    lambda start, length, percent, minutes: Absence(
        start, start + timedelta(days=length), percent, minutes
    ),
    dates,
    st.integers(0, 40),
    st.integers(1, 100),
    st.one_of(st.none(), st.integers(1, 5000)),
)
weeks = dates.map(IsoWeek.of)
loads = st.builds(
    lambda first, length, minutes: Load(first, first.plus(length), minutes),
    weeks,
    st.integers(0, 10),
    st.integers(1, 3000),
)
employments = st.builds(
    Employment,
    dates,
    st.one_of(st.none(), dates),
    st.lists(working_hours, max_size=3, unique_by=lambda each: each.from_date).map(tuple),
    st.lists(absences, max_size=3).map(tuple),
    st.lists(loads, max_size=2).map(tuple),
)
holidays = st.frozensets(dates, max_size=10)


@given(employments, weeks, holidays, absences, loads)
def test_supply_is_never_negative_nor_more_than_the_contract_and_everything_only_takes(
    employment: Employment,
    week: IsoWeek,
    off: frozenset[date],
    absence: Absence,
    load: Load,
) -> None:
    given_minutes = employment.project_minutes(week, off)
    most = max((each.weekly_minutes for each in employment.hours), default=0)
    assert 0 <= given_minutes <= max(most, 0) * 7

    def with_more(**changed: Any) -> int:
        return replace(employment, **changed).project_minutes(week, off)

    assert with_more(absences=(*employment.absences, absence)) <= given_minutes
    assert with_more(duties=(*employment.duties, load)) <= given_minutes
    if not [each for each in employment.absences if each.minutes is not None]:
        assert employment.project_minutes(week, off | {week.monday}) <= given_minutes


@given(working_hours)
def test_the_days_of_a_week_add_up_to_the_contract(hours: WorkingHours) -> None:
    days = [WEEK.monday + timedelta(days=number) for number in range(7)]
    assert sum(hours.minutes_on(each) for each in days) == hours.weekly_minutes


@given(working_hours, st.integers(1, 8), st.data())
def test_minutes_of_leave_are_all_taken_once_over_the_weeks(
    hours: WorkingHours, count: int, data: st.DataObject
) -> None:
    always = WorkingHours(LONG_AGO, hours.weekly_minutes, 100, hours.working_days)
    days = count * len(always.working_days)
    smallest_day = always.weekly_minutes // len(always.working_days)
    minutes = data.draw(st.integers(0, smallest_day * days))
    last = WEEK.plus(count - 1)
    leave = Absence(WEEK.monday, last.sunday, minutes=minutes)
    whole = Employment(LONG_AGO, None, [always])
    less = Employment(LONG_AGO, None, [always], [leave])
    taken = sum(
        whole.project_minutes(week, NO_HOLIDAYS) - less.project_minutes(week, NO_HOLIDAYS)
        for week in WEEK.until(last)
    )
    assert taken == minutes


@given(st.integers(0, 5000), st.lists(st.integers(0, 2000), max_size=8))
def test_a_shared_load_is_carried_in_full_as_far_as_there_is(load: int, minutes: list[int]) -> None:
    left = spread(load, minutes)
    assert sum(minutes) - sum(left) == min(load, sum(minutes))
    assert all(0 <= after <= before for after, before in zip(left, minutes, strict=True))
