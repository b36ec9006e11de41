"""The path of an employee to their own new role, over HTTP: nobody else reads or tells it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.locks import lock_engagement
from services.engagement.commands.own_roles import TellOwnRole, tell_own_role
from services.engagement.domain.consent import ConsentScope
from services.engagement.domain.role_change import OwnRole as OwnRoleTold
from services.engagement.http.dependencies import MunicipalNorms, Own, staff_id_of
from services.engagement.http.role_profiles import NeededTraining
from services.engagement.queries import own_roles as queries
from services.engagement.queries.consents import consented
from shared.contracts.vocabulary import WHOLE
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.access import Caller
from shared.web.answers import Body, Resource, answered
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Nieuwe rollen"])

Version = Annotated[int, Field(strict=True, ge=1, le=1_000_000), WHOLE]
Ability = Annotated[int, Field(strict=True, ge=1, le=5), WHOLE]


class OwnRoleBody(Body):
    """The version of the role profile with which the caller agrees, the trainings that they did,
    and how able they find themselves, from 1 to 5; null: they do not say.
    """

    agreed_version: Version | None
    trainings_done: Annotated[frozenset[UUID], Field(max_length=20)]
    ability: Ability | None


class OwnRole(Resource):
    """The caller's new role in a subproject, and what they told of it; version 0 is nothing yet."""

    subproject_id: UUID
    subproject_name: str
    profile_version: int
    ends: list[str]
    starts: list[str]
    unlearns: list[str]
    trainings: list[NeededTraining]
    agreed_version: int | None
    trainings_done: list[UUID]
    ability: int | None
    version: int


class OwnRoles(Resource):
    """The caller's new roles."""

    items: list[OwnRole]


@router.get("/own-roles", summary="Eigen nieuwe rollen opvragen")
async def list_own_roles(engine: Engine, now: Now, caller: Own) -> OwnRoles:
    """The caller's new roles, in subprojects that go on; without consent nothing told of them."""
    async with transaction(engine) as connection:
        with_told = await _consented(connection, now)
        rows = await queries.own_roles(connection, staff_id_of(caller), with_told=with_told)
    return OwnRoles(items=[_resource(row) for row in rows])


@router.get(
    "/own-roles/{subproject_id}", response_model=OwnRole, summary="Eigen nieuwe rol opvragen"
)
async def get_own_role(subproject_id: UUID, engine: Engine, now: Now, caller: Own) -> Response:
    """The caller's new role in one subproject."""
    async with transaction(engine) as connection:
        return await _answer(connection, caller, subproject_id, now)


@router.put(
    "/own-roles/{subproject_id}",
    response_model=OwnRole,
    summary="Vertellen hoe ver u bent met uw nieuwe rol",
)
async def put_own_role(
    subproject_id: UUID,
    body: OwnRoleBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    norms: MunicipalNorms,
    caller: Own,
) -> Response:
    """Tell of the caller's own role, under consent."""
    staff_id = staff_id_of(caller)
    told = OwnRoleTold(body.agreed_version, body.trainings_done, body.ability)
    async with transaction(engine) as connection:
        await lock_engagement(connection)
        stands = await queries.own_role_of(connection, staff_id, subproject_id, with_told=True)
        if_match.check(stands.version)
        if staff_id is not None:
            command = TellOwnRole(subproject_id, staff_id, told)
            await tell_own_role(connection, command, norms=norms, now=now)
        return await _answer(connection, caller, subproject_id, now)


async def _answer(
    connection: AsyncConnection, caller: Caller, subproject_id: UUID, now: datetime
) -> Response:
    row = await queries.own_role_of(
        connection, staff_id_of(caller), subproject_id, with_told=await _consented(connection, now)
    )
    return answered(_resource(row), version=row.version)


async def _consented(connection: AsyncConnection, now: datetime) -> bool:
    return await consented(connection, ConsentScope.PERSON_LEVEL_READINESS, today(now))


def _resource(row: queries.OwnRoleRow) -> OwnRole:
    return OwnRole(
        subproject_id=row.profile.subproject_id,
        subproject_name=row.subproject_name,
        profile_version=row.profile.version,
        ends=list(row.profile.ends),
        starts=list(row.profile.starts),
        unlearns=list(row.profile.unlearns),
        trainings=[NeededTraining.model_validate(each) for each in row.profile.trainings],
        agreed_version=row.agreed_version,
        trainings_done=sorted(row.trainings_done),
        ability=row.ability,
        version=row.version,
    )
