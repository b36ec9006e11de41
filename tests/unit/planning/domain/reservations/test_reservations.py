"""Reservations: who may bring which state to which, and what answers a request."""

from itertools import product
from uuid import UUID

import pytest

from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.reservations.reservations import (
    OPEN,
    Content,
    Decision,
    Party,
    State,
    after,
    counter_offer_reasons,
)
from shared.isoweek import IsoWeek
from shared.refusal import Refusal

ANNA, BEN = UUID(int=21), UUID(int=22)
BY_TEAM = {
    (State.REQUESTED, Decision.CONFIRM): State.CONFIRMED,
    (State.REQUESTED, Decision.WAITLIST): State.WAITLISTED,
    (State.REQUESTED, Decision.PROPOSE): State.PROPOSED,
    (State.REQUESTED, Decision.DECLINE): State.DECLINED,
    (State.WAITLISTED, Decision.CONFIRM): State.CONFIRMED,
    (State.WAITLISTED, Decision.PROPOSE): State.PROPOSED,
    (State.WAITLISTED, Decision.DECLINE): State.DECLINED,
    (State.PROPOSED, Decision.PROPOSE): State.PROPOSED,
    (State.PROPOSED, Decision.DECLINE): State.DECLINED,
    (State.CONFIRMED, Decision.RELEASE): State.RELEASED,
}
BY_PROGRAMME = {
    (State.REQUESTED, Decision.MOVE): State.REQUESTED,
    (State.REQUESTED, Decision.WITHDRAW): State.WITHDRAWN,
    (State.WAITLISTED, Decision.MOVE): State.REQUESTED,
    (State.WAITLISTED, Decision.WITHDRAW): State.WITHDRAWN,
    (State.PROPOSED, Decision.ACCEPT): State.CONFIRMED,
    (State.PROPOSED, Decision.REFUSE): State.REQUESTED,
    (State.PROPOSED, Decision.MOVE): State.REQUESTED,
    (State.PROPOSED, Decision.WITHDRAW): State.WITHDRAWN,
    (State.CONFIRMED, Decision.RELEASE): State.RELEASED,
}
POSSIBLE = {Party.TEAM: BY_TEAM, Party.PROGRAMME: BY_PROGRAMME}


@pytest.mark.parametrize(("state", "decision", "by"), [*product(State, Decision, Party)])
def test_a_reservation_goes_only_where_its_state_and_the_role_lead(
    state: State, decision: Decision, by: Party
) -> None:
    if (state, decision) in POSSIBLE[by]:
        assert after(state, decision, by) is POSSIBLE[by][state, decision]
        return
    with pytest.raises(Refusal) as refused:
        after(state, decision, by)
    for reason in refused.value.reasons:
        assert reason.code in {"impossible-transition", "not-yours-to-decide"}


@pytest.mark.parametrize("state", sorted(set(State) - OPEN - {State.CONFIRMED}))
def test_what_is_declined_withdrawn_or_released_stays_so(state: State) -> None:
    assert not [pair for moves in POSSIBLE.values() for pair in moves if pair[0] is state]


def test_who_decides_for_another_is_told_who_can() -> None:
    with pytest.raises(Refusal) as refused:
        after(State.REQUESTED, Decision.CONFIRM, Party.PROGRAMME)
    (reason,) = refused.value.reasons
    assert reason.code == "not-yours-to-decide"
    assert reason.message == "Alleen de teamleider kan een inzetverzoek bevestigen."


def content(staff_id: UUID | None, *minutes: int) -> Content:
    first = IsoWeek(2026, 50)
    return Content(staff_id, [WeekMinutes(first.plus(n), each) for n, each in enumerate(minutes)])


@pytest.mark.parametrize(
    ("offered", "codes"),
    [
        (content(ANNA, 600, 600), ["counter-offer-same"]),
        (content(BEN, 600, 600), []),
        (content(ANNA, 600, 300), []),
        (content(ANNA, 300, 300, 600), []),
        (content(BEN, 600, 601), ["counter-offer-exceeds-request"]),
    ],
)
def test_a_counter_offer_is_another_person_other_weeks_or_fewer_hours(
    offered: Content, codes: list[str]
) -> None:
    found = counter_offer_reasons(content(ANNA, 600, 600), offered)
    assert [reason.code for reason in found] == codes
