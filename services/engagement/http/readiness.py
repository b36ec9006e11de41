"""Readiness for new roles over HTTP, per function group only."""

from typing import Annotated
from uuid import UUID

from services.engagement.queries.readiness import readiness_in
from services.engagement.queries.subprojects import subproject_by_id
from shared.database import transaction
from shared.web.access import Caller, Role, Scope, allow
from shared.web.answers import Moment, Resource
from shared.web.dependencies import Engine
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Nieuwe rollen"])

Reader = Annotated[
    Caller,
    allow(
        Role.PROGRAMME_MANAGER,
        Role.TEAM_LEADER,
        Role.WORKS_COUNCIL,
        Role.PRIVACY_OFFICER,
        scope=Scope.MUNICIPALITY,
    ),
]
DEFINITION = "E7"


class GroupReadiness(Resource):
    """Definition E7: who is ready, of all affected people of a function group, as told at `asOf`. A
    numerator of 1 may be nobody, and one of all but one may be all. Null: not known, or not shown.
    """

    function_group_id: UUID
    name: str
    definition: str = DEFINITION
    numerator: int | None
    denominator: int | None
    share: float | None
    as_of: Moment | None


class GroupsReadiness(Resource):
    """Every function group, by name; there is no total."""

    items: list[GroupReadiness]


@router.get(
    "/subprojects/{subproject_id}/readiness",
    summary="Opvragen of functiegroepen klaar zijn voor hun nieuwe rol",
)
async def list_readiness(subproject_id: UUID, engine: Engine, caller: Reader) -> GroupsReadiness:
    """Readiness per function group."""
    async with transaction(engine) as connection:
        await subproject_by_id(connection, subproject_id)
        rows = await readiness_in(connection, subproject_id)
    return GroupsReadiness(items=[GroupReadiness.model_validate(row) for row in rows])
