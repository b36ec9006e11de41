"""Programmes, subprojects and milestones as they are."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.plan.targets import TargetPath
from services.planning.queries.found import only
from services.planning.tables import dependencies, milestones, programmes, subprojects, targets


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme with its target paths."""

    id: UUID
    name: str
    starts_on: date
    ends_on: date
    completed_on: date | None
    targets: Sequence[TargetPath]
    version: int


@dataclass(frozen=True, slots=True)
class LeadRow:
    """Who leads: a member of staff or a function."""

    staff_id: UUID | None
    function: str | None


@dataclass(frozen=True, slots=True)
class Subproject:
    """A subproject with what it waits for."""

    id: UUID
    programme_id: UUID
    name: str
    focus_area: str
    lead: LeadRow
    starts_on: date
    ends_on: date
    first_moment: str
    state: str
    depends_on: Sequence[UUID]
    version: int


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone; `affects` is what a go-live changes, as it came in."""

    id: UUID
    subproject_id: UUID
    kind: str
    name: str
    due_on: date
    affects: Sequence[Mapping[str, Any]]
    state: str
    reached_on: date | None
    version: int


async def programme_by_id(connection: AsyncConnection, programme_id: UUID) -> Programme:
    """One programme.

    Raises:
        NotFound: there is none with this id.
    """
    chosen = select(programmes).where(programmes.c.id == programme_id)
    return only(await _programmes(connection, chosen))


async def programmes_page(
    connection: AsyncConnection, *, after: tuple[date, UUID] | None, limit: int
) -> Sequence[Programme]:
    """Programmes by their first day."""
    order = (programmes.c.starts_on, programmes.c.id)
    chosen = select(programmes).order_by(*order).limit(limit)
    if after is not None:
        chosen = chosen.where(tuple_(*order) > after)
    return await _programmes(connection, chosen)


async def subproject_by_id(connection: AsyncConnection, subproject_id: UUID) -> Subproject:
    """One subproject.

    Raises:
        NotFound: there is none with this id.
    """
    return only(
        await _subprojects(connection, _SUBPROJECTS.where(subprojects.c.id == subproject_id))
    )


async def subprojects_page(
    connection: AsyncConnection,
    *,
    programme_id: UUID | None,
    after: tuple[date, UUID] | None,
    limit: int,
) -> Sequence[Subproject]:
    """Subprojects by their first day, of one programme when asked."""
    order = (subprojects.c.starts_on, subprojects.c.id)
    chosen = _SUBPROJECTS.order_by(*order).limit(limit)
    if programme_id is not None:
        chosen = chosen.where(subprojects.c.programme_id == programme_id)
    if after is not None:
        chosen = chosen.where(tuple_(*order) > after)
    return await _subprojects(connection, chosen)


async def milestone_by_id(
    connection: AsyncConnection, subproject_id: UUID, milestone_id: UUID
) -> Milestone:
    """One milestone of a subproject.

    Raises:
        NotFound: there is none with this id.
    """
    chosen = select(milestones).where(
        milestones.c.id == milestone_id, milestones.c.subproject_id == subproject_id
    )
    return only([Milestone(**row._mapping) for row in await connection.execute(chosen)])


async def milestones_of(connection: AsyncConnection, subproject_id: UUID) -> Sequence[Milestone]:
    """The milestones of a subproject, the earliest first."""
    chosen = (
        select(milestones)
        .where(milestones.c.subproject_id == subproject_id)
        .order_by(milestones.c.due_on, milestones.c.id)
    )
    return [Milestone(**row._mapping) for row in await connection.execute(chosen)]


async def target_paths(
    connection: AsyncConnection, programme_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[TargetPath]]:
    """Target paths by programme, each by product."""
    rows = await connection.execute(
        select(targets).where(targets.c.programme_id.in_(programme_ids)).order_by(targets.c.product)
    )
    found: defaultdict[UUID, list[TargetPath]] = defaultdict(list)
    for row in rows:
        found[row.programme_id].append(
            TargetPath(row.product, row.from_date, row.from_share, row.to_date, row.to_share)
        )
    return found


_SUBPROJECTS = select(
    subprojects,
    select(func.array_agg(dependencies.c.depends_on))
    .where(dependencies.c.subproject_id == subprojects.c.id)
    .scalar_subquery()
    .label("depends_on"),
)


async def _programmes(
    connection: AsyncConnection, chosen: Select[tuple[Any, ...]]
) -> Sequence[Programme]:
    rows = (await connection.execute(chosen)).all()
    paths = await target_paths(connection, [row.id for row in rows])
    return [Programme(**row._mapping, targets=paths.get(row.id, ())) for row in rows]


async def _subprojects(
    connection: AsyncConnection, chosen: Select[tuple[Any, ...]]
) -> Sequence[Subproject]:
    return [_subproject(row) for row in await connection.execute(chosen)]


def _subproject(row: Row[tuple[Any, ...]]) -> Subproject:
    return Subproject(
        id=row.id,
        programme_id=row.programme_id,
        name=row.name,
        focus_area=row.focus_area,
        lead=LeadRow(row.lead_staff_id, row.lead_function),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        first_moment=row.first_moment,
        state=row.state,
        depends_on=sorted(row.depends_on or ()),
        version=row.version,
    )
