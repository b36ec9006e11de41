"""Removing every staff id from participation, keeping the head counts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, delete, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.coverage import refresh_coverage
from services.engagement.domain.involvement import Norms
from services.engagement.tables import (
    affected_group,
    affected_person,
    coverage,
    heads_told,
    moment,
    no_return_coverage,
    person_told,
    staff,
)


async def remove_persons(connection: AsyncConnection, *, norms: Norms, now: datetime) -> None:
    """Turn staff ids into head counts per team and delete them; the figures of a frozen cohort stay
    as they are.

    A frozen cohort can no longer be computed without its persons, so its coverage is computed once
    more and then settled: kept as it is. Coverage that was not frozen goes on with head counts.
    """
    subprojects = await _subprojects_with_persons(connection)
    if not subprojects:
        return
    for subproject_id in subprojects:
        await refresh_coverage(connection, subproject_id, norms=norms, now=now)
    for table in (coverage, no_return_coverage):
        await connection.execute(
            update(table)
            .where(table.c.subproject_id.in_(subprojects), table.c.frozen)
            .values(settled=True)
        )
    await connection.execute(
        insert(affected_group).from_select(
            ["subproject_id", "group_id", "head_count", "told_at"], _affected_per_team(now)
        )
    )
    await connection.execute(
        insert(heads_told).from_select(
            ["moment_id", "group_id", "told_at", "invited", "attended", "contributed"],
            _present_per_team(now),
        )
    )
    await connection.execute(delete(person_told))
    await connection.execute(delete(affected_person))
    await connection.execute(delete(staff).where(staff.c.left_on.is_not(None)))
    for subproject_id in subprojects:
        await refresh_coverage(connection, subproject_id, norms=norms, now=now)


async def _subprojects_with_persons(connection: AsyncConnection) -> list[UUID]:
    affected = select(affected_person.c.subproject_id)
    present = select(moment.c.subproject_id).join(
        person_told, person_told.c.moment_id == moment.c.moment_id
    )
    rows = await connection.execute(affected.union(present))
    return sorted(rows.scalars().all())


def _affected_per_team(now: datetime) -> Select[Any]:
    return (
        select(
            affected_person.c.subproject_id,
            staff.c.team_id,
            func.count(),
            literal(now, type_=affected_group.c.told_at.type),
        )
        .join(staff, staff.c.staff_id == affected_person.c.staff_id)
        .where(affected_person.c.ended_at.is_(None))
        .group_by(affected_person.c.subproject_id, staff.c.team_id)
    )


def _present_per_team(now: datetime) -> Select[Any]:
    """Who was invited, was there and gave input, per moment and team by what was last told; what is
    unknown of all stays unknown.
    """
    latest = (
        select(person_told)
        .distinct(person_told.c.moment_id, person_told.c.staff_id)
        .order_by(person_told.c.moment_id, person_told.c.staff_id, person_told.c.told_at.desc())
        .subquery()
    )
    attended, contributed = (
        case((func.count(told) > 0, func.count().filter(told)))
        for told in (latest.c.attended, latest.c.contributed)
    )
    return (
        select(
            latest.c.moment_id,
            staff.c.team_id,
            literal(now, type_=heads_told.c.told_at.type),
            func.count(),
            attended,
            contributed,
        )
        .join(staff, staff.c.staff_id == latest.c.staff_id)
        .group_by(latest.c.moment_id, staff.c.team_id)
    )
