"""What the ids of the plan are called."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.tables import demands, expertises, milestones, subprojects, teams


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


async def demand_names(connection: AsyncConnection) -> Mapping[UUID, str]:
    """What the demands of all programmes are called; they compete for the same people."""
    rows = await connection.execute(
        select(demands.c.id, subprojects.c.name.label("subproject"), expertises.c.name)
        .join(subprojects, subprojects.c.id == demands.c.subproject_id)
        .join(expertises, expertises.c.id == demands.c.expertise_id)
    )
    return {row.id: f"{row.name} voor “{row.subproject}”" for row in rows}


async def _names(connection: AsyncConnection, table: Table) -> Mapping[UUID, str]:
    rows = await connection.execute(select(table.c.id, table.c.name))
    return {row.id: row.name for row in rows}
