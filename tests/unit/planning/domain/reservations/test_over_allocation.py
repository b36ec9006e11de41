"""Over-allocation: always with how much, and allowed only with a reason."""

from uuid import UUID

import pytest

from services.planning.domain.balance.balance import Confirmed, Room, Supply
from services.planning.domain.reservations.over_allocation import (
    Conflict,
    allowance_reasons,
    conflict,
    conflict_reason,
    over_allocations,
)
from shared.isoweek import IsoWeek

WEEK = IsoWeek(2026, 50)
TEAM, COUNTER, DATA, SUBPROJECT = UUID(int=1), UUID(int=11), UUID(int=12), UUID(int=31)
ANNA, BEN = UUID(int=21), UUID(int=22)


def asked(hours: float, *, confirmed: float, free: float, honoured: float) -> Conflict | None:
    minutes = [round(each * 60) for each in (hours, confirmed, honoured, free)]
    return conflict(WEEK, minutes[0], Room(*minutes[1:]))


@pytest.mark.parametrize(
    ("hours", "percentage"), [(10.02, 101), (10.5, 102), (28, 150), (12, 106), (46, 200)]
)
def test_a_little_too_much_reads_unlike_half_as_much_again(hours: float, percentage: int) -> None:
    found = asked(hours, confirmed=26, honoured=26, free=10)
    assert found is not None
    assert found.percentage == percentage
    reason = conflict_reason(found)
    assert reason.code == "over-allocated"
    assert f"dat is {percentage} % van wat er is" in reason.message
    assert "10 uur vrij" in reason.message


def test_the_reason_carries_its_numbers_for_programs() -> None:
    found = asked(28, confirmed=26, honoured=26, free=10)
    assert found is not None
    assert conflict_reason(found).figures == {
        "week": "2026-W50",
        "askedHours": 28,
        "freeHours": 10,
        "availableHours": 36,
        "overHours": 18,
        "percentage": 150,
    }


def test_what_was_given_beyond_what_there_is_counts_but_is_not_available() -> None:
    found = asked(9, confirmed=45, honoured=36, free=0)
    assert found is not None
    assert (found.percentage, found.over) == (150, 9 * 60)


def test_exactly_what_is_free_is_not_too_much() -> None:
    assert asked(10, confirmed=26, honoured=26, free=10) is None


def test_asking_where_there_is_nothing_has_no_percentage() -> None:
    found = asked(1, confirmed=0, honoured=0, free=0)
    assert found is not None
    reason = conflict_reason(found)
    assert (reason.code, found.percentage) == ("nothing-available", None)


@pytest.mark.parametrize(
    ("is_allowed", "reason", "codes"),
    [(True, "", ["reason-missing"]), (True, "Verkiezingen", []), (False, "", [])],
)
def test_more_than_there_is_is_allowed_only_with_a_reason(
    is_allowed: bool, reason: str, codes: list[str]
) -> None:
    assert [each.code for each in allowance_reasons(is_allowed, reason)] == codes


def test_a_person_asked_twice_is_over_once_whatever_the_expertise() -> None:
    supplies = [
        Supply(TEAM, ANNA, {COUNTER: 1, DATA: 1}, 36 * 60),
        Supply(TEAM, BEN, {COUNTER: 1}, 36 * 60),
    ]
    promised = [
        Confirmed(SUBPROJECT, COUNTER, TEAM, ANNA, 30 * 60),
        Confirmed(SUBPROJECT, DATA, TEAM, ANNA, 24 * 60),
        Confirmed(SUBPROJECT, COUNTER, TEAM, None, 36 * 60),
    ]
    (found,) = over_allocations(WEEK, supplies, promised)
    assert (found.staff_id, found.expertise_id) == (ANNA, None)
    assert (found.room.over, found.percentage) == (18 * 60, 150)
