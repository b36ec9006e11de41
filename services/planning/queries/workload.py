"""How much waits for a decision, in numbers without names."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain import freed_hours, reservations
from services.planning.domain.deadlines import decision_deadline
from services.planning.domain.hours import to_hours
from services.planning.queries.deadlines import lead_times
from services.planning.queries.steering import CAPACITY_WEEKS
from services.planning.tables import capacity_balance, freed_hours_proposals, reservation_weeks
from services.planning.tables import reservations as reservations_table
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class Workload:
    """Open requests, those that are late, open proposals, and hours short in the coming weeks."""

    requested: int
    overdue: int
    proposals: int
    short_hours: float


async def workload(connection: AsyncConnection, today: date) -> Workload:
    """What waits today."""
    firsts = await connection.scalars(
        select(func.min(reservation_weeks.c.monday))
        .join(reservations_table, reservations_table.c.id == reservation_weeks.c.reservation_id)
        .where(reservations_table.c.state == reservations.State.REQUESTED.value)
        .group_by(reservations_table.c.id)
    )
    times = await lead_times(connection)
    deadlines = [decision_deadline(monday, times) for monday in firsts]
    proposals = await connection.scalar(
        select(func.count())
        .select_from(freed_hours_proposals)
        .where(freed_hours_proposals.c.state == freed_hours.State.OPEN.value)
    )
    this_week = IsoWeek.of(today)
    short = await connection.scalar(
        select(func.sum(capacity_balance.c.short)).where(
            capacity_balance.c.monday.between(
                this_week.monday, this_week.plus(CAPACITY_WEEKS - 1).monday
            )
        )
    )
    return Workload(
        requested=len(deadlines),
        overdue=sum(deadline < today for deadline in deadlines),
        proposals=proposals or 0,
        short_hours=to_hours(short or 0),
    )
