"""Why decisions go on although too few were involved, over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.involvement_reasons import GiveReason, give_reason
from services.engagement.commands.locks import lock_engagement
from services.engagement.http.dependencies import MunicipalNorms
from services.engagement.queries import involvement_reasons as queries
from shared.contracts.vocabulary import Note
from shared.database import transaction
from shared.web.access import Caller, Role, Scope, allow
from shared.web.answers import Body, Resource, answered
from shared.web.dependencies import Engine
from shared.web.etag import IfMatch
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Dekking vanaf het eerste moment"])

ProgrammeManager = Annotated[Caller, allow(Role.PROGRAMME_MANAGER, scope=Scope.MUNICIPALITY)]
Reader = Annotated[
    Caller, allow(Role.PROGRAMME_MANAGER, Role.WORKS_COUNCIL, scope=Scope.MUNICIPALITY)
]


class ReasonBody(Body):
    """Why the decision goes on. The reason is public: it names no person."""

    reason: Annotated[Note, Field(min_length=1)]


class InvolvementReason(Resource):
    """A decision for which too few are or were involved, whether it was taken, and why it goes on;
    null as long as nobody said why.
    """

    milestone_id: UUID
    subproject_id: UUID
    subproject_name: str
    due_on: date
    taken: bool
    reason: str | None
    version: int


class InvolvementReasons(Resource):
    """All of them: those without a reason first, by day."""

    items: list[InvolvementReason]


@router.get("/involvement-reasons", summary="Redenen bij te late betrokkenheid opvragen")
async def list_involvement_reasons(engine: Engine, caller: Reader) -> InvolvementReasons:
    """The decisions of which a reason is asked."""
    async with transaction(engine) as connection:
        rows = await queries.involvement_reasons(connection)
    return InvolvementReasons(items=[InvolvementReason.model_validate(row) for row in rows])


@router.get(
    "/involvement-reasons/{milestone_id}",
    response_model=InvolvementReason,
    summary="Reden bij te late betrokkenheid opvragen",
)
async def get_involvement_reason(milestone_id: UUID, engine: Engine, caller: Reader) -> Response:
    """One of them."""
    async with transaction(engine) as connection:
        return await _answer(connection, milestone_id)


@router.put(
    "/involvement-reasons/{milestone_id}",
    response_model=InvolvementReason,
    summary="Reden geven bij te late betrokkenheid",
)
async def put_involvement_reason(
    milestone_id: UUID,
    body: ReasonBody,
    if_match: IfMatch,
    engine: Engine,
    norms: MunicipalNorms,
    caller: ProgrammeManager,
) -> Response:
    """Say why the decision goes on."""
    async with transaction(engine) as connection:
        await lock_engagement(connection)
        asked = await queries.asked_reason(connection, milestone_id)
        if_match.check(asked.version)
        command = GiveReason(milestone_id, body.reason)
        await give_reason(connection, command, norms=norms)
        return await _answer(connection, milestone_id)


async def _answer(connection: AsyncConnection, milestone_id: UUID) -> Response:
    row = await queries.asked_reason(connection, milestone_id)
    return answered(InvolvementReason.model_validate(row), version=row.version)
