"""Forecasts of milestones as they were made last."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.tables import forecasts, milestones, subprojects


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """When a milestone is likely reached, beside the day that it is due. None: not expected within
    three years.
    """

    milestone_id: UUID
    milestone: str
    kind: str
    subproject_id: UUID
    subproject: str
    due_on: date
    p50: date | None
    p80: date | None


async def forecasts_of(connection: AsyncConnection, programme_id: UUID) -> Sequence[ForecastRow]:
    """The milestones of a programme that are still to come and were forecast, by their due day."""
    rows = await connection.execute(
        select(
            forecasts,
            milestones.c.name.label("milestone"),
            milestones.c.kind,
            milestones.c.subproject_id,
            milestones.c.due_on,
            subprojects.c.name.label("subproject"),
        )
        .join(milestones, milestones.c.id == forecasts.c.milestone_id)
        .join(subprojects, subprojects.c.id == milestones.c.subproject_id)
        .where(subprojects.c.programme_id == programme_id, milestones.c.state == "planned")
        .order_by(milestones.c.due_on, milestones.c.id)
    )
    return [ForecastRow(**row._mapping) for row in rows]
