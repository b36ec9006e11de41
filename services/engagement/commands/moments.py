"""Planning, moving and cancelling the moments at which staff are taken along."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.coverage import refresh_coverage
from services.engagement.commands.loading import require_subproject
from services.engagement.commands.locks import lock_engagement
from services.engagement.domain.involvement import Norms
from services.engagement.domain.participation import MomentKind, refuse_change
from services.engagement.tables import heads_told, moment, person_told
from shared.refusal import NotFound, Reason


@dataclass(frozen=True, slots=True)
class PlanMoment:
    """A moment of a subproject: its kind, its title, and its day, which may lie in the past."""

    subproject_id: UUID
    kind: MomentKind
    title: str
    held_on: date


@dataclass(frozen=True, slots=True)
class HeldMoment:
    """A moment as it stands: of which subproject, when it is held, and whether it was cancelled."""

    moment_id: UUID
    subproject_id: UUID
    held_on: date
    cancelled: bool


async def plan_moment(
    connection: AsyncConnection, command: PlanMoment, *, norms: Norms, now: datetime
) -> UUID:
    """Add a moment to a subproject; answer its id.

    Raises:
        NotFound: the subproject is unknown.
    """
    await lock_engagement(connection)
    await require_subproject(connection, command.subproject_id)
    moment_id = uuid4()
    await connection.execute(
        insert(moment).values(
            moment_id=moment_id,
            subproject_id=command.subproject_id,
            kind=command.kind,
            title=command.title,
            held_on=command.held_on,
            told_at=now,
        )
    )
    await refresh_coverage(connection, command.subproject_id, norms=norms, now=now)
    return moment_id


async def change_moment(
    connection: AsyncConnection,
    moment_id: UUID,
    command: PlanMoment,
    *,
    norms: Norms,
    now: datetime,
) -> None:
    """Give a moment another kind, title or day.

    Raises:
        NotFound: the subproject has no such moment.
        Refusal: it was cancelled, or its attendance is known.
    """
    held = await hold_moment(connection, command.subproject_id, moment_id)
    refuse_change(await _attendance_told(connection, moment_id), held.cancelled)
    await _save(
        connection,
        moment_id,
        {"kind": command.kind, "title": command.title, "held_on": command.held_on},
    )
    await refresh_coverage(connection, command.subproject_id, norms=norms, now=now)


async def cancel_moment(
    connection: AsyncConnection,
    subproject_id: UUID,
    moment_id: UUID,
    *,
    norms: Norms,
    now: datetime,
) -> None:
    """Let a moment lapse; it stays visible as cancelled.

    Raises:
        NotFound: the subproject has no such moment.
        Refusal: it was cancelled before, or its attendance is known.
    """
    held = await hold_moment(connection, subproject_id, moment_id)
    refuse_change(await _attendance_told(connection, moment_id), held.cancelled)
    await _save(connection, moment_id, {"cancelled": True})
    await refresh_coverage(connection, subproject_id, norms=norms, now=now)


async def hold_moment(
    connection: AsyncConnection, subproject_id: UUID, moment_id: UUID
) -> HeldMoment:
    """Lock engagement and load a moment.

    Raises:
        NotFound: the subproject has no such moment.
    """
    await lock_engagement(connection)
    row = (
        await connection.execute(
            select(moment).where(
                moment.c.moment_id == moment_id, moment.c.subproject_id == subproject_id
            )
        )
    ).one_or_none()
    if row is None:
        raise NotFound(Reason("moment-not-found", "Dit moment is niet bekend."))
    return HeldMoment(row.moment_id, row.subproject_id, row.held_on, row.cancelled)


async def _attendance_told(connection: AsyncConnection, moment_id: UUID) -> bool:
    by_person = exists().where(
        person_told.c.moment_id == moment_id, person_told.c.attended.is_not(None)
    )
    by_heads = exists().where(
        heads_told.c.moment_id == moment_id, heads_told.c.attended.is_not(None)
    )
    return bool(await connection.scalar(select(by_person | by_heads)))


async def _save(connection: AsyncConnection, moment_id: UUID, values: dict[str, object]) -> None:
    await connection.execute(
        update(moment)
        .where(moment.c.moment_id == moment_id)
        .values(**values, version=moment.c.version + 1)
    )
