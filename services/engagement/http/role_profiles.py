"""The new role of each function group, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.locks import lock_engagement
from services.engagement.commands.role_profiles import TellRole, tell_role
from services.engagement.domain.role_change import NeededTraining as NeededTrainingTold
from services.engagement.domain.role_change import RoleContent
from services.engagement.http.dependencies import STAFF_ROLES, MunicipalNorms
from services.engagement.queries import role_profiles as queries
from services.engagement.queries.subprojects import subproject_by_id
from shared.contracts.vocabulary import Text
from shared.database import transaction
from shared.web.access import Caller, Role, Scope, allow
from shared.web.answers import Body, Moment, Resource, answered
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Nieuwe rollen"])

Staff = Annotated[Caller, allow(*STAFF_ROLES, scope=Scope.MUNICIPALITY)]
ProgrammeManager = Annotated[Caller, allow(Role.PROGRAMME_MANAGER, scope=Scope.MUNICIPALITY)]
Texts = Annotated[list[Text], Field(max_length=20)]


class NeededTrainingBody(Body):
    """A training that the role needs, and the milestone by which it is given; null: not known."""

    name: Text
    milestone_id: UUID | None = None


class RoleProfileBody(Body):
    """What ends, what starts and what must be unlearned in a role, and the training it needs."""

    ends: Texts
    starts: Texts
    unlearns: Texts
    trainings: Annotated[list[NeededTrainingBody], Field(max_length=20)]


class NeededTraining(Resource):
    """A training that the role needs."""

    id: UUID
    name: str
    milestone_id: UUID | None


class RoleProfile(Resource):
    """The new role of a function group in a subproject, as it was from `toldAt` on; version 0 is
    none yet.
    """

    subproject_id: UUID
    function_group_id: UUID
    function_group_name: str
    version: int
    ends: list[str]
    starts: list[str]
    unlearns: list[str]
    trainings: list[NeededTraining]
    told_at: Moment | None


class RoleProfiles(Resource):
    """Role profiles: of every function group by name, or the versions of one in their order."""

    items: list[RoleProfile]


@router.get("/subprojects/{subproject_id}/role-profiles", summary="Nieuwe rollen opvragen")
async def list_role_profiles(subproject_id: UUID, engine: Engine, caller: Staff) -> RoleProfiles:
    """The new role of every function group."""
    async with transaction(engine) as connection:
        await subproject_by_id(connection, subproject_id)
        rows = await queries.role_profiles(connection, subproject_id)
    return RoleProfiles(items=[RoleProfile.model_validate(row) for row in rows])


@router.get(
    "/subprojects/{subproject_id}/role-profiles/{function_group_id}",
    response_model=RoleProfile,
    summary="Nieuwe rol opvragen",
)
async def get_role_profile(
    subproject_id: UUID, function_group_id: UUID, engine: Engine, caller: Staff
) -> Response:
    """The new role of one function group."""
    async with transaction(engine) as connection:
        return await _answer(connection, subproject_id, function_group_id)


@router.get(
    "/subprojects/{subproject_id}/role-profiles/{function_group_id}/versions",
    summary="Eerdere beschrijvingen van een nieuwe rol opvragen",
)
async def list_role_profile_versions(
    subproject_id: UUID, function_group_id: UUID, engine: Engine, caller: Staff
) -> RoleProfiles:
    """Every version of a role profile."""
    async with transaction(engine) as connection:
        await subproject_by_id(connection, subproject_id)
        rows = await queries.role_profile_versions(connection, subproject_id, function_group_id)
    return RoleProfiles(items=[RoleProfile.model_validate(row) for row in rows])


@router.put(
    "/subprojects/{subproject_id}/role-profiles/{function_group_id}",
    response_model=RoleProfile,
    summary="Nieuwe rol beschrijven",
)
async def put_role_profile(
    subproject_id: UUID,
    function_group_id: UUID,
    body: RoleProfileBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    norms: MunicipalNorms,
    caller: ProgrammeManager,
) -> Response:
    """Tell the new role of a function group; who agreed with the version before is asked anew."""
    trainings = [NeededTrainingTold(each.name, each.milestone_id) for each in body.trainings]
    content = RoleContent(body.ends, body.starts, body.unlearns, trainings)
    async with transaction(engine) as connection:
        await lock_engagement(connection)
        await subproject_by_id(connection, subproject_id)
        stands = await queries.role_profile_of(connection, subproject_id, function_group_id)
        if_match.check(stands.version)
        command = TellRole(subproject_id, function_group_id, content)
        await tell_role(connection, command, norms=norms, now=now)
        return await _answer(connection, subproject_id, function_group_id)


async def _answer(
    connection: AsyncConnection, subproject_id: UUID, function_group_id: UUID
) -> Response:
    await subproject_by_id(connection, subproject_id)
    row = await queries.role_profile_of(connection, subproject_id, function_group_id)
    return answered(RoleProfile.model_validate(row), version=row.version)
