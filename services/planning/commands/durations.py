"""How long subprojects take, remembered for forecasts: as planned when they start, and really."""

from datetime import date
from uuid import UUID

from sqlalchemy import func, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.plan.subprojects import Subproject
from services.planning.tables import duration_history


async def remember_start(
    connection: AsyncConnection, subproject: Subproject, started_on: date
) -> None:
    """Keep how long a subproject is going to take by the plan of its start."""
    period = subproject.period
    await connection.execute(
        insert(duration_history).values(
            subproject_id=subproject.id,
            started_on=started_on,
            planned_days=(period.ends_on - period.starts_on).days + 1,
        )
    )


async def remember_end(
    connection: AsyncConnection, subproject_id: UUID, completed_on: date
) -> None:
    """Keep how long a subproject took, if its start was kept; one day at least."""
    await connection.execute(
        update(duration_history)
        .where(duration_history.c.subproject_id == subproject_id)
        .values(actual_days=func.greatest(1, completed_on - duration_history.c.started_on + 1))
    )
