"""Decisions about reservations over HTTP: each is a sub-resource to post to, on the version that
the client knows.
"""

from functools import partial
from typing import Protocol
from uuid import UUID

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands import counter_offers
from services.planning.commands import reservations as commands
from services.planning.commands.actor import Actor
from services.planning.commands.locks import lock_row
from services.planning.commands.reservation_states import Offer
from services.planning.domain.reservations.reservations import Content
from services.planning.http.callers import ProgrammeManager, TeamLeader, acting
from services.planning.http.fields import SomeWeeks, Why, week_minutes
from services.planning.http.once import Effect, Once
from services.planning.http.reservations import (
    ReservationWithConflictsAnswer,
    require_team,
    reservation_answer,
)
from services.planning.tables import reservations
from shared.contracts.vocabulary import Note
from shared.web.access import Caller, Role
from shared.web.answers import Body
from shared.web.dependencies import Now
from shared.web.etag import IfMatch, IfMatchHeader
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Reserveringen"])


class ConfirmationBody(Body):
    """A word with the hours, when there is one; it is needed when more is given than there is."""

    reason: Note = ""
    over_allocation_allowed: bool = False


class ReasonBody(Body):
    """Why."""

    reason: Why


class AcceptanceBody(Body):
    """A word with it, when there is one."""

    reason: Note = ""


class CounterOfferBody(Body):
    """What the team can give instead, and why."""

    staff_id: UUID | None = None
    weeks: SomeWeeks
    reason: Why
    over_allocation_allowed: bool = False


@router.post(
    "/reservations/{reservation_id}/confirmations",
    response_model=ReservationWithConflictsAnswer,
    summary="Inzet bevestigen",
)
async def post_confirmation(
    reservation_id: UUID,
    body: ConfirmationBody,
    if_match: IfMatch,
    once: Once,
    now: Now,
    caller: TeamLeader,
) -> Response:
    """Give the hours that were asked. Where that is more than there is, the answer is a problem
    with the weeks and how much over, unless it is allowed with a reason.
    """
    confirm = partial(
        commands.confirm_reservation,
        reason=body.reason,
        over_allocation_allowed=body.over_allocation_allowed,
        now=now,
    )
    return await once(_by_team(confirm, reservation_id, if_match, caller))


@router.post(
    "/reservations/{reservation_id}/postponements",
    response_model=ReservationWithConflictsAnswer,
    summary="Inzetverzoek op de wachtlijst zetten",
)
async def post_postponement(
    reservation_id: UUID,
    body: ReasonBody,
    if_match: IfMatch,
    once: Once,
    now: Now,
    caller: TeamLeader,
) -> Response:
    """Let a request wait until there is room."""
    waitlist = partial(commands.waitlist_reservation, reason=body.reason, now=now)
    return await once(_by_team(waitlist, reservation_id, if_match, caller))


@router.post(
    "/reservations/{reservation_id}/counter-offers",
    response_model=ReservationWithConflictsAnswer,
    summary="Tegenvoorstel doen",
)
async def post_counter_offer(
    reservation_id: UUID,
    body: CounterOfferBody,
    if_match: IfMatch,
    once: Once,
    now: Now,
    caller: TeamLeader,
) -> Response:
    """Offer another person, other weeks or fewer hours; it replaces an earlier offer."""
    offer = Offer(Content(body.staff_id, week_minutes(body.weeks)), body.over_allocation_allowed)
    propose = partial(
        counter_offers.propose_counter_offer, offer=offer, reason=body.reason, now=now
    )
    return await once(_by_team(propose, reservation_id, if_match, caller))


@router.post(
    "/reservations/{reservation_id}/rejections",
    response_model=ReservationWithConflictsAnswer,
    summary="Inzet afwijzen",
)
async def post_rejection(
    reservation_id: UUID,
    body: ReasonBody,
    if_match: IfMatch,
    once: Once,
    now: Now,
    caller: TeamLeader,
) -> Response:
    """Do not give the hours that were asked."""
    decline = partial(commands.decline_reservation, reason=body.reason, now=now)
    return await once(_by_team(decline, reservation_id, if_match, caller))


@router.post(
    "/reservations/{reservation_id}/releases",
    response_model=ReservationWithConflictsAnswer,
    summary="Bevestigde inzet vrijgeven",
)
async def post_release(
    reservation_id: UUID,
    body: ReasonBody,
    if_match: IfMatch,
    once: Once,
    now: Now,
    caller: TeamLeader,
) -> Response:
    """Take confirmed hours back."""
    release = partial(commands.release_reservation, reason=body.reason, now=now)
    return await once(_by_team(release, reservation_id, if_match, caller))


@router.post(
    "/reservations/{reservation_id}/acceptances",
    response_model=ReservationWithConflictsAnswer,
    summary="Tegenvoorstel aannemen",
)
async def post_acceptance(
    reservation_id: UUID,
    body: AcceptanceBody,
    if_match: IfMatch,
    once: Once,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Take what is offered: it is confirmed."""
    accept = partial(counter_offers.accept_counter_offer, reason=body.reason, now=now)
    return await once(_by_programme(accept, reservation_id, if_match, caller))


@router.post(
    "/reservations/{reservation_id}/refusals",
    response_model=ReservationWithConflictsAnswer,
    summary="Tegenvoorstel weigeren",
)
async def post_refusal(
    reservation_id: UUID,
    body: ReasonBody,
    if_match: IfMatch,
    once: Once,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Do not take what is offered: what was asked is open again."""
    refuse = partial(counter_offers.refuse_counter_offer, reason=body.reason, now=now)
    return await once(_by_programme(refuse, reservation_id, if_match, caller))


@router.post(
    "/reservations/{reservation_id}/withdrawals",
    response_model=ReservationWithConflictsAnswer,
    summary="Inzetverzoek intrekken",
)
async def post_withdrawal(
    reservation_id: UUID,
    body: ReasonBody,
    if_match: IfMatch,
    once: Once,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Ask for the hours no longer."""
    withdraw = partial(commands.withdraw_reservation, reason=body.reason, now=now)
    return await once(_by_programme(withdraw, reservation_id, if_match, caller))


class _Decide(Protocol):
    """A command by which somebody decides about a reservation."""

    async def __call__(
        self, connection: AsyncConnection, reservation_id: UUID, *, by: Actor
    ) -> None: ...


def _by_team(
    decide: _Decide, reservation_id: UUID, if_match: IfMatchHeader, caller: Caller
) -> Effect:
    return _decision(decide, reservation_id, if_match, caller, Role.TEAM_LEADER)


def _by_programme(
    decide: _Decide, reservation_id: UUID, if_match: IfMatchHeader, caller: Caller
) -> Effect:
    return _decision(decide, reservation_id, if_match, caller, Role.PROGRAMME_MANAGER)


def _decision(
    decide: _Decide, reservation_id: UUID, if_match: IfMatchHeader, caller: Caller, role: Role
) -> Effect:
    async def effect(connection: AsyncConnection) -> Response:
        await require_team(connection, reservation_id, caller)
        if_match.check(await lock_row(connection, reservations, reservation_id))
        await decide(connection, reservation_id, by=acting(caller, role))
        return await reservation_answer(connection, reservation_id)

    return effect
