"""Reservations over HTTP: the programme asks, the team decides."""

from functools import partial
from typing import Annotated, Protocol
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands import reservations as commands
from services.planning.commands.actor import Actor
from services.planning.commands.requests import RequestReservation
from services.planning.domain.reservations import State
from services.planning.http.callers import (
    ProgrammeManager,
    TeamKeeper,
    TeamLeader,
    acting,
    visible_teams,
)
from services.planning.http.fields import WeekHoursAnswer, Weeks, Why, week_minutes
from services.planning.http.once import Effect, Once
from services.planning.queries import reservations as queries
from shared.contracts.vocabulary import Note
from shared.database import transaction
from shared.web.access import Caller, Role
from shared.web.answers import Body, Moment, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Reserveringen"])


class ReservationBody(Body):
    """Hours asked of a team, or of one of its people."""

    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    staff_id: UUID | None = None
    weeks: Annotated[Weeks, Field(min_length=1)]
    reason: Note = ""


class ConfirmationBody(Body):
    """A word with the hours, when there is one."""

    reason: Note = ""


class RefusalBody(Body):
    """Why the hours are not given, or taken back."""

    reason: Why


class ReservationAnswer(Resource):
    """A reservation."""

    id: UUID
    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    staff_id: UUID | None
    state: State
    weeks: list[WeekHoursAnswer]
    version: int


class HistoryAnswer(Resource):
    """What became of it, when, by whom and why."""

    state: State
    at: Moment
    by: str
    role: str
    reason: str


class HistoriesAnswer(Resource):
    """The history of a reservation."""

    items: list[HistoryAnswer]


@router.post(
    "/reservations", status_code=201, response_model=ReservationAnswer, summary="Inzetverzoek doen"
)
async def post_reservation(
    body: ReservationBody, once: Once, now: Now, caller: ProgrammeManager
) -> Response:
    """Ask a team for hours."""
    command = RequestReservation(
        subproject_id=body.subproject_id,
        expertise_id=body.expertise_id,
        team_id=body.team_id,
        staff_id=body.staff_id,
        weeks=week_minutes(body.weeks),
        reason=body.reason,
    )

    async def effect(connection: AsyncConnection) -> Response:
        by = acting(caller, Role.PROGRAMME_MANAGER)
        reservation_id = await commands.request_reservation(connection, command, by=by, now=now)
        row = await queries.reservation_by_id(connection, reservation_id)
        return created(ReservationAnswer.model_validate(row), row.id, version=row.version)

    return await once(effect)


@router.get("/reservations", summary="Reserveringen opvragen")
async def list_reservations(
    paging: Paging,
    engine: Engine,
    caller: TeamKeeper,
    state: Annotated[State | None, Query(description="Alleen die in deze toestand.")] = None,
    team_id: Annotated[
        UUID | None, Query(alias="teamId", description="Alleen die van dit team.")
    ] = None,
) -> Page[ReservationAnswer]:
    """Reservations: a team leader's own teams', a programme manager's all."""
    async with transaction(engine) as connection:
        rows = await queries.reservations_page(
            connection,
            state=state,
            team_ids=visible_teams(caller, team_id),
            after=paging.after(UUID),
            limit=paging.limit + 1,
        )
    return paging.page(
        [ReservationAnswer.model_validate(row) for row in rows], key=lambda each: (str(each.id),)
    )


@router.get(
    "/reservations/{reservation_id}",
    response_model=ReservationAnswer,
    summary="Reservering opvragen",
)
async def get_reservation(reservation_id: UUID, engine: Engine, caller: TeamKeeper) -> Response:
    """One reservation."""
    async with transaction(engine) as connection:
        return await _answer(connection, reservation_id, caller)


@router.get(
    "/reservations/{reservation_id}/history", summary="Verloop van een reservering opvragen"
)
async def get_history(reservation_id: UUID, engine: Engine, caller: TeamKeeper) -> HistoriesAnswer:
    """Who decided what, and why."""
    async with transaction(engine) as connection:
        await _require(connection, reservation_id, caller)
        rows = await queries.reservation_history_of(connection, reservation_id)
    return HistoriesAnswer(items=[HistoryAnswer.model_validate(row) for row in rows])


@router.post(
    "/reservations/{reservation_id}/confirmations",
    response_model=ReservationAnswer,
    summary="Inzet bevestigen",
)
async def post_confirmation(
    reservation_id: UUID, body: ConfirmationBody, once: Once, now: Now, caller: TeamLeader
) -> Response:
    """Give the hours that were asked."""
    confirm = partial(commands.confirm_reservation, reason=body.reason, now=now)
    return await once(_decision(confirm, reservation_id, caller))


@router.post(
    "/reservations/{reservation_id}/rejections",
    response_model=ReservationAnswer,
    summary="Inzet afwijzen",
)
async def post_rejection(
    reservation_id: UUID, body: RefusalBody, once: Once, now: Now, caller: TeamLeader
) -> Response:
    """Do not give the hours that were asked."""
    decline = partial(commands.decline_reservation, reason=body.reason, now=now)
    return await once(_decision(decline, reservation_id, caller))


@router.post(
    "/reservations/{reservation_id}/releases",
    response_model=ReservationAnswer,
    summary="Bevestigde inzet vrijgeven",
)
async def post_release(
    reservation_id: UUID, body: RefusalBody, once: Once, now: Now, caller: TeamLeader
) -> Response:
    """Take confirmed hours back."""
    release = partial(commands.release_reservation, reason=body.reason, now=now)
    return await once(_decision(release, reservation_id, caller))


class _Decide(Protocol):
    """A command by which a team leader decides about a reservation."""

    async def __call__(
        self, connection: AsyncConnection, reservation_id: UUID, *, by: Actor
    ) -> None: ...


def _decision(decide: _Decide, reservation_id: UUID, caller: Caller) -> Effect:
    async def effect(connection: AsyncConnection) -> Response:
        await _require(connection, reservation_id, caller)
        await decide(connection, reservation_id, by=acting(caller, Role.TEAM_LEADER))
        return await _answer(connection, reservation_id, caller)

    return effect


async def _require(connection: AsyncConnection, reservation_id: UUID, caller: Caller) -> None:
    row = await queries.reservation_by_id(connection, reservation_id)
    caller.require(team=row.team_id)


async def _answer(connection: AsyncConnection, reservation_id: UUID, caller: Caller) -> Response:
    row = await queries.reservation_by_id(connection, reservation_id)
    caller.require(team=row.team_id)
    return answered(ReservationAnswer.model_validate(row), version=row.version)
