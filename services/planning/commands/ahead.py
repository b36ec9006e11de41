"""What a programme has still to do, and what is known that a forecast needs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.plan import subprojects_of
from services.planning.domain.forecast.outlook import Ahead
from services.planning.domain.plan.milestones import State
from services.planning.domain.plan.subprojects import CLOSED
from services.planning.domain.reservations.reservations import State as ReservationState
from services.planning.tables import (
    demand_weeks,
    demands,
    duration_history,
    milestones,
    reservation_weeks,
    reservations,
    subprojects,
)
from shared.isoweek import IsoWeek

REMEMBERED = 200
"""So many of the latest subprojects that were completed say how long they take."""


async def ahead_of(connection: AsyncConnection, programme_id: UUID) -> Sequence[Ahead]:
    """The subprojects of a programme that are not closed, by id."""
    known = await subprojects_of(connection, programme_id)
    still = [known[key] for key in sorted(known) if known[key].state not in CLOSED]
    minutes = await _minutes(connection, programme_id)
    due = await _due(connection, programme_id)
    began = {
        row.subproject_id: row.started_on
        for row in await connection.execute(
            select(duration_history).where(
                duration_history.c.subproject_id.in_([each.id for each in still])
            )
        )
    }
    return [Ahead(each, began.get(each.id), minutes[each.id], due[each.id]) for each in still]


async def confirmed_elsewhere(
    connection: AsyncConnection, programme_id: UUID, today: date
) -> Mapping[tuple[UUID, date], int]:
    """Minutes of each expertise and week that are confirmed for other programmes."""
    rows = await connection.execute(
        select(
            reservations.c.expertise_id,
            reservation_weeks.c.monday,
            func.sum(reservation_weeks.c.minutes).label("minutes"),
        )
        .join(reservation_weeks, reservation_weeks.c.reservation_id == reservations.c.id)
        .join(subprojects, subprojects.c.id == reservations.c.subproject_id)
        .where(
            reservations.c.state == ReservationState.CONFIRMED.value,
            reservation_weeks.c.monday >= IsoWeek.of(today).monday,
            subprojects.c.programme_id != programme_id,
        )
        .group_by(reservations.c.expertise_id, reservation_weeks.c.monday)
        .order_by(reservations.c.expertise_id, reservation_weeks.c.monday)
    )
    return {(row.expertise_id, row.monday): row.minutes for row in rows}


async def known_ratios(connection: AsyncConnection) -> Sequence[float]:
    """Actual days as a ratio of those planned at the start, of the subprojects that were completed
    last.
    """
    ended_on = duration_history.c.started_on + duration_history.c.actual_days
    rows = await connection.execute(
        select(duration_history)
        .where(duration_history.c.actual_days.is_not(None))
        .order_by(ended_on.desc(), duration_history.c.subproject_id)
        .limit(REMEMBERED)
    )
    return [row.actual_days / row.planned_days for row in rows]


async def _minutes(
    connection: AsyncConnection, programme_id: UUID
) -> Mapping[UUID, Mapping[UUID, int]]:
    rows = await connection.execute(
        select(
            demands.c.subproject_id,
            demands.c.expertise_id,
            func.sum(demand_weeks.c.minutes).label("minutes"),
        )
        .join(demand_weeks, demand_weeks.c.demand_id == demands.c.id)
        .join(subprojects, subprojects.c.id == demands.c.subproject_id)
        .where(subprojects.c.programme_id == programme_id)
        .group_by(demands.c.subproject_id, demands.c.expertise_id)
        .order_by(demands.c.subproject_id, demands.c.expertise_id)
    )
    found: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
    for row in rows:
        found[row.subproject_id][row.expertise_id] = row.minutes
    return found


async def _due(
    connection: AsyncConnection, programme_id: UUID
) -> Mapping[UUID, Mapping[UUID, date]]:
    rows = await connection.execute(
        select(milestones.c.id, milestones.c.subproject_id, milestones.c.due_on)
        .join(subprojects, subprojects.c.id == milestones.c.subproject_id)
        .where(
            subprojects.c.programme_id == programme_id,
            milestones.c.state == State.PLANNED.value,
        )
        .order_by(milestones.c.id)
    )
    found: defaultdict[UUID, dict[UUID, date]] = defaultdict(dict)
    for row in rows:
        found[row.subproject_id][row.id] = row.due_on
    return found
