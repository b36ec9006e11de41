"""How much waits for a decision, in numbers without names."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.domain.proposal.jobs import State as JobState
from services.planning.domain.reservations import reservations
from services.planning.domain.reservations.deadlines import decision_deadline
from services.planning.domain.steering import freed_hours
from services.planning.queries.deadlines import lead_times
from services.planning.queries.steering import CAPACITY_WEEKS
from services.planning.tables import capacity_balance, freed_hours_proposals, reservation_weeks
from services.planning.tables import proposals as staffing_proposals
from services.planning.tables import reservations as reservations_table
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class Workload:
    """Requests that nobody answered, that wait, and that have a counter-offer; those that are late
    of the first two; open proposals about freed hours; staffing proposals that failed in the last
    day; hours short and over-allocated in the coming weeks.
    """

    requested: int
    waitlisted: int
    counter_offers: int
    overdue: int
    proposals: int
    failed_proposals: int
    short_hours: float
    over_allocated_hours: float


async def workload(connection: AsyncConnection, today: date, now: datetime) -> Workload:
    """What waits today."""
    rows = await connection.execute(
        select(reservations_table.c.state, func.min(reservation_weeks.c.monday))
        .join(reservations_table, reservations_table.c.id == reservation_weeks.c.reservation_id)
        .where(reservations_table.c.state.in_([state.value for state in reservations.OPEN]))
        .group_by(reservations_table.c.id, reservations_table.c.state)
    )
    found = [(reservations.State(state), first) for state, first in rows]
    count = Counter(state for state, _ in found)
    times = await lead_times(connection)
    deadlines = [
        decision_deadline(first, times)
        for state, first in found
        if state in reservations.FOR_THE_TEAM
    ]
    proposals = await connection.scalar(
        select(func.count())
        .select_from(freed_hours_proposals)
        .where(freed_hours_proposals.c.state == freed_hours.State.OPEN.value)
    )
    failed = await connection.scalar(
        select(func.count())
        .select_from(staffing_proposals)
        .where(staffing_proposals.c.state == JobState.FAILED.value)
        .where(staffing_proposals.c.ended_at > now - timedelta(days=1))
    )
    this_week = IsoWeek.of(today)
    short, over = (
        await connection.execute(
            select(func.sum(capacity_balance.c.short), func.sum(capacity_balance.c.over)).where(
                capacity_balance.c.monday.between(
                    this_week.monday, this_week.plus(CAPACITY_WEEKS - 1).monday
                )
            )
        )
    ).one()
    return Workload(
        requested=count[reservations.State.REQUESTED],
        waitlisted=count[reservations.State.WAITLISTED],
        counter_offers=count[reservations.State.PROPOSED],
        overdue=sum(deadline < today for deadline in deadlines),
        proposals=proposals or 0,
        failed_proposals=failed or 0,
        short_hours=to_hours(short or 0),
        over_allocated_hours=to_hours(over or 0),
    )
