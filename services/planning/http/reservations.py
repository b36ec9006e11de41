"""Reservations over HTTP: what is asked and what waits. Decisions are in
reservation_decisions.py.
"""

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands import reservations as commands
from services.planning.commands.over_allocation import present_conflicts
from services.planning.commands.requests import RequestReservation
from services.planning.domain.hours import to_hours
from services.planning.domain.reservations.over_allocation import Conflict
from services.planning.domain.reservations.reservations import State
from services.planning.http.callers import ProgrammeManager, TeamKeeper, acting, visible_teams
from services.planning.http.fields import SomeWeeks, WeekHoursAnswer, week_minutes
from services.planning.http.once import Once
from services.planning.queries import reservations as queries
from shared.contracts.vocabulary import Note
from shared.database import transaction
from shared.web.access import Caller, Role
from shared.web.answers import Body, Moment, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.paging import CursorKey, Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Reserveringen"])


class ReservationBody(Body):
    """Hours asked of a team, or of one of its people."""

    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    staff_id: UUID | None = None
    weeks: SomeWeeks
    reason: Note = ""


class CounterOfferAnswer(Resource):
    """What the team offers instead."""

    staff_id: UUID | None
    weeks: list[WeekHoursAnswer]
    over_allocation_allowed: bool


class ReservationAnswer(Resource):
    """A reservation; `roomSince` is the day since when a waitlisted request fits, `leadDays` the
    working days between confirmation and first week.
    """

    id: UUID
    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    staff_id: UUID | None
    state: State
    asked_at: Moment
    confirmed_on: date | None
    lead_days: int | None
    room_since: date | None
    weeks: list[WeekHoursAnswer]
    counter_offer: CounterOfferAnswer | None
    version: int


class ConflictAnswer(Resource):
    """A week in which more is asked than there is, in hours. `percentage` is all that would be
    given away, of all that is available, rounded up; null where nothing is.
    """

    week: str
    asked_hours: float
    free_hours: float
    available_hours: float
    over_hours: float
    percentage: int | None


class ReservationWithConflictsAnswer(ReservationAnswer):
    """A reservation; as long as it is open with the weeks that are more than there is now."""

    conflicts: list[ConflictAnswer]


class WaitingAnswer(Resource):
    """A request on the waitlist of a team: its place, and the day that it is needed by."""

    place: int
    needed_by: date
    reservation: ReservationAnswer


class HistoryAnswer(Resource):
    """What became of it, when, by whom and why; what was asked, offered or given then, and what of
    it nobody had.
    """

    state: State
    at: Moment
    by: str
    role: str
    reason: str
    hours: float
    over_allocated_hours: float


class HistoriesAnswer(Resource):
    """The history of a reservation."""

    items: list[HistoryAnswer]


@router.post(
    "/reservations",
    status_code=201,
    response_model=ReservationWithConflictsAnswer,
    summary="Inzetverzoek doen",
)
async def post_reservation(
    body: ReservationBody, once: Once, now: Now, caller: ProgrammeManager
) -> Response:
    """Ask a team for hours. More than there is can be asked: the answer says how much more, and the
    team leader chooses.
    """
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
        found = await _with_conflicts(connection, reservation_id)
        return created(found, found.id, version=found.version)

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


@router.get("/waiting-reservations", summary="Wachtlijst opvragen")
async def list_waiting(
    paging: Paging,
    engine: Engine,
    caller: TeamKeeper,
    team_id: Annotated[
        UUID | None, Query(alias="teamId", description="Alleen die van dit team.")
    ] = None,
) -> Page[WaitingAnswer]:
    """Who waits for room, in their turn: who needs the hours first, then who asked first. Where
    `roomSince` is filled there is room now, and the team leader may confirm.
    """
    async with transaction(engine) as connection:
        rows = await queries.waitlist_page(
            connection,
            team_ids=visible_teams(caller, team_id),
            after=paging.after(date.fromisoformat, _moment, UUID),
            limit=paging.limit + 1,
        )
    return paging.page([WaitingAnswer.model_validate(row) for row in rows], key=_turn)


@router.get(
    "/reservations/{reservation_id}",
    response_model=ReservationWithConflictsAnswer,
    summary="Reservering opvragen",
)
async def get_reservation(reservation_id: UUID, engine: Engine, caller: TeamKeeper) -> Response:
    """One reservation."""
    async with transaction(engine) as connection:
        await require_team(connection, reservation_id, caller)
        return await reservation_answer(connection, reservation_id)


@router.get(
    "/reservations/{reservation_id}/history", summary="Verloop van een reservering opvragen"
)
async def get_history(reservation_id: UUID, engine: Engine, caller: TeamKeeper) -> HistoriesAnswer:
    """Who decided what, and why."""
    async with transaction(engine) as connection:
        row = await queries.reservation_by_id(connection, reservation_id)
        caller.require(team=row.team_id)
        rows = await queries.reservation_history_of(connection, reservation_id, until=row.version)
    return HistoriesAnswer(items=[HistoryAnswer.model_validate(row) for row in rows])


async def require_team(connection: AsyncConnection, reservation_id: UUID, caller: Caller) -> None:
    """Go on only when the reservation is of a team in the caller's scope.

    Raises:
        NotFound: there is no such reservation.
        Forbidden: its team is not the caller's.
    """
    row = await queries.reservation_by_id(connection, reservation_id)
    caller.require(team=row.team_id)


async def reservation_answer(connection: AsyncConnection, reservation_id: UUID) -> Response:
    """The reservation as it is now, with its ETag."""
    found = await _with_conflicts(connection, reservation_id)
    return answered(found, version=found.version)


async def _with_conflicts(
    connection: AsyncConnection, reservation_id: UUID
) -> ReservationWithConflictsAnswer:
    row = await queries.reservation_by_id(connection, reservation_id)
    found = await present_conflicts(connection, reservation_id)
    return ReservationWithConflictsAnswer(
        **ReservationAnswer.model_validate(row).model_dump(),
        conflicts=[_conflict(each) for each in found],
    )


def _conflict(found: Conflict) -> ConflictAnswer:
    return ConflictAnswer(
        week=str(found.week),
        asked_hours=to_hours(found.asked),
        free_hours=to_hours(found.room.free),
        available_hours=to_hours(found.room.available),
        over_hours=to_hours(found.over),
        percentage=found.percentage,
    )


def _turn(each: WaitingAnswer) -> CursorKey:
    asked = each.reservation
    return each.needed_by.isoformat(), asked.asked_at.isoformat(), str(asked.id)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError("a moment needs an offset")
    return moment
