"""What the organisation can give in a week."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from services.planning.domain.balance.balance import Supply
from services.planning.domain.supply.calendar import YearOfWeeks
from services.planning.domain.supply.public_holidays import HolidayChoices
from services.planning.domain.supply.workforce import FreedHours, Person, Pool, team_supplies
from services.planning.domain.supply.working_time import Absence, Employment, Load, WorkingHours
from shared.isoweek import IsoWeek

COUNTER_TEAM = UUID(int=1)
COUNTER, DATA = UUID(int=11), UUID(int=12)
ANNA = UUID(int=21)
WEEK = IsoWeek(2026, 48)
LONG_AGO = date(2020, 1, 1)
NO_HOLIDAYS: frozenset[date] = frozenset()
YEAR = YearOfWeeks(WEEK.year, HolidayChoices())


def anna(*absences: Absence, left_on: date | None = None) -> Person:
    employment = Employment(LONG_AGO, left_on, [WorkingHours(LONG_AGO, 36 * 60)], absences)
    return Person(ANNA, COUNTER_TEAM, {COUNTER: 2}, employment)


def pool(minutes: int, **levels: int) -> Pool:
    return Pool(COUNTER_TEAM, {COUNTER: levels.get("counter", 1)}, minutes)


def freed(first: int = 0, last: int = 0) -> FreedHours:
    return FreedHours(COUNTER_TEAM, WEEK.plus(first), WEEK.plus(last), 120)


def given(
    *people: Person,
    pools: Sequence[Pool] = (),
    hours: Sequence[FreedHours] = (),
    loads: Sequence[Load] = (),
    holidays: frozenset[date] = NO_HOLIDAYS,
    week: IsoWeek = WEEK,
) -> Sequence[Supply]:
    own = [(each, each.own(YEAR)[week.week - 1]) for each in people]
    there = [(person, supply.minutes) for person, supply in own if supply is not None]
    return team_supplies(week, there, pools, hours, loads, holidays)


def test_a_team_whose_people_are_known_does_not_count_by_its_pool_as_well() -> None:
    found = given(anna(), pools=[pool(600)])
    assert found == [Supply(COUNTER_TEAM, ANNA, {COUNTER: 2}, 36 * 60)]
    assert given(pools=[pool(600)]) == [Supply(COUNTER_TEAM, None, {COUNTER: 1}, 600)]


def test_a_team_of_which_everybody_is_away_does_not_fall_back_on_its_pool() -> None:
    (found,) = given(anna(Absence(WEEK.monday, WEEK.sunday)), pools=[pool(600)])
    assert (found.staff_id, found.minutes) == (ANNA, 0)


def test_who_has_left_is_not_counted_and_the_pool_is() -> None:
    (found,) = given(anna(left_on=WEEK.monday), pools=[pool(600)])
    assert (found.staff_id, found.minutes) == (None, 600)


def test_a_pool_loses_a_fifth_to_a_holiday_on_a_working_day() -> None:
    (found,) = given(pools=[pool(600)], holidays=frozenset({WEEK.monday, WEEK.sunday}))
    assert found.minutes == 480


def test_counter_duty_and_peaks_of_a_team_are_carried_by_all_and_never_below_nothing() -> None:
    loads = [Load(WEEK, None, 60), Load(WEEK, WEEK, 240)]
    pools = [pool(600), pool(400)]
    assert [each.minutes for each in given(pools=pools, loads=loads)] == [420, 280]
    after = given(pools=pools, loads=loads, week=WEEK.plus(1))
    assert [each.minutes for each in after] == [564, 376]
    elections = [Load(WEEK, WEEK, 5000)]
    assert [each.minutes for each in given(pools=pools, loads=elections)] == [0, 0]


def test_a_load_leaves_each_person_what_their_colleagues_cannot_carry() -> None:
    duty = [Load(WEEK, None, 36 * 60)]
    (found,) = given(anna(), loads=duty)
    assert (found.staff_id, found.minutes) == (ANNA, 0)


def test_freed_hours_come_on_top_in_everything_that_the_team_masters_at_its_lowest_level() -> None:
    pools = [pool(600, counter=3), pool(600, counter=2), Pool(COUNTER_TEAM, {DATA: 1}, 60)]
    found = given(pools=pools, hours=[freed()])
    assert found[-1] == Supply(COUNTER_TEAM, None, {COUNTER: 2, DATA: 1}, 120)


def test_freed_hours_count_in_their_own_weeks_only() -> None:
    for first, last in ((1, 3), (-3, -1)):
        assert len(given(pools=[pool(600)], hours=[freed(first, last)])) == 1


def test_freed_hours_of_a_team_that_masters_nothing_are_no_supply() -> None:
    assert given(hours=[freed()]) == []
