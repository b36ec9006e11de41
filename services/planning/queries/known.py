"""Since when it is known what the plan was."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


async def first_known_at(connection: AsyncConnection) -> datetime | None:
    """The moment from which on the plan can be read as it was; None while there is no plan."""
    first: datetime | None = await connection.scalar(
        text("SELECT min(known_from) FROM planning_history.programmes_versions")
    )
    return first
