"""What the organisation can give in a week."""

from datetime import date
from uuid import UUID

from services.planning.domain.balance import Supply
from services.planning.domain.workforce import FreedHours, Person, Pool, weekly_supplies
from shared.isoweek import IsoWeek

COUNTER_TEAM, POLICY_TEAM = UUID(int=1), UUID(int=2)
COUNTER, DATA = UUID(int=11), UUID(int=12)
ANNA = UUID(int=21)
WEEK = IsoWeek(2026, 48)
LONG_AGO = date(2020, 1, 1)


def anna(joined_on: date = LONG_AGO, left_on: date | None = None) -> Person:
    return Person(ANNA, COUNTER_TEAM, frozenset({COUNTER}), 36 * 60, joined_on, left_on)


def freed(team_id: UUID, first: int = 0, last: int = 0) -> FreedHours:
    return FreedHours(team_id, WEEK.plus(first), WEEK.plus(last), 120)


def test_only_whole_weeks_are_promised() -> None:
    monday, friday, saturday = date(2026, 11, 23), date(2026, 11, 27), date(2026, 11, 28)
    assert anna(joined_on=monday).works_in(WEEK)
    assert not anna(joined_on=date(2026, 11, 24)).works_in(WEEK)
    assert not anna(left_on=friday).works_in(WEEK)
    assert anna(left_on=saturday).works_in(WEEK)


def test_a_team_whose_people_are_known_does_not_count_by_its_pool_as_well() -> None:
    pools = [
        Pool(COUNTER_TEAM, frozenset({COUNTER}), 600),
        Pool(POLICY_TEAM, frozenset({DATA}), 600),
    ]
    found = weekly_supplies(WEEK, [anna()], pools, [])
    assert found == [
        Supply(COUNTER_TEAM, ANNA, frozenset({COUNTER}), 36 * 60),
        Supply(POLICY_TEAM, None, frozenset({DATA}), 600),
    ]


def test_freed_hours_come_on_top_in_everything_that_the_team_masters() -> None:
    pools = [
        Pool(COUNTER_TEAM, frozenset({COUNTER}), 600),
        Pool(COUNTER_TEAM, frozenset({DATA}), 60),
    ]
    found = weekly_supplies(WEEK, [], pools, [freed(COUNTER_TEAM)])
    assert found[-1] == Supply(COUNTER_TEAM, None, frozenset({COUNTER, DATA}), 120)


def test_freed_hours_count_in_their_own_weeks_only() -> None:
    pools = [Pool(COUNTER_TEAM, frozenset({COUNTER}), 600)]
    assert len(weekly_supplies(WEEK, [], pools, [freed(COUNTER_TEAM, 1, 3)])) == 1
    assert len(weekly_supplies(WEEK, [], pools, [freed(COUNTER_TEAM, -3, -1)])) == 1


def test_freed_hours_of_a_team_that_masters_nothing_are_no_supply() -> None:
    assert weekly_supplies(WEEK, [], [], [freed(POLICY_TEAM)]) == []
