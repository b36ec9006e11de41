"""Moments over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands import follow_ups as commands
from services.engagement.commands.locks import lock_engagement
from services.engagement.commands.moments import (
    PlanMoment,
    cancel_moment,
    change_moment,
    plan_moment,
)
from services.engagement.domain.involvement import Norms
from services.engagement.domain.participation import MomentKind
from services.engagement.http.dependencies import STAFF_ROLES, MunicipalNorms
from services.engagement.queries import moments as queries
from services.engagement.queries.subprojects import subproject_by_id
from services.engagement.tables import idempotency
from shared.contracts.vocabulary import Day, Note, Text
from shared.database import transaction
from shared.web.access import Caller, Role, Scope, allow
from shared.web.answers import Body, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.idempotency import RequestKey
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Momenten"])

Staff = Annotated[Caller, allow(*STAFF_ROLES, scope=Scope.MUNICIPALITY)]
Organiser = Annotated[
    Caller, allow(Role.PROGRAMME_MANAGER, Role.TEAM_LEADER, scope=Scope.MUNICIPALITY)
]


class MomentBody(Body):
    """A moment at which staff are taken along."""

    kind: MomentKind
    title: Text
    held_on: Day


class FollowUpBody(Body):
    """What was agreed at a moment, and by which day it is done."""

    agreed: Annotated[Note, Field(min_length=1)]
    due_on: Day


class FollowUp(Resource):
    """What was agreed at a moment, and by which day it is done."""

    agreed: str
    due_on: date


class Moment(Resource):
    """A moment, and how many were invited, were there and gave input; null when unknown or not
    shown. The follow-up is null as long as it was not told.
    """

    id: UUID
    subproject_id: UUID
    kind: MomentKind
    title: str
    held_on: date
    cancelled: bool
    invited: int | None
    attended: int | None
    contributed: int | None
    follow_up: FollowUp | None
    version: int


@router.post(
    "/subprojects/{subproject_id}/moments",
    status_code=201,
    response_model=Moment,
    summary="Moment plannen",
)
async def post_moment(
    subproject_id: UUID,
    body: MomentBody,
    key: RequestKey,
    engine: Engine,
    now: Now,
    norms: MunicipalNorms,
    caller: Organiser,
) -> Response:
    """Add a moment."""
    async with transaction(engine) as connection:

        async def effect() -> Response:
            command = PlanMoment(subproject_id, body.kind, body.title, body.held_on)
            moment_id = await plan_moment(connection, command, norms=norms, now=now)
            row = await queries.moment_by_id(
                connection, subproject_id, moment_id, norms.minimum_group
            )
            return created(_resource(row), moment_id, version=row.version)

        return await idempotency.once(connection, key, now, effect)


@router.get("/subprojects/{subproject_id}/moments", summary="Momenten opvragen")
async def list_moments(
    subproject_id: UUID, paging: Paging, engine: Engine, norms: MunicipalNorms, caller: Staff
) -> Page[Moment]:
    """The moments of a subproject by day."""
    async with transaction(engine) as connection:
        await subproject_by_id(connection, subproject_id)
        rows = await queries.moments(
            connection,
            subproject_id,
            minimum_group=norms.minimum_group,
            after=paging.after(date.fromisoformat, UUID),
            limit=paging.limit + 1,
        )
    return paging.page(
        [_resource(row) for row in rows],
        key=lambda moment: (moment.held_on.isoformat(), str(moment.id)),
    )


@router.get(
    "/subprojects/{subproject_id}/moments/{moment_id}",
    response_model=Moment,
    summary="Moment opvragen",
)
async def get_moment(
    subproject_id: UUID, moment_id: UUID, engine: Engine, norms: MunicipalNorms, caller: Staff
) -> Response:
    """One moment."""
    async with transaction(engine) as connection:
        return await moment_answer(connection, subproject_id, moment_id, norms)


@router.put(
    "/subprojects/{subproject_id}/moments/{moment_id}",
    response_model=Moment,
    summary="Moment wijzigen",
)
async def put_moment(
    subproject_id: UUID,
    moment_id: UUID,
    body: MomentBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    norms: MunicipalNorms,
    caller: Organiser,
) -> Response:
    """Give a moment another kind, title or day."""
    async with transaction(engine) as connection:
        await lock_engagement(connection)
        row = await queries.moment_by_id(connection, subproject_id, moment_id, norms.minimum_group)
        if_match.check(row.version)
        command = PlanMoment(subproject_id, body.kind, body.title, body.held_on)
        await change_moment(connection, moment_id, command, norms=norms, now=now)
        return await moment_answer(connection, subproject_id, moment_id, norms)


@router.post(
    "/subprojects/{subproject_id}/moments/{moment_id}/cancellations",
    response_model=Moment,
    summary="Moment laten vervallen",
)
async def post_cancellation(
    subproject_id: UUID,
    moment_id: UUID,
    key: RequestKey,
    engine: Engine,
    now: Now,
    norms: MunicipalNorms,
    caller: Organiser,
) -> Response:
    """Let a moment lapse."""
    async with transaction(engine) as connection:

        async def effect() -> Response:
            await cancel_moment(connection, subproject_id, moment_id, norms=norms, now=now)
            return await moment_answer(connection, subproject_id, moment_id, norms)

        return await idempotency.once(connection, key, now, effect)


@router.put(
    "/subprojects/{subproject_id}/moments/{moment_id}/follow-up",
    response_model=Moment,
    summary="Opvolging van een moment vastleggen",
)
async def put_follow_up(
    subproject_id: UUID,
    moment_id: UUID,
    body: FollowUpBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    norms: MunicipalNorms,
    caller: Organiser,
) -> Response:
    """Record what was agreed at a moment; the version is that of the moment."""
    async with transaction(engine) as connection:
        await lock_engagement(connection)
        row = await queries.moment_by_id(connection, subproject_id, moment_id, norms.minimum_group)
        if_match.check(row.version)
        command = commands.FollowUp(subproject_id, moment_id, body.agreed, body.due_on)
        await commands.tell_follow_up(connection, command, now=now)
        return await moment_answer(connection, subproject_id, moment_id, norms)


async def moment_answer(
    connection: AsyncConnection, subproject_id: UUID, moment_id: UUID, norms: Norms
) -> Response:
    """A moment as it stands, with its ETag."""
    row = await queries.moment_by_id(connection, subproject_id, moment_id, norms.minimum_group)
    return answered(_resource(row), version=row.version)


def _resource(row: queries.MomentRow) -> Moment:
    follow_up = None
    if row.follow_up is not None and row.follow_up_due_on is not None:
        follow_up = FollowUp(agreed=row.follow_up, due_on=row.follow_up_due_on)
    return Moment(
        id=row.id,
        subproject_id=row.subproject_id,
        kind=MomentKind(row.kind),
        title=row.title,
        held_on=row.held_on,
        cancelled=row.cancelled,
        invited=row.invited,
        attended=row.attended,
        contributed=row.contributed,
        follow_up=follow_up,
        version=row.version,
    )
