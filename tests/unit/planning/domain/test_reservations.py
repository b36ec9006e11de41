"""Reservations: their states, and how far over what there is."""

from itertools import product

import pytest

from services.planning.domain.balance import Room
from services.planning.domain.reservations import (
    Asked,
    Decision,
    State,
    after,
    over_allocation_reasons,
)
from shared.isoweek import IsoWeek
from shared.refusal import Refusal

POSSIBLE = {
    (State.REQUESTED, Decision.CONFIRM): State.CONFIRMED,
    (State.REQUESTED, Decision.DECLINE): State.DECLINED,
    (State.CONFIRMED, Decision.RELEASE): State.RELEASED,
}


@pytest.mark.parametrize(("state", "decision"), [*product(State, Decision)])
def test_a_reservation_goes_only_where_its_state_leads(state: State, decision: Decision) -> None:
    if (state, decision) in POSSIBLE:
        assert after(state, decision) is POSSIBLE[state, decision]
    else:
        with pytest.raises(Refusal) as refused:
            after(state, decision)
        assert refused.value.reasons[0].code == "impossible-transition"


def asked(hours: float, *, confirmed: float, free: float) -> Asked:
    return Asked(IsoWeek(2026, 50), int(hours * 60), Room(int(confirmed * 60), int(free * 60)))


@pytest.mark.parametrize(
    ("hours", "share"), [(10.02, "101 %"), (10.5, "102 %"), (28, "150 %"), (12, "106 %")]
)
def test_a_little_too_much_reads_unlike_half_as_much_again(hours: float, share: str) -> None:
    (reason,) = over_allocation_reasons(asked(hours, confirmed=26, free=10))
    assert reason.code == "over-allocated"
    assert f"dat is {share} van wat er is" in reason.message
    assert "10 uur vrij" in reason.message


def test_exactly_what_is_free_is_not_too_much() -> None:
    assert list(over_allocation_reasons(asked(10, confirmed=26, free=10))) == []


def test_asking_where_there_is_nothing_says_so() -> None:
    (reason,) = over_allocation_reasons(asked(1, confirmed=0, free=0))
    assert reason.code == "nothing-available"
