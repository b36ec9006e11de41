"""Reading subprojects with their coverage, who is affected, and which decisions are late."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.domain.coverage import Coverage
from services.engagement.domain.no_return import PointOfNoReturn
from services.engagement.queries.coverage import coverage_in, no_return_coverage_of
from services.engagement.tables import (
    affected,
    affected_group,
    affected_person,
    coverage,
    late_involvement,
    organisation_group,
    subproject,
)
from shared.refusal import NotFound, Reason


@dataclass(frozen=True, slots=True)
class SubprojectRow:
    """A subproject with its coverage, and that before each point of no return; none where the day
    is unknown.
    """

    id: UUID
    name: str
    started: bool
    ended: bool
    coverage: Coverage | None
    before: Mapping[PointOfNoReturn, Coverage]


@dataclass(frozen=True, slots=True)
class AffectedGroupRow:
    """The affected heads of a group that stand now, and by what kind of group they are counted."""

    group_id: UUID
    kind: str | None
    head_count: int


@dataclass(frozen=True, slots=True)
class AffectedStaffRow:
    """A staff id that is affected now, and since when."""

    staff_id: UUID
    since: date


@dataclass(frozen=True, slots=True)
class LateInvolvementRow:
    """An open decision for which too few of the affected staff were involved."""

    milestone_id: UUID
    subproject_id: UUID
    subproject_name: str
    due_on: date


async def subprojects(
    connection: AsyncConnection, *, after: UUID | None, limit: int
) -> list[SubprojectRow]:
    """The subprojects by id, after this one."""
    query = _subprojects().order_by(subproject.c.subproject_id).limit(limit)
    if after is not None:
        query = query.where(subproject.c.subproject_id > after)
    rows = (await connection.execute(query)).all()
    before = await no_return_coverage_of(connection, [row.subproject_id for row in rows])
    return [_subproject(row, before[row.subproject_id]) for row in rows]


async def subproject_by_id(connection: AsyncConnection, subproject_id: UUID) -> SubprojectRow:
    """One subproject.

    Raises:
        NotFound: planning has not told of it.
    """
    row = (
        await connection.execute(_subprojects().where(subproject.c.subproject_id == subproject_id))
    ).one_or_none()
    if row is None:
        raise NotFound(Reason("subproject-not-found", "Dit deelproject is niet bekend."))
    before = await no_return_coverage_of(connection, [subproject_id])
    return _subproject(row, before[subproject_id])


async def affected_version(connection: AsyncConnection, subproject_id: UUID) -> int:
    """How often was told who is affected by a subproject; 0 when never."""
    version: int | None = await connection.scalar(
        select(affected.c.version).where(affected.c.subproject_id == subproject_id)
    )
    return version or 0


async def affected_groups(
    connection: AsyncConnection, subproject_id: UUID
) -> list[AffectedGroupRow]:
    """The affected heads of a subproject that stand now, per group."""
    rows = await connection.execute(
        select(affected_group.c.group_id, organisation_group.c.kind, affected_group.c.head_count)
        .outerjoin(organisation_group, organisation_group.c.group_id == affected_group.c.group_id)
        .where(
            affected_group.c.subproject_id == subproject_id,
            affected_group.c.replaced_at.is_(None),
        )
        .order_by(affected_group.c.group_id)
    )
    return [AffectedGroupRow(*row) for row in rows]


async def affected_staff(
    connection: AsyncConnection, subproject_id: UUID
) -> list[AffectedStaffRow]:
    """The staff ids that a subproject affects now."""
    rows = await connection.execute(
        select(affected_person.c.staff_id, affected_person.c.since)
        .where(
            affected_person.c.subproject_id == subproject_id,
            affected_person.c.ended_at.is_(None),
        )
        .order_by(affected_person.c.staff_id)
    )
    return [AffectedStaffRow(*row) for row in rows]


async def late_involvements(connection: AsyncConnection) -> list[LateInvolvementRow]:
    """The decisions for which involvement is late, the most urgent first."""
    rows = await connection.execute(
        select(
            late_involvement.c.milestone_id,
            late_involvement.c.subproject_id,
            subproject.c.name,
            late_involvement.c.due_on,
        )
        .join(subproject, subproject.c.subproject_id == late_involvement.c.subproject_id)
        .order_by(late_involvement.c.due_on, late_involvement.c.milestone_id)
    )
    return [LateInvolvementRow(*row) for row in rows]


def _subprojects() -> Select[Any]:
    return select(
        subproject.c.subproject_id,
        subproject.c.name,
        subproject.c.started_told_at,
        subproject.c.ended,
        *(column for column in coverage.c if column is not coverage.c.subproject_id),
    ).outerjoin(coverage, coverage.c.subproject_id == subproject.c.subproject_id)


def _subproject(row: Row[Any], before: Mapping[PointOfNoReturn, Coverage]) -> SubprojectRow:
    return SubprojectRow(
        id=row.subproject_id,
        name=row.name,
        started=row.started_told_at is not None,
        ended=row.ended,
        coverage=None if row.t0 is None else coverage_in(row),
        before=before,
    )
