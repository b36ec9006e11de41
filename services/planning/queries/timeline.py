"""The plan over time: subprojects with their milestones, what was promised first, and the last days
to reserve.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.plan.milestones import State as MilestoneState
from services.planning.domain.plan.subprojects import State
from services.planning.tables import (
    demands,
    forecasts,
    milestones,
    reservation_deadlines,
    subprojects,
)


@dataclass(frozen=True, slots=True)
class TimelineMilestone:
    """A milestone: due now, due when it was planned first, and by when it is likely reached (P80);
    None where that is not forecast.
    """

    id: UUID
    kind: str
    name: str
    due_on: date
    promised_on: date
    p80: date | None
    state: str
    reached_on: date | None

    @property
    def days_late(self) -> int:
        """Days that it is likely later than promised, or was."""
        expected = self.reached_on or max(self.due_on, self.p80 or self.due_on)
        return max(0, (expected - self.promised_on).days)


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """A subproject; `last_day` is the first of its reservation deadlines."""

    id: UUID
    name: str
    focus_area: str
    state: str
    starts_on: date
    ends_on: date
    milestones: Sequence[TimelineMilestone]
    last_day: date | None


async def timeline(
    connection: AsyncConnection, first: date, last: date, *, forecast: bool = True
) -> Sequence[TimelineRow]:
    """Subprojects that touch these days and were not cancelled, by focus area and first day;
    without forecast where none is kept.
    """
    chosen = (
        select(subprojects)
        .where(
            subprojects.c.state != State.CANCELLED.value,
            subprojects.c.starts_on <= last,
            subprojects.c.ends_on >= first,
        )
        .order_by(subprojects.c.focus_area, subprojects.c.starts_on, subprojects.c.id)
    )
    rows = (await connection.execute(chosen)).all()
    ids = [row.id for row in rows]
    found = await milestones_over_time(connection, ids, forecast=forecast)
    deadlines = await _last_days(connection, ids)
    return [
        TimelineRow(
            row.id,
            row.name,
            row.focus_area,
            row.state,
            row.starts_on,
            row.ends_on,
            found.get(row.id, ()),
            deadlines.get(row.id),
        )
        for row in rows
    ]


async def milestones_over_time(
    connection: AsyncConnection, subproject_ids: Collection[UUID], *, forecast: bool = True
) -> Mapping[UUID, Sequence[TimelineMilestone]]:
    """The milestones of subprojects that were not cancelled, by their due day."""
    rows = (
        await connection.execute(
            select(milestones)
            .where(
                milestones.c.subproject_id.in_(subproject_ids),
                milestones.c.state != MilestoneState.CANCELLED.value,
            )
            .order_by(milestones.c.due_on, milestones.c.id)
        )
    ).all()
    ids = [row.id for row in rows]
    promised = {row.id: row.due_on for row in await connection.execute(_PROMISED, {"ids": ids})}
    p80: Mapping[UUID, date | None] = {}
    if forecast:
        likely = select(forecasts.c.milestone_id, forecasts.c.p80)
        likely = likely.where(forecasts.c.milestone_id.in_(ids))
        p80 = {row.milestone_id: row.p80 for row in await connection.execute(likely)}
    found: defaultdict[UUID, list[TimelineMilestone]] = defaultdict(list)
    for row in rows:
        found[row.subproject_id].append(
            TimelineMilestone(
                row.id,
                row.kind,
                row.name,
                row.due_on,
                promised.get(row.id, row.due_on),
                p80.get(row.id),
                row.state,
                row.reached_on,
            )
        )
    return found


# The first version of a milestone is what was promised.
_PROMISED = text("""
    SELECT DISTINCT ON (id) id, due_on FROM planning_history.milestones_versions
    WHERE id = ANY(:ids) ORDER BY id, known_from
""")


async def _last_days(
    connection: AsyncConnection, subproject_ids: Collection[UUID]
) -> Mapping[UUID, date]:
    rows = await connection.execute(
        select(demands.c.subproject_id, func.min(reservation_deadlines.c.last_day).label("day"))
        .join(reservation_deadlines, reservation_deadlines.c.demand_id == demands.c.id)
        .where(demands.c.subproject_id.in_(subproject_ids))
        .group_by(demands.c.subproject_id)
    )
    return {row.subproject_id: row.day for row in rows}
