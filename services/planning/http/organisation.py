"""The function groups over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.organisation import add_function_group
from services.planning.http.callers import Organiser, PlanReader
from services.planning.http.once import Once
from services.planning.queries import organisation as queries
from services.planning.tables import function_groups
from shared.contracts.vocabulary import Text
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.answers import Body, Resource, created
from shared.web.dependencies import Engine, Now
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Organisatie"])


class NameBody(Body):
    """The name of something new."""

    name: Annotated[Text, Field(description="Naam; elke naam komt één keer voor.")]


class FunctionGroupAnswer(Resource):
    """A function group."""

    id: UUID
    name: str


@router.post(
    "/function-groups",
    status_code=201,
    response_model=FunctionGroupAnswer,
    summary="Functiegroep toevoegen",
)
async def post_function_group(body: NameBody, once: Once, now: Now, caller: Organiser) -> Response:
    """Add a function group."""

    async def effect(connection: AsyncConnection) -> Response:
        group_id = await add_function_group(connection, body.name, today=today(now))
        return created(FunctionGroupAnswer(id=group_id, name=body.name), group_id)

    return await once(effect)


@router.get("/function-groups", summary="Functiegroepen opvragen")
async def list_function_groups(
    paging: Paging, engine: Engine, caller: PlanReader
) -> Page[FunctionGroupAnswer]:
    """All function groups, by name."""
    async with transaction(engine) as connection:
        rows = await queries.named_page(
            connection, function_groups, after=paging.after(str), limit=paging.limit + 1
        )
    return paging.page(
        [FunctionGroupAnswer.model_validate(row) for row in rows], key=lambda each: (each.name,)
    )


@router.get("/function-groups/{function_group_id}", summary="Functiegroep opvragen")
async def get_function_group(
    function_group_id: UUID, engine: Engine, caller: PlanReader
) -> FunctionGroupAnswer:
    """One function group."""
    async with transaction(engine) as connection:
        row = await queries.named_by_id(connection, function_groups, function_group_id)
    return FunctionGroupAnswer.model_validate(row)
