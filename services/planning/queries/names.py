"""What the ids of the plan are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.tables import expertises, milestones, subprojects, teams


@dataclass(frozen=True, slots=True)
class Names:
    """Names by id."""

    subprojects: Mapping[UUID, str]
    milestones: Mapping[UUID, str]
    expertises: Mapping[UUID, str]
    teams: Mapping[UUID, str]


async def names(connection: AsyncConnection) -> Names:
    """The names of all that a comparison can speak of."""
    return Names(
        await _names(connection, subprojects),
        await _names(connection, milestones),
        await _names(connection, expertises),
        await _names(connection, teams),
    )


async def _names(connection: AsyncConnection, table: Table) -> Mapping[UUID, str]:
    rows = await connection.execute(select(table.c.id, table.c.name))
    return {row.id: row.name for row in rows}
