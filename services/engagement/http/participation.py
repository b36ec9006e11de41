"""Who was invited to a moment and who was there, over HTTP.

Answers to changes name no staff id: an answer may be kept for its Idempotency-Key, and nothing
about a person may outlive the consent.
"""

from collections.abc import Iterable
from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field, StrictBool
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.attendance_codes import attend, show_code
from services.engagement.commands.participation import (
    TellHeads,
    TellPersons,
    tell_heads,
    tell_persons,
)
from services.engagement.domain.days import day_of
from services.engagement.domain.participation import Heads, MomentKind, PersonPresence
from services.engagement.http.consented import CONSENT_MISSING, require_consent
from services.engagement.http.dependencies import MunicipalNorms, Own, staff_id_of
from services.engagement.http.moments import Moment, Organiser, moment_answer
from services.engagement.queries import moments as queries
from services.engagement.tables import idempotency
from shared.contracts.vocabulary import Headcount, Text
from shared.database import transaction
from shared.web.access import Caller, Role, Scope, allow_each
from shared.web.answers import Body, Resource, answered
from shared.web.dependencies import Engine, Now
from shared.web.idempotency import RequestKey
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Deelname"])

Recorder = Annotated[
    Caller,
    allow_each({Role.PROGRAMME_MANAGER: Scope.MUNICIPALITY, Role.TEAM_LEADER: Scope.OWN_TEAM}),
]


class GroupPresence(Body):
    """Heads of a group invited, there, and giving input; null: not known yet."""

    group_id: UUID
    invited: Headcount
    attended: Headcount | None
    contributed: Headcount | None = None


class HeadCountsBody(Body):
    """Heads per group at a moment; groups not named stay as they are."""

    head_counts: Annotated[list[GroupPresence], Field(min_length=1, max_length=128)]


class StaffPresence(Body):
    """A staff id invited, whether it was there and whether it gave input; null: not known yet."""

    staff_id: UUID
    attended: StrictBool | None
    contributed: StrictBool | None = None


class AttendancesBody(Body):
    """Staff ids at a moment; those not named stay as they are."""

    staff: Annotated[list[StaffPresence], Field(min_length=1, max_length=2000)]


class Attendance(Resource):
    """A staff id invited, whether it was there and whether it gave input; null: not known yet."""

    staff_id: UUID
    attended: bool | None
    contributed: bool | None


class Attendances(Resource):
    """Who was invited to a moment."""

    items: list[Attendance]


class AttendanceCode(Resource):
    """What who is at a moment enters, and the only day on which it counts."""

    code: str
    valid_on: date


class CodeBody(Body):
    """The code as it was shown; spaces, hyphens and small letters do not matter."""

    code: Text


class OwnParticipation(Resource):
    """A moment to which the caller was invited."""

    moment_id: UUID
    subproject_id: UUID
    kind: MomentKind
    title: str
    held_on: date
    attended: bool | None
    contributed: bool | None


class OwnParticipations(Resource):
    """The moments to which the caller was invited, by day."""

    items: list[OwnParticipation]


@router.post(
    "/subprojects/{subproject_id}/moments/{moment_id}/head-counts",
    response_model=Moment,
    summary="Aantallen bij een moment doorgeven",
)
async def post_head_counts(
    subproject_id: UUID,
    moment_id: UUID,
    body: HeadCountsBody,
    key: RequestKey,
    engine: Engine,
    now: Now,
    norms: MunicipalNorms,
    caller: Recorder,
) -> Response:
    """Record heads invited and there, per group."""
    for counted in body.head_counts:
        caller.require(team=counted.group_id)
    heads = tuple(Heads(c.group_id, c.invited, c.attended, c.contributed) for c in body.head_counts)
    async with transaction(engine) as connection:

        async def effect() -> Response:
            command = TellHeads(subproject_id, moment_id, heads)
            await tell_heads(connection, command, norms=norms, now=now)
            return await moment_answer(connection, subproject_id, moment_id, norms)

        return await idempotency.once(connection, key, now, effect)


@router.post(
    "/subprojects/{subproject_id}/moments/{moment_id}/attendances",
    response_model=Moment,
    summary="Aanwezigheid per medewerker doorgeven",
)
async def post_attendances(
    subproject_id: UUID,
    moment_id: UUID,
    body: AttendancesBody,
    key: RequestKey,
    engine: Engine,
    now: Now,
    norms: MunicipalNorms,
    caller: Recorder,
) -> Response:
    """Record staff ids invited and there, under consent."""
    persons = tuple(
        PersonPresence(told.staff_id, told.attended, told.contributed) for told in body.staff
    )
    async with transaction(engine) as connection:
        await require_own_staff(connection, caller, (told.staff_id for told in persons))

        async def effect() -> Response:
            command = TellPersons(subproject_id, moment_id, persons)
            await tell_persons(connection, command, norms=norms, now=now)
            return await moment_answer(connection, subproject_id, moment_id, norms)

        return await idempotency.once(connection, key, now, effect)


@router.get(
    "/subprojects/{subproject_id}/moments/{moment_id}/attendances",
    responses=CONSENT_MISSING,
    summary="Aanwezigheid per medewerker opvragen",
)
async def list_attendances(
    subproject_id: UUID,
    moment_id: UUID,
    engine: Engine,
    now: Now,
    norms: MunicipalNorms,
    caller: Recorder,
) -> Attendances:
    """Who was invited and who was there, under consent; for a team leader the own team only."""
    teams = None if Scope.MUNICIPALITY in caller.scopes else caller.team_ids
    async with transaction(engine) as connection:
        await require_consent(connection, now)
        await queries.moment_by_id(connection, subproject_id, moment_id, norms.minimum_group)
        rows = await queries.attendances(connection, moment_id, teams)
    return Attendances(items=[Attendance.model_validate(row) for row in rows])


@router.post(
    "/subprojects/{subproject_id}/moments/{moment_id}/attendance-codes",
    response_model=AttendanceCode,
    summary="Code tonen waarmee aanwezigen zich melden",
)
async def post_attendance_code(
    subproject_id: UUID,
    moment_id: UUID,
    key: RequestKey,
    engine: Engine,
    now: Now,
    caller: Organiser,
) -> Response:
    """The code of a moment that is held today, to show in the room; asked again it is the same."""
    async with transaction(engine) as connection:

        async def effect() -> Response:
            code = await show_code(connection, subproject_id, moment_id, now=now)
            return answered(AttendanceCode(code=code, valid_on=day_of(now)))

        return await idempotency.once(connection, key, now, effect)


@router.post(
    "/own-participations",
    response_model=OwnParticipation,
    summary="Zich met een code aanwezig melden",
)
async def post_own_participation(
    body: CodeBody, key: RequestKey, engine: Engine, now: Now, norms: MunicipalNorms, caller: Own
) -> Response:
    """Record that the caller is at the moment of which the code was entered."""
    async with transaction(engine) as connection:

        async def effect() -> Response:
            staff_id = staff_id_of(caller)
            attended = await attend(connection, staff_id, body.code, norms=norms, now=now)
            row = await queries.moment_by_id(
                connection, attended.subproject_id, attended.moment_id, norms.minimum_group
            )
            return answered(
                OwnParticipation(
                    moment_id=row.id,
                    subproject_id=row.subproject_id,
                    kind=MomentKind(row.kind),
                    title=row.title,
                    held_on=row.held_on,
                    attended=True,
                    contributed=attended.contributed,
                )
            )

        return await idempotency.once(connection, key, now, effect)


@router.get("/own-participations", responses=CONSENT_MISSING, summary="Eigen deelname opvragen")
async def list_own_participations(engine: Engine, now: Now, caller: Own) -> OwnParticipations:
    """What is kept about the caller; nothing when the token's subject is no staff id."""
    staff_id = staff_id_of(caller)
    async with transaction(engine) as connection:
        await require_consent(connection, now)
        rows = await queries.own_participations(connection, staff_id) if staff_id else []
    return OwnParticipations(items=[OwnParticipation.model_validate(row) for row in rows])


async def require_own_staff(
    connection: AsyncConnection, caller: Caller, staff_ids: Iterable[UUID]
) -> None:
    """Go on only when everybody named is within the caller's scope; an unknown id is in nobody's
    team.
    """
    ids = set(staff_ids)
    teams = await queries.teams_of(connection, ids)
    for staff_id in ids:
        caller.require(team=teams.get(staff_id))
