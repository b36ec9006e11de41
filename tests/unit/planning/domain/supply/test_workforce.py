"""What the organisation can give in a week."""

from datetime import date
from uuid import UUID

from services.planning.domain.balance.balance import Supply
from services.planning.domain.supply.workforce import (
    Circumstances,
    FreedHours,
    Person,
    Pool,
    weekly_supplies,
)
from services.planning.domain.supply.working_time import Absence, Employment, Load, WorkingHours
from shared.isoweek import IsoWeek

COUNTER_TEAM, POLICY_TEAM = UUID(int=1), UUID(int=2)
COUNTER, DATA = UUID(int=11), UUID(int=12)
ANNA = UUID(int=21)
WEEK = IsoWeek(2026, 48)
LONG_AGO = date(2020, 1, 1)
ORDINARY = Circumstances()


def anna(*absences: Absence, left_on: date | None = None) -> Person:
    employment = Employment(LONG_AGO, left_on, [WorkingHours(LONG_AGO, 36 * 60)], absences)
    return Person(ANNA, COUNTER_TEAM, {COUNTER: 2}, employment)


def pool(minutes: int, **levels: int) -> Pool:
    return Pool(COUNTER_TEAM, {COUNTER: levels.get("counter", 1)}, minutes)


def freed(team_id: UUID, first: int = 0, last: int = 0) -> FreedHours:
    return FreedHours(team_id, WEEK.plus(first), WEEK.plus(last), 120)


def test_a_team_whose_people_are_known_does_not_count_by_its_pool_as_well() -> None:
    pools = [pool(600), Pool(POLICY_TEAM, {DATA: 1}, 600)]
    found = weekly_supplies(WEEK, [anna()], pools, [], ORDINARY)
    assert found == [
        Supply(COUNTER_TEAM, ANNA, {COUNTER: 2}, 36 * 60),
        Supply(POLICY_TEAM, None, {DATA: 1}, 600),
    ]


def test_a_team_of_which_everybody_is_away_does_not_fall_back_on_its_pool() -> None:
    away = anna(Absence(WEEK.monday, WEEK.sunday))
    (found,) = weekly_supplies(WEEK, [away], [pool(600)], [], ORDINARY)
    assert (found.staff_id, found.minutes) == (ANNA, 0)


def test_who_has_left_is_not_counted_and_the_pool_is() -> None:
    gone = anna(left_on=WEEK.monday)
    (found,) = weekly_supplies(WEEK, [gone], [pool(600)], [], ORDINARY)
    assert (found.staff_id, found.minutes) == (None, 600)


def test_a_pool_loses_a_fifth_to_a_holiday_on_a_working_day() -> None:
    monday_and_sunday = Circumstances(frozenset({WEEK.monday, WEEK.sunday}))
    (found,) = weekly_supplies(WEEK, [], [pool(600)], [], monday_and_sunday)
    assert found.minutes == 480


def test_counter_duty_and_peaks_of_a_team_are_carried_by_all_and_never_below_nothing() -> None:
    duty, peak = Load(WEEK, None, 60), Load(WEEK, WEEK, 240)
    pools = [pool(600), pool(400), Pool(POLICY_TEAM, {DATA: 1}, 600)]
    loaded = Circumstances(team_loads={COUNTER_TEAM: [duty, peak]})
    found = weekly_supplies(WEEK, [], pools, [], loaded)
    assert [each.minutes for each in found] == [420, 280, 600]
    after = weekly_supplies(WEEK.plus(1), [], pools, [], loaded)
    assert [each.minutes for each in after] == [564, 376, 600]

    elections = Circumstances(team_loads={COUNTER_TEAM: [Load(WEEK, WEEK, 5000)]})
    found = weekly_supplies(WEEK, [], pools, [], elections)
    assert [each.minutes for each in found] == [0, 0, 600]


def test_freed_hours_come_on_top_in_everything_that_the_team_masters_at_its_lowest_level() -> None:
    pools = [pool(600, counter=3), pool(600, counter=2), Pool(COUNTER_TEAM, {DATA: 1}, 60)]
    found = weekly_supplies(WEEK, [], pools, [freed(COUNTER_TEAM)], ORDINARY)
    assert found[-1] == Supply(COUNTER_TEAM, None, {COUNTER: 2, DATA: 1}, 120)


def test_freed_hours_count_in_their_own_weeks_only() -> None:
    for first, last in ((1, 3), (-3, -1)):
        hours = [freed(COUNTER_TEAM, first, last)]
        assert len(weekly_supplies(WEEK, [], [pool(600)], hours, ORDINARY)) == 1


def test_freed_hours_of_a_team_that_masters_nothing_are_no_supply() -> None:
    assert weekly_supplies(WEEK, [], [], [freed(POLICY_TEAM)], ORDINARY) == []
