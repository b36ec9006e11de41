"""Programmes over HTTP."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.locks import lock_row
from services.planning.commands.programmes import (
    StartProgramme,
    complete_programme,
    retarget_programme,
    start_programme,
)
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.plan.targets import TargetPath
from services.planning.http.callers import PlanReader, ProgrammeManager
from services.planning.http.known import Known
from services.planning.http.once import Once
from services.planning.queries import plan as queries
from services.planning.tables import programmes
from shared.contracts.vocabulary import Day, ProductKey, Share, Text
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.answers import Body, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Programma's"])


class TargetBody(Body):
    """The uptake aimed for: a straight line between two days."""

    product: ProductKey
    from_date: Day
    from_share: Share
    to_date: Day
    to_share: Share


Targets = Annotated[tuple[TargetBody, ...], Field(max_length=100)]


class ProgrammeBody(Body):
    """A programme to start."""

    name: Text
    starts_on: Day
    ends_on: Day
    targets: Targets = ()


class TargetsBody(Body):
    """All target paths from now on."""

    targets: Targets


class CompletionBody(Body):
    """When it was done; today when not said."""

    completed_on: Day | None = None


class TargetAnswer(Resource):
    """The uptake aimed for."""

    product: str
    from_date: date
    from_share: float
    to_date: date
    to_share: float


class ProgrammeAnswer(Resource):
    """A programme."""

    id: UUID
    name: str
    starts_on: date
    ends_on: date
    completed_on: date | None
    targets: list[TargetAnswer]
    version: int


@router.post(
    "/programmes", status_code=201, response_model=ProgrammeAnswer, summary="Programma starten"
)
async def post_programme(body: ProgrammeBody, once: Once, caller: ProgrammeManager) -> Response:
    """Start a programme."""
    command = StartProgramme(body.name, Period(body.starts_on, body.ends_on), _paths(body.targets))

    async def effect(connection: AsyncConnection) -> Response:
        programme_id = await start_programme(connection, command)
        row = await queries.programme_by_id(connection, programme_id)
        return created(ProgrammeAnswer.model_validate(row), row.id, version=row.version)

    return await once(effect)


@router.get("/programmes", summary="Programma's opvragen")
async def list_programmes(
    paging: Paging, known: Known, caller: PlanReader
) -> Page[ProgrammeAnswer]:
    """All programmes, by their first day."""
    async with known.read() as connection:
        rows = await queries.programmes_page(
            connection, after=paging.after(date.fromisoformat, UUID), limit=paging.limit + 1
        )
    return paging.page(
        [ProgrammeAnswer.model_validate(row) for row in rows],
        key=lambda each: (each.starts_on.isoformat(), str(each.id)),
    )


@router.get(
    "/programmes/{programme_id}", response_model=ProgrammeAnswer, summary="Programma opvragen"
)
async def get_programme(programme_id: UUID, known: Known, caller: PlanReader) -> Response:
    """One programme."""
    async with known.read() as connection:
        return await _answer(connection, programme_id)


@router.put(
    "/programmes/{programme_id}/targets",
    response_model=ProgrammeAnswer,
    summary="Streefpaden vervangen",
)
async def put_targets(
    programme_id: UUID,
    body: TargetsBody,
    if_match: IfMatch,
    engine: Engine,
    caller: ProgrammeManager,
) -> Response:
    """Replace the target paths."""
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, programmes, programme_id))
        await retarget_programme(connection, programme_id, _paths(body.targets))
        return await _answer(connection, programme_id)


@router.post(
    "/programmes/{programme_id}/completions",
    response_model=ProgrammeAnswer,
    summary="Programma afronden",
)
async def post_completion(
    programme_id: UUID, body: CompletionBody, once: Once, now: Now, caller: ProgrammeManager
) -> Response:
    """Complete a programme."""

    async def effect(connection: AsyncConnection) -> Response:
        day = body.completed_on or today(now)
        await complete_programme(connection, programme_id, day, today=today(now))
        return await _answer(connection, programme_id)

    return await once(effect)


async def _answer(connection: AsyncConnection, programme_id: UUID) -> Response:
    row = await queries.programme_by_id(connection, programme_id)
    return answered(ProgrammeAnswer.model_validate(row), version=row.version)


def _paths(targets: Sequence[TargetBody]) -> list[TargetPath]:
    return [TargetPath(**target.model_dump()) for target in targets]
