"""Decisions about inzetverzoeken from their pages: about one, or about all that are ticked."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from starlette.requests import Request
from starlette.responses import Response

from services.planning.commands import counter_offers
from services.planning.commands import reservations as commands
from services.planning.commands.actor import Actor
from services.planning.commands.locks import lock_row
from services.planning.commands.reservation_states import Offer
from services.planning.domain.reservations.reservations import Content
from services.planning.http.callers import ProgrammeManager, TeamLeader, acting
from services.planning.http.fields import week_minutes
from services.planning.http.known import Known, KnownPlan
from services.planning.http.reservation_decisions import (
    AcceptanceBody,
    ConfirmationBody,
    CounterOfferBody,
    ReasonBody,
)
from services.planning.http.reservations import require_team
from services.planning.pages.request_page import request_page
from services.planning.pages.requests import requests_page
from services.planning.pages.sent import check_version, done_at
from services.planning.pages.week_fields import at_fields, filled_weeks
from services.planning.queries.inbox import inbox_row
from services.planning.tables import reservations
from shared.database import transaction
from shared.refusal import Reason, Refusal
from shared.web.access import Caller, Role
from shared.web.answers import Body
from shared.web.dependencies import Engine, Now
from shared.web.forms import Filled, FilledIn, Form, checked
from shared.web.pages import PageRouter

router = PageRouter()

Decide = Callable[[AsyncConnection, UUID], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class _Kind:
    """A decision that a form can take: what it asks, and the command that does it."""

    body: type[Body]
    command: Callable[..., Awaitable[None]]
    role: Role


_BY_TEAM: Mapping[str, _Kind] = {
    "confirm": _Kind(ConfirmationBody, commands.confirm_reservation, Role.TEAM_LEADER),
    "waitlist": _Kind(ReasonBody, commands.waitlist_reservation, Role.TEAM_LEADER),
    "decline": _Kind(ReasonBody, commands.decline_reservation, Role.TEAM_LEADER),
    "release": _Kind(ReasonBody, commands.release_reservation, Role.TEAM_LEADER),
}
_BY_PROGRAMME: Mapping[str, _Kind] = {
    "accept": _Kind(AcceptanceBody, counter_offers.accept_counter_offer, Role.PROGRAMME_MANAGER),
    "refuse": _Kind(ReasonBody, counter_offers.refuse_counter_offer, Role.PROGRAMME_MANAGER),
    "withdraw": _Kind(ReasonBody, commands.withdraw_reservation, Role.PROGRAMME_MANAGER),
}
_FOR_MANY = ("confirm", "waitlist", "decline")
_CHANGED = "Dit inzetverzoek is intussen gewijzigd. Kijk het na en besluit opnieuw."


@router.post("/inzetverzoeken/besluiten")
async def decide_about_many(
    request: Request,
    filled: FilledIn,
    engine: Engine,
    known: Known,
    now: Now,
    caller: TeamLeader,
) -> Response:
    """Decide about all that are ticked: about all of them, or about none when one cannot be."""
    try:
        await _decide_about_many(filled, engine, now, caller)
    except Refusal as refusal:
        return await requests_page(
            request,
            known,
            caller,
            checked=filled.every("choices"),
            form=Form(filled, reasons=refusal.reasons),
        )
    return done_at(request, "/inzetverzoeken", "bulk")


@router.post("/inzetverzoeken/{reservation_id}/besluit")
async def decide(
    request: Request,
    reservation_id: UUID,
    filled: FilledIn,
    engine: Engine,
    known: Known,
    now: Now,
    caller: TeamLeader,
) -> Response:
    """What the team leader decides about one."""
    return await _answered(request, reservation_id, filled, engine, known, now, caller, _BY_TEAM)


@router.post("/inzetverzoeken/{reservation_id}/antwoord")
async def answer(
    request: Request,
    reservation_id: UUID,
    filled: FilledIn,
    engine: Engine,
    known: Known,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """What the programme manager says to a counter-offer, or that nothing is asked any more."""
    return await _answered(
        request, reservation_id, filled, engine, known, now, caller, _BY_PROGRAMME
    )


@router.post("/inzetverzoeken/{reservation_id}/tegenvoorstel")
async def counter_offer(
    request: Request,
    reservation_id: UUID,
    filled: FilledIn,
    engine: Engine,
    known: Known,
    now: Now,
    caller: TeamLeader,
) -> Response:
    """Another person, other weeks or fewer hours."""
    weeks = filled_weeks(filled)

    async def propose(connection: AsyncConnection, reservation_id: UUID) -> None:
        body = checked(
            CounterOfferBody,
            filled.given("staffId", "reason") | _allowed(filled) | {"weeks": weeks},
        )
        offer = Offer(
            Content(body.staff_id, week_minutes(body.weeks)), body.over_allocation_allowed
        )
        await counter_offers.propose_counter_offer(
            connection,
            reservation_id,
            offer,
            reason=body.reason,
            by=acting(caller, Role.TEAM_LEADER),
            now=now,
        )

    try:
        await _decided(propose, reservation_id, filled, engine, caller)
    except Refusal as refusal:
        form = Form(filled, reasons=at_fields(refusal.reasons, weeks))
        return await request_page(request, known, caller, reservation_id, sent=("propose", form))
    return done_at(request, f"/inzetverzoeken/{reservation_id}", "propose")


async def _answered(
    request: Request,
    reservation_id: UUID,
    filled: Filled,
    engine: AsyncEngine,
    known: KnownPlan,
    now: datetime,
    caller: Caller,
    kinds: Mapping[str, _Kind],
) -> Response:
    name, kind = _kind(filled, kinds)
    try:
        take = _command(kind, filled, caller, now)
        await _decided(take, reservation_id, filled, engine, caller)
    except Refusal as refusal:
        form = Form(filled, reasons=refusal.reasons)
        return await request_page(request, known, caller, reservation_id, sent=(name, form))
    return done_at(request, f"/inzetverzoeken/{reservation_id}", name)


def _kind(filled: Filled, kinds: Mapping[str, _Kind]) -> tuple[str, _Kind]:
    """The decision that a form asks for.

    Raises:
        Refusal: it asks for none that its sender can take.
    """
    name = filled.text("decision")
    if name is None or name not in kinds:
        raise Refusal(Reason("decision-missing", "Kies een besluit.", "decision"))
    return name, kinds[name]


def _command(kind: _Kind, filled: Filled, caller: Caller, now: datetime) -> Decide:
    """The command of a decision.

    Raises:
        Refusal: the form does not say what is needed for it.
    """
    given: dict[str, Any] = filled.given("reason")
    if kind.body is ConfirmationBody:
        given |= _allowed(filled)
    said = checked(kind.body, given).model_dump()
    by: Actor = acting(caller, kind.role)
    return partial(kind.command, **said, by=by, now=now)


async def _decided(
    decide: Decide, reservation_id: UUID, filled: Filled, engine: AsyncEngine, caller: Caller
) -> None:
    async with transaction(engine) as connection:
        await require_team(connection, reservation_id, caller)
        await _check_version(connection, reservation_id, filled.text("version") or "")
        await decide(connection, reservation_id)


async def _decide_about_many(
    filled: Filled, engine: AsyncEngine, now: datetime, caller: Caller
) -> None:
    chosen = _chosen(filled)
    kinds = {name: _BY_TEAM[name] for name in _FOR_MANY}
    reasons: list[Reason] = []
    try:
        _, kind = _kind(filled, kinds)
        decide = _command(kind, filled, caller, now)
    except Refusal as refusal:
        reasons += refusal.reasons
    if not chosen:
        reasons.append(Reason("nothing-chosen", "Vink minstens 1 inzetverzoek aan.", "choices"))
    if reasons:
        raise Refusal(*reasons)
    async with transaction(engine) as connection:
        for reservation_id, version in chosen:
            await require_team(connection, reservation_id, caller)
            try:
                await _check_version(connection, reservation_id, version)
                await decide(connection, reservation_id)
            except Refusal as refusal:
                reasons += await _named(connection, reservation_id, refusal)
        if reasons:
            raise Refusal(*reasons)


async def _named(
    connection: AsyncConnection, reservation_id: UUID, refusal: Refusal
) -> Sequence[Reason]:
    row = await inbox_row(connection, reservation_id)
    name = f"{row.subproject}, {row.expertise}"
    return [replace(each, message=f"{name}: {each.message}") for each in refusal.reasons]


def _chosen(filled: Filled) -> Sequence[tuple[UUID, str]]:
    pairs = [choice.partition(":")[::2] for choice in filled.every("choices")]
    try:
        return [(UUID(reservation_id), version) for reservation_id, version in pairs]
    except ValueError:
        raise Refusal(
            Reason("invalid-choice", "Vink de inzetverzoeken opnieuw aan.", "choices")
        ) from None


async def _check_version(connection: AsyncConnection, reservation_id: UUID, known: str) -> None:
    """Go on only when the reader saw the present version.

    Raises:
        Refusal: somebody changed it meanwhile.
    """
    check_version(await lock_row(connection, reservations, reservation_id), known, _CHANGED)


def _allowed(filled: Filled) -> dict[str, Any]:
    return {"overAllocationAllowed": filled.is_checked("overAllocationAllowed")}
