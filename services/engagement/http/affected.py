"""Who is affected by a subproject, over HTTP: head counts, or staff ids under consent."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field, field_validator
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.affected import (
    AffectedHeads,
    AffectedStaff,
    tell_affected_heads,
    tell_affected_staff,
)
from services.engagement.commands.locks import lock_engagement
from services.engagement.domain.affected import GroupKind
from services.engagement.http.consented import CONSENT_MISSING, require_consent
from services.engagement.http.dependencies import MunicipalNorms
from services.engagement.queries import subprojects as queries
from shared.contracts.vocabulary import Day, Headcount
from shared.database import transaction
from shared.web.access import Caller, Role, Scope, allow
from shared.web.answers import Body, Resource, answered
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.routes import ApiRouter
from shared.web.validation import invalid

router = ApiRouter(tags=["Geraakte medewerkers"])

ProgrammeManager = Annotated[Caller, allow(Role.PROGRAMME_MANAGER, scope=Scope.MUNICIPALITY)]
Leader = Annotated[
    Caller, allow(Role.PROGRAMME_MANAGER, Role.TEAM_LEADER, scope=Scope.MUNICIPALITY)
]


class GroupHeads(Body):
    """How many people of a team or function group."""

    group_id: UUID
    head_count: Headcount


class AffectedHeadsBody(Body):
    """Affected people per team, or per function group."""

    group_kind: GroupKind
    groups: Annotated[list[GroupHeads], Field(max_length=128)]

    @field_validator("groups")
    @classmethod
    def _each_once(cls, groups: list[GroupHeads]) -> list[GroupHeads]:
        if len({group.group_id for group in groups}) < len(groups):
            raise invalid("group-twice", "Noem elke groep één keer.")
        return groups


class AffectedPerson(Body):
    """A staff id, and since when it is affected."""

    staff_id: UUID
    since: Day


class AffectedStaffBody(Body):
    """The staff ids that a subproject affects."""

    staff: Annotated[list[AffectedPerson], Field(max_length=2000)]


class AffectedGroup(Resource):
    """How many people of a team or function group are affected."""

    group_id: UUID
    head_count: int


class AffectedHeadsAnswer(Resource):
    """Affected heads; no kind when none were told."""

    group_kind: GroupKind | None
    groups: list[AffectedGroup]
    version: int


class AffectedStaffMember(Resource):
    """A staff id, and since when it is affected."""

    staff_id: UUID
    since: date


class AffectedStaffAnswer(Resource):
    """Affected staff ids."""

    staff: list[AffectedStaffMember]
    version: int


@router.get(
    "/subprojects/{subproject_id}/affected-heads",
    response_model=AffectedHeadsAnswer,
    summary="Aantallen geraakte medewerkers opvragen",
)
async def get_affected_heads(subproject_id: UUID, engine: Engine, caller: Leader) -> Response:
    """The heads that stand now."""
    async with transaction(engine) as connection:
        return await _heads(connection, subproject_id)


@router.put(
    "/subprojects/{subproject_id}/affected-heads",
    response_model=AffectedHeadsAnswer,
    summary="Aantallen geraakte medewerkers doorgeven",
)
async def put_affected_heads(
    subproject_id: UUID,
    body: AffectedHeadsBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    norms: MunicipalNorms,
    caller: ProgrammeManager,
) -> Response:
    """Replace who is affected by head counts."""
    heads = {group.group_id: group.head_count for group in body.groups}
    async with transaction(engine) as connection:
        await lock_engagement(connection)
        if_match.check(await queries.affected_version(connection, subproject_id))
        command = AffectedHeads(subproject_id, body.group_kind, heads)
        await tell_affected_heads(connection, command, norms=norms, now=now)
        return await _heads(connection, subproject_id)


@router.get(
    "/subprojects/{subproject_id}/affected-staff",
    response_model=AffectedStaffAnswer,
    responses=CONSENT_MISSING,
    summary="Geraakte medewerkers opvragen",
)
async def get_affected_staff(
    subproject_id: UUID, engine: Engine, now: Now, caller: ProgrammeManager
) -> Response:
    """The staff ids, under consent."""
    async with transaction(engine) as connection:
        await require_consent(connection, now)
        return await _staff(connection, subproject_id)


@router.put(
    "/subprojects/{subproject_id}/affected-staff",
    response_model=AffectedStaffAnswer,
    summary="Geraakte medewerkers doorgeven",
)
async def put_affected_staff(
    subproject_id: UUID,
    body: AffectedStaffBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    norms: MunicipalNorms,
    caller: ProgrammeManager,
) -> Response:
    """Replace who is affected by staff ids, under consent."""
    since = tuple((person.staff_id, person.since) for person in body.staff)
    async with transaction(engine) as connection:
        await lock_engagement(connection)
        if_match.check(await queries.affected_version(connection, subproject_id))
        command = AffectedStaff(subproject_id, since)
        await tell_affected_staff(connection, command, norms=norms, now=now)
        return await _staff(connection, subproject_id)


async def _heads(connection: AsyncConnection, subproject_id: UUID) -> Response:
    await queries.subproject_by_id(connection, subproject_id)
    rows = await queries.affected_groups(connection, subproject_id)
    version = await queries.affected_version(connection, subproject_id)
    kinds = {row.kind for row in rows if row.kind is not None}
    answer = AffectedHeadsAnswer(
        group_kind=GroupKind(kinds.pop()) if kinds else None,
        groups=[AffectedGroup.model_validate(row) for row in rows],
        version=version,
    )
    return answered(answer, version=version)


async def _staff(connection: AsyncConnection, subproject_id: UUID) -> Response:
    await queries.subproject_by_id(connection, subproject_id)
    rows = await queries.affected_staff(connection, subproject_id)
    version = await queries.affected_version(connection, subproject_id)
    answer = AffectedStaffAnswer(
        staff=[AffectedStaffMember.model_validate(row) for row in rows], version=version
    )
    return answered(answer, version=version)
