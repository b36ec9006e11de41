"""Staff over HTTP: random ids, never names."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands import staff as commands
from services.planning.commands.locks import lock_row
from services.planning.http.callers import Organiser, StaffReader, TeamKeeper
from services.planning.http.once import Once
from services.planning.http.staff_answers import StaffAnswer, staff_answer
from services.planning.queries import staff as queries
from services.planning.tables import staff
from shared.contracts.vocabulary import Day
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.answers import Body, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Medewerkers"])


class StaffBody(Body):
    """Somebody who joins."""

    team_id: UUID
    function_group_id: UUID
    joined_on: Day


class PlacementBody(Body):
    """Another team or function group; today when no day is said."""

    team_id: UUID
    function_group_id: UUID
    changed_on: Day | None = None


class DepartureBody(Body):
    """The first day of absence."""

    left_on: Day


@router.post("/staff", status_code=201, response_model=StaffAnswer, summary="Medewerker toevoegen")
async def post_staff(body: StaffBody, once: Once, now: Now, caller: Organiser) -> Response:
    """Add somebody, under a random id."""

    async def effect(connection: AsyncConnection) -> Response:
        staff_id = await commands.add_staff(
            connection, body.team_id, body.function_group_id, body.joined_on, today=today(now)
        )
        row = await queries.staff_by_id(connection, staff_id)
        return created(StaffAnswer.model_validate(row), row.id, version=row.version)

    return await once(effect)


@router.get("/staff", summary="Medewerkers van een team opvragen")
async def list_staff(
    paging: Paging,
    engine: Engine,
    caller: TeamKeeper,
    team_id: Annotated[UUID, Query(alias="teamId", description="Het team.")],
) -> Page[StaffAnswer]:
    """The staff of a team."""
    caller.require(team=team_id)
    async with transaction(engine) as connection:
        rows = await queries.staff_of_team_page(
            connection, team_id, after=paging.after(UUID), limit=paging.limit + 1
        )
    return paging.page(
        [StaffAnswer.model_validate(row) for row in rows], key=lambda each: (str(each.id),)
    )


@router.get("/staff/{staff_id}", response_model=StaffAnswer, summary="Medewerker opvragen")
async def get_staff(staff_id: UUID, engine: Engine, caller: StaffReader) -> Response:
    """One member of staff."""
    async with transaction(engine) as connection:
        row = await queries.staff_by_id(connection, staff_id)
    caller.require(subject=str(row.id), team=row.team_id)
    return answered(StaffAnswer.model_validate(row), version=row.version)


@router.put(
    "/staff/{staff_id}/placement", response_model=StaffAnswer, summary="Medewerker verplaatsen"
)
async def put_placement(
    staff_id: UUID,
    body: PlacementBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    caller: Organiser,
) -> Response:
    """Move somebody to another team or function group."""
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, staff, staff_id))
        await commands.place_staff(
            connection,
            staff_id,
            body.team_id,
            body.function_group_id,
            body.changed_on or today(now),
            today=today(now),
        )
        return await staff_answer(connection, staff_id)


@router.post(
    "/staff/{staff_id}/departures", response_model=StaffAnswer, summary="Vertrek vastleggen"
)
async def post_departure(
    staff_id: UUID, body: DepartureBody, once: Once, now: Now, caller: Organiser
) -> Response:
    """Record that somebody leaves."""

    async def effect(connection: AsyncConnection) -> Response:
        await commands.end_employment(connection, staff_id, body.left_on, today=today(now))
        return await staff_answer(connection, staff_id)

    return await once(effect)
