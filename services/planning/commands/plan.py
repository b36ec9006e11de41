"""The plan as commands need to know it before they decide."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.locks import not_found
from services.planning.domain.plan.subprojects import CLOSED, Period, State, Subproject
from services.planning.tables import dependencies, subprojects


async def subprojects_of(
    connection: AsyncConnection, programme_id: UUID
) -> Mapping[UUID, Subproject]:
    """All subprojects of a programme, by id."""
    return await _subprojects(connection, subprojects.c.programme_id == programme_id)


async def open_subprojects(connection: AsyncConnection) -> Mapping[UUID, Subproject]:
    """All subprojects that are not closed, of all programmes, by id."""
    return await _subprojects(
        connection, subprojects.c.state.not_in([state.value for state in CLOSED])
    )


async def subproject_with_others(
    connection: AsyncConnection, subproject_id: UUID
) -> tuple[Subproject, Mapping[UUID, Subproject]]:
    """A subproject, and the other subprojects of its programme.

    Raises:
        NotFound: there is no such subproject.
    """
    programme_id = await connection.scalar(
        select(subprojects.c.programme_id).where(subprojects.c.id == subproject_id)
    )
    if programme_id is None:
        raise not_found()
    others = dict(await subprojects_of(connection, programme_id))
    return others.pop(subproject_id), others


async def exists(connection: AsyncConnection, table: Table, row_id: UUID) -> bool:
    """Whether a row with this id is there."""
    return bool(
        await connection.scalar(select(select(table.c.id).where(table.c.id == row_id).exists()))
    )


async def _subprojects(
    connection: AsyncConnection, chosen: ColumnElement[bool]
) -> Mapping[UUID, Subproject]:
    waits_for = (
        select(func.array_agg(dependencies.c.depends_on))
        .where(dependencies.c.subproject_id == subprojects.c.id)
        .scalar_subquery()
    )
    rows = await connection.execute(
        select(subprojects, waits_for.label("depends_on")).where(chosen)
    )
    return {row.id: _subproject(row) for row in rows}


def _subproject(row: Row[tuple[object, ...]]) -> Subproject:
    return Subproject(
        id=row.id,
        name=row.name,
        state=State(row.state),
        period=Period(row.starts_on, row.ends_on),
        depends_on=frozenset(row.depends_on or ()),
    )
