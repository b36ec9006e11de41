"""Reservation deadlines over HTTP, and the lead times that they are counted with."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field

from services.planning.commands.deadlines import change_lead_times, lock_lead_times
from services.planning.domain.reservations.deadlines import LeadTimes, Part
from services.planning.domain.reservations.reminders import Option
from services.planning.http.callers import CapacityReader, ProgrammeManager
from services.planning.http.known import Known
from services.planning.queries import deadlines as queries
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.answers import Body, Resource, answered
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Capaciteit"])

WorkingDays = Annotated[int, Field(ge=0, le=250, description="Werkdagen.")]


class LeadTimesBody(Body):
    """What the municipality needs between asking and starting, in working days."""

    roster_freeze_days: WorkingDays
    approval_days: WorkingDays


class LeadTimesAnswer(Resource):
    """What the municipality needs between asking and starting, in working days."""

    roster_freeze_days: int
    approval_days: int
    version: int


class StepAnswer(Resource):
    """Working days that a part of the time between asking and starting takes."""

    part: Part
    days: int


class DeadlineAnswer(Resource):
    """The last day to reserve what a demand still lacks. The steps lead back from `startsOn`.

    `startsOn` is later than `plannedOn` where what the subproject waits for is late.
    `bufferMeasured` says that the buffer is the municipality's own and not the default;
    `enoughPeople` that nobody has to learn it or be hired. `options` are what can still be done in
    time.
    """

    demand_id: UUID
    subproject_id: UUID
    subproject: str
    expertise_id: UUID
    expertise: str
    last_day: date
    planned_on: date
    starts_on: date
    steps: list[StepAnswer]
    buffer_measured: bool
    enough_people: bool
    open_hours: float
    options: list[Option]


@router.get("/reservation-deadlines", summary="Uiterste reserveerdatums opvragen")
async def list_deadlines(
    paging: Paging,
    known: Known,
    caller: CapacityReader,
    programme_id: Annotated[
        UUID | None, Query(alias="programmeId", description="Alleen van dit programma.")
    ] = None,
) -> Page[DeadlineAnswer]:
    """Of every demand that still lacks confirmed hours, the first to pass first."""
    async with known.read() as connection:
        rows = await queries.deadlines_page(
            connection,
            programme_id=programme_id,
            after=paging.after(date.fromisoformat, UUID),
            limit=paging.limit + 1,
        )
    return paging.page(
        [DeadlineAnswer.model_validate(row) for row in rows],
        key=lambda each: (each.last_day.isoformat(), str(each.demand_id)),
    )


@router.get(
    "/subprojects/{subproject_id}/demands/{demand_id}/reservation-deadline",
    summary="Uiterste reserveerdatum van gevraagde inzet opvragen",
)
async def get_deadline(
    subproject_id: UUID, demand_id: UUID, known: Known, caller: CapacityReader
) -> DeadlineAnswer:
    """The deadline of one demand; there is none when all its hours are confirmed."""
    async with known.read() as connection:
        row = await queries.deadline_of(connection, subproject_id, demand_id)
    return DeadlineAnswer.model_validate(row)


@router.get("/lead-times", response_model=LeadTimesAnswer, summary="Doorlooptijden opvragen")
async def get_lead_times(engine: Engine, caller: CapacityReader) -> Response:
    """How long rosters are fixed and approval takes."""
    async with transaction(engine) as connection:
        row = await queries.lead_times_row(connection)
    return answered(LeadTimesAnswer.model_validate(row), version=row.version)


@router.put("/lead-times", response_model=LeadTimesAnswer, summary="Doorlooptijden wijzigen")
async def put_lead_times(
    body: LeadTimesBody, if_match: IfMatch, engine: Engine, now: Now, caller: ProgrammeManager
) -> Response:
    """Say how long rosters are fixed and approval takes; all deadlines move with it."""
    wanted = LeadTimes(body.roster_freeze_days, body.approval_days)
    async with transaction(engine) as connection:
        if_match.check(await lock_lead_times(connection))
        await change_lead_times(connection, wanted, today(now))
        row = await queries.lead_times_row(connection)
    return answered(LeadTimesAnswer.model_validate(row), version=row.version)
