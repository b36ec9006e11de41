"""Subprojects over HTTP: what is planned. Other dates are in rescheduling.py, progress in
progress.py.
"""

from datetime import date
from typing import Annotated, Self
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field, model_validator
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.locks import lock_row
from services.planning.commands.subprojects import (
    Lead,
    PlanSubproject,
    change_dependencies,
    change_lead,
    plan_subproject,
)
from services.planning.domain.plan.subprojects import Period
from services.planning.http.callers import PlanReader, ProgrammeManager
from services.planning.http.known import Known
from services.planning.http.once import Once
from services.planning.queries import plan as queries
from services.planning.tables import subprojects
from shared.contracts.planning_v1 import FirstMoment
from shared.contracts.vocabulary import Day, Note, Text
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.answers import Body, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter
from shared.web.validation import invalid

router = ApiRouter(tags=["Deelprojecten"])

Dependencies = Annotated[tuple[UUID, ...], Field(max_length=100)]


class LeadBody(Body):
    """Who leads: a member of staff, or a function."""

    staff_id: UUID | None = None
    function: Text | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> Self:
        if (self.staff_id is None) == (self.function is None):
            raise invalid("lead-not-one", "Noem een medewerker of een functie, niet allebei.")
        return self

    def lead(self) -> Lead:
        """As the commands know it."""
        return Lead(self.staff_id, self.function)


class SubprojectBody(Body):
    """A subproject to plan."""

    programme_id: UUID
    name: Text
    focus_area: Text
    lead: LeadBody
    starts_on: Day
    ends_on: Day
    first_moment: FirstMoment
    depends_on: Dependencies = ()


class DependenciesBody(Body):
    """All that it waits for from now on."""

    depends_on: Dependencies
    reason: Note = ""


class LeadAnswer(Resource):
    """Who leads."""

    staff_id: UUID | None
    function: str | None


class SubprojectAnswer(Resource):
    """A subproject."""

    id: UUID
    programme_id: UUID
    name: str
    focus_area: str
    lead: LeadAnswer
    starts_on: date
    ends_on: date
    first_moment: FirstMoment
    state: str
    depends_on: list[UUID]
    version: int


@router.post(
    "/subprojects", status_code=201, response_model=SubprojectAnswer, summary="Deelproject plannen"
)
async def post_subproject(body: SubprojectBody, once: Once, caller: ProgrammeManager) -> Response:
    """Plan a subproject."""
    command = PlanSubproject(
        programme_id=body.programme_id,
        name=body.name,
        focus_area=body.focus_area,
        lead=body.lead.lead(),
        period=Period(body.starts_on, body.ends_on),
        first_moment=body.first_moment,
        depends_on=frozenset(body.depends_on),
    )

    async def effect(connection: AsyncConnection) -> Response:
        subproject_id = await plan_subproject(connection, command)
        row = await queries.subproject_by_id(connection, subproject_id)
        return created(SubprojectAnswer.model_validate(row), row.id, version=row.version)

    return await once(effect)


@router.get("/subprojects", summary="Deelprojecten opvragen")
async def list_subprojects(
    paging: Paging,
    known: Known,
    caller: PlanReader,
    programme_id: Annotated[
        UUID | None, Query(alias="programmeId", description="Alleen die van dit programma.")
    ] = None,
) -> Page[SubprojectAnswer]:
    """Subprojects, by their first day."""
    async with known.read() as connection:
        rows = await queries.subprojects_page(
            connection,
            programme_id=programme_id,
            after=paging.after(date.fromisoformat, UUID),
            limit=paging.limit + 1,
        )
    return paging.page(
        [SubprojectAnswer.model_validate(row) for row in rows],
        key=lambda each: (each.starts_on.isoformat(), str(each.id)),
    )


@router.get(
    "/subprojects/{subproject_id}", response_model=SubprojectAnswer, summary="Deelproject opvragen"
)
async def get_subproject(subproject_id: UUID, known: Known, caller: PlanReader) -> Response:
    """One subproject."""
    async with known.read() as connection:
        return await subproject_answer(connection, subproject_id)


@router.put(
    "/subprojects/{subproject_id}/dependencies",
    response_model=SubprojectAnswer,
    summary="Afhankelijkheden van een deelproject wijzigen",
)
async def put_dependencies(
    subproject_id: UUID,
    body: DependenciesBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Replace what a subproject waits for."""
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, subprojects, subproject_id))
        await change_dependencies(
            connection,
            subproject_id,
            frozenset(body.depends_on),
            reason=body.reason,
            today=today(now),
        )
        return await subproject_answer(connection, subproject_id)


@router.put(
    "/subprojects/{subproject_id}/lead",
    response_model=SubprojectAnswer,
    summary="Trekker van een deelproject wijzigen",
)
async def put_lead(
    subproject_id: UUID, body: LeadBody, if_match: IfMatch, engine: Engine, caller: ProgrammeManager
) -> Response:
    """Let somebody else lead."""
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, subprojects, subproject_id))
        await change_lead(connection, subproject_id, body.lead())
        return await subproject_answer(connection, subproject_id)


async def subproject_answer(connection: AsyncConnection, subproject_id: UUID) -> Response:
    """The subproject as it is now, with its ETag."""
    row = await queries.subproject_by_id(connection, subproject_id)
    return answered(SubprojectAnswer.model_validate(row), version=row.version)
