"""The waitlist: needed first is offered first, and each hour to one."""

from datetime import UTC, datetime
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.balance.balance import Confirmed, Supply, balance
from services.planning.domain.reservations.waitlist import Waiting, bearing_on, with_room
from shared.isoweek import IsoWeek

TEAM, COUNTER, SUBPROJECT = UUID(int=1), UUID(int=11), UUID(int=31)
NOW = IsoWeek(2026, 48)
FIRST, SECOND, THIRD = UUID(int=41), UUID(int=42), UUID(int=43)


def hours(count: int) -> Confirmed:
    return Confirmed(SUBPROJECT, COUNTER, TEAM, None, count * 60)


def waiting(reservation: UUID, count: int, *ahead: int, asked_on: int = 1) -> Waiting:
    asked_at = datetime(2026, 11, asked_on, tzinfo=UTC)
    return Waiting(reservation, asked_at, {NOW.plus(week): hours(count) for week in ahead})


def offered(*requests: Waiting, free: int, taken: int = 0) -> set[UUID]:
    supply = [Supply(TEAM, None, {COUNTER: 1}, (free + taken) * 60)]
    given_away = {week: [hours(taken)] for each in requests for week in each.hours}
    return set(with_room(requests, lambda _: supply, given_away, NOW))


def test_who_needs_the_hours_first_is_offered_them_first() -> None:
    later, sooner = waiting(FIRST, 20, 2, 3), waiting(SECOND, 20, 1, 2, asked_on=5)
    assert offered(later, sooner, free=30) == {SECOND}


def test_who_asked_first_is_offered_first_when_both_need_the_same_week() -> None:
    young, old = waiting(FIRST, 20, 1, asked_on=9), waiting(SECOND, 20, 1, asked_on=3)
    assert offered(young, old, free=30) == {SECOND}


def test_the_first_that_fits_is_offered_though_a_larger_one_waits_before_it() -> None:
    large, small = waiting(FIRST, 40, 1), waiting(SECOND, 10, 2)
    assert offered(large, small, free=15) == {SECOND}


def test_what_fits_beside_it_is_offered_too_and_no_hour_twice() -> None:
    requests = [
        waiting(each, 10, 1, asked_on=n) for n, each in ((1, FIRST), (2, SECOND), (3, THIRD))
    ]
    assert offered(*requests, free=25) == {FIRST, SECOND}


def test_half_of_what_is_asked_is_no_offer() -> None:
    assert offered(waiting(FIRST, 20, 1), free=19, taken=40) == set()


def test_a_change_bears_on_who_asks_those_hours_and_on_who_asks_beside_them() -> None:
    """Until hours that nobody asks beside them."""
    requests = [waiting(each, 10, 1) for each in (FIRST, SECOND, THIRD)]
    teams = [UUID(int=number) for number in range(1, 5)]
    asked_of = {FIRST: teams[:2], SECOND: teams[1:3], THIRD: teams[3:]}
    assert bearing_on(requests, asked_of, {teams[0]}, ()) == {FIRST, SECOND}
    assert bearing_on(requests, asked_of, {teams[3]}, ()) == {THIRD}
    assert bearing_on(requests, asked_of, {UUID(int=9)}, ()) == frozenset()
    assert bearing_on(requests, asked_of, (), {COUNTER}) == {FIRST, SECOND, THIRD}


def test_a_week_that_has_gone_by_fits_nowhere() -> None:
    assert offered(waiting(FIRST, 1, -1, 1), free=40) == set()


@given(
    st.lists(
        st.builds(
            waiting,
            st.uuids(),
            st.integers(1, 40),
            st.integers(0, 4),
            st.integers(0, 4),
            asked_on=st.integers(1, 28),
        ),
        max_size=8,
        unique_by=lambda each: each.reservation_id,
    ),
    st.integers(0, 80),
)
def test_all_that_is_offered_can_be_confirmed_together(requests: list[Waiting], free: int) -> None:
    found = offered(*requests, free=free)
    supply = [Supply(TEAM, None, {COUNTER: 1}, free * 60)]
    for week in NOW.until(NOW.plus(4)):
        given_away = [
            each.hours[week]
            for each in requests
            if each.reservation_id in found and week in each.hours
        ]
        for each in balance(supply, [], given_away).values():
            assert each.over == 0
