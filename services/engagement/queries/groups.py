"""Reading what teams, function groups and subprojects are called."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.tables import organisation_group, round_, subproject


async def group_names(connection: AsyncConnection) -> dict[UUID, str]:
    """What every team and function group is called."""
    rows = await connection.execute(
        select(organisation_group.c.group_id, organisation_group.c.name)
    )
    return {row.group_id: row.name for row in rows}


async def asked_subprojects(connection: AsyncConnection) -> list[tuple[UUID, str]]:
    """The subprojects that have or had a round, by name."""
    rows = await connection.execute(
        select(subproject.c.subproject_id, subproject.c.name)
        .where(subproject.c.subproject_id.in_(select(round_.c.subproject_id)))
        .order_by(subproject.c.name, subproject.c.subproject_id)
    )
    return [(row.subproject_id, row.name) for row in rows]
