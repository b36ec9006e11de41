"""Reading moments and who took part in them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.tables import heads_told, moment, person_told, staff
from shared.refusal import NotFound, Reason


@dataclass(frozen=True, slots=True)
class MomentRow:
    """A moment. How many were invited, were there and gave input is absent when unknown, and when
    the invited are fewer than the smallest group. What was agreed is absent when it was not told.
    """

    id: UUID
    subproject_id: UUID
    kind: str
    title: str
    held_on: date
    cancelled: bool
    version: int
    follow_up: str | None
    follow_up_due_on: date | None
    invited: int | None
    attended: int | None
    contributed: int | None


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """Somebody invited to a moment, there or not, giving input or not; None: not known yet."""

    staff_id: UUID
    attended: bool | None
    contributed: bool | None


@dataclass(frozen=True, slots=True)
class OwnParticipationRow:
    """A moment to which somebody was invited, as they may see it themselves."""

    moment_id: UUID
    subproject_id: UUID
    kind: str
    title: str
    held_on: date
    attended: bool | None
    contributed: bool | None


async def moments(
    connection: AsyncConnection,
    subproject_id: UUID,
    *,
    minimum_group: int,
    after: tuple[date, UUID] | None,
    limit: int,
) -> list[MomentRow]:
    """The moments of a subproject by day, after the one with this day and id."""
    query = (
        _moments(minimum_group)
        .where(moment.c.subproject_id == subproject_id)
        .order_by(moment.c.held_on, moment.c.moment_id)
        .limit(limit)
    )
    if after is not None:
        day, moment_id = after
        query = query.where(
            (moment.c.held_on > day) | and_(moment.c.held_on == day, moment.c.moment_id > moment_id)
        )
    return [MomentRow(*row) for row in await connection.execute(query)]


async def moment_by_id(
    connection: AsyncConnection, subproject_id: UUID, moment_id: UUID, minimum_group: int
) -> MomentRow:
    """One moment of a subproject.

    Raises:
        NotFound: the subproject has no such moment.
    """
    row = (
        await connection.execute(
            _moments(minimum_group).where(
                moment.c.moment_id == moment_id, moment.c.subproject_id == subproject_id
            )
        )
    ).one_or_none()
    if row is None:
        raise _unknown()
    return MomentRow(*row)


async def subproject_of(connection: AsyncConnection, moment_id: UUID) -> UUID:
    """The subproject of which this is a moment.

    Raises:
        NotFound: there is no such moment.
    """
    found: UUID | None = await connection.scalar(
        select(moment.c.subproject_id).where(moment.c.moment_id == moment_id)
    )
    if found is None:
        raise _unknown()
    return found


async def attendances(
    connection: AsyncConnection, moment_id: UUID, teams: Collection[UUID] | None
) -> list[AttendanceRow]:
    """Who was invited to a moment and who was there, by what was last told; of these teams only."""
    latest = _latest_persons()
    query = (
        select(latest.c.staff_id, latest.c.attended, latest.c.contributed)
        .join(staff, staff.c.staff_id == latest.c.staff_id)
        .where(latest.c.moment_id == moment_id)
        .order_by(latest.c.staff_id)
    )
    if teams is not None:
        query = query.where(staff.c.team_id.in_(teams))
    return [AttendanceRow(*row) for row in await connection.execute(query)]


async def own_participations(
    connection: AsyncConnection, staff_id: UUID
) -> list[OwnParticipationRow]:
    """The moments to which a staff id was invited, by day."""
    latest = _latest_persons()
    rows = await connection.execute(
        select(
            moment.c.moment_id,
            moment.c.subproject_id,
            moment.c.kind,
            moment.c.title,
            moment.c.held_on,
            latest.c.attended,
            latest.c.contributed,
        )
        .join(moment, moment.c.moment_id == latest.c.moment_id)
        .where(latest.c.staff_id == staff_id, ~moment.c.cancelled)
        .order_by(moment.c.held_on, moment.c.moment_id)
    )
    return [OwnParticipationRow(*row) for row in rows]


async def teams_of(connection: AsyncConnection, staff_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """The team of each of these staff ids that is known."""
    rows = await connection.execute(
        select(staff.c.staff_id, staff.c.team_id).where(staff.c.staff_id.in_(staff_ids))
    )
    return {row.staff_id: row.team_id for row in rows}


def _unknown() -> NotFound:
    return NotFound(Reason("moment-not-found", "Dit moment is niet bekend."))


def _moments(minimum_group: int) -> Select[Any]:
    told = _told_counts()
    enough = told.c.invited >= minimum_group
    known = enough & (told.c.unknown == 0)
    return select(
        moment.c.moment_id,
        moment.c.subproject_id,
        moment.c.kind,
        moment.c.title,
        moment.c.held_on,
        moment.c.cancelled,
        moment.c.version,
        moment.c.follow_up,
        moment.c.follow_up_due_on,
        case((enough, told.c.invited)),
        case((known, told.c.attended)),
        case((known & (told.c.contribution_unknown == 0), told.c.contributed)),
    ).outerjoin(told, told.c.moment_id == moment.c.moment_id)


def _told_counts() -> Any:
    """Per moment how many were invited, attended and gave input, and of how many tellings the one
    and the other is not known. Who was not there gave no input.
    """
    persons, heads = _latest_persons(), _latest_heads()
    by_person = select(
        persons.c.moment_id,
        func.count().label("invited"),
        func.count().filter(persons.c.attended).label("attended"),
        func.count().filter(persons.c.attended.is_(None)).label("unknown"),
        func.count().filter(persons.c.contributed).label("contributed"),
        func.count()
        .filter(persons.c.attended, persons.c.contributed.is_(None))
        .label("contribution_unknown"),
    ).group_by(persons.c.moment_id)
    by_heads = select(
        heads.c.moment_id,
        func.sum(heads.c.invited).label("invited"),
        func.sum(heads.c.attended).label("attended"),
        func.count().filter(heads.c.attended.is_(None)).label("unknown"),
        func.coalesce(func.sum(heads.c.contributed), 0).label("contributed"),
        func.count()
        .filter(heads.c.attended > 0, heads.c.contributed.is_(None))
        .label("contribution_unknown"),
    ).group_by(heads.c.moment_id)
    return by_person.union_all(by_heads).subquery()


def _latest_persons() -> Any:
    return (
        select(person_told)
        .distinct(person_told.c.moment_id, person_told.c.staff_id)
        .order_by(person_told.c.moment_id, person_told.c.staff_id, person_told.c.told_at.desc())
        .subquery()
    )


def _latest_heads() -> Any:
    return (
        select(heads_told)
        .distinct(heads_told.c.moment_id, heads_told.c.group_id)
        .order_by(heads_told.c.moment_id, heads_told.c.group_id, heads_told.c.told_at.desc())
        .subquery()
    )
