"""All that is planned, as the rules need it to say what a change breaks."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Function,
    Table,
    func,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.plan import open_subprojects
from services.planning.commands.workforce import workforce
from services.planning.domain.plan import milestones as milestone_rules
from services.planning.domain.plan.plan import (
    Plan,
    PlannedDemand,
    PlannedMilestone,
    PlannedReservation,
)
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.reservations.deadlines import decision_deadline
from services.planning.domain.reservations.reservations import OPEN, State
from services.planning.queries.deadlines import lead_times
from services.planning.tables import (
    demand_weeks,
    demands,
    milestones,
    programmes,
    reservation_weeks,
    reservations,
    subprojects,
)
from shared.database import among
from shared.isoweek import IsoWeek


async def planned(connection: AsyncConnection, today: date) -> Plan:
    """The plan of all subprojects that are not closed. Call it with the plan locked to decide by
    it.
    """
    planned_in = await open_subprojects(connection)
    givers = await workforce(connection)
    times = await lead_times(connection)
    return Plan(
        today=today,
        programmes=await _programmes(connection),
        programme_of=await _programme_of(connection),
        subprojects=planned_in,
        milestones=await _milestones(connection, planned_in),
        demands=await _demands(connection, planned_in),
        reservations=await _reservations(connection, planned_in),
        supplies=cache(givers.supplies),
        decide_by=lambda monday: decision_deadline(monday, times),
    )


async def _programmes(connection: AsyncConnection) -> Mapping[UUID, Period]:
    rows = await connection.execute(select(programmes))
    return {row.id: Period(row.starts_on, row.ends_on) for row in rows}


async def _programme_of(connection: AsyncConnection) -> Mapping[UUID, UUID]:
    rows = await connection.execute(select(subprojects.c.id, subprojects.c.programme_id))
    return {row.id: row.programme_id for row in rows}


async def _milestones(
    connection: AsyncConnection, of: Collection[UUID]
) -> Sequence[PlannedMilestone]:
    rows = await connection.execute(
        select(milestones)
        .where(
            among(milestones.c.subproject_id, of),
            milestones.c.state == milestone_rules.State.PLANNED.value,
        )
        .order_by(milestones.c.due_on, milestones.c.id)
    )
    return [PlannedMilestone(row.id, row.subproject_id, row.name, row.due_on) for row in rows]


async def _demands(connection: AsyncConnection, of: Collection[UUID]) -> Sequence[PlannedDemand]:
    rows = (
        await connection.execute(
            select(demands).where(among(demands.c.subproject_id, of)).order_by(demands.c.id)
        )
    ).all()
    weeks = await _weeks(connection, demand_weeks, "demand_id", [row.id for row in rows])
    return [
        PlannedDemand(row.id, row.subproject_id, row.expertise_id, row.level, weeks[row.id])
        for row in rows
    ]


async def _reservations(
    connection: AsyncConnection, of: Collection[UUID]
) -> Sequence[PlannedReservation]:
    rows = (
        await connection.execute(
            select(reservations)
            .where(
                among(reservations.c.subproject_id, of),
                reservations.c.state.in_([state.value for state in (*OPEN, State.CONFIRMED)]),
            )
            .order_by(reservations.c.id)
        )
    ).all()
    weeks = await _weeks(connection, reservation_weeks, "reservation_id", [row.id for row in rows])
    return [
        PlannedReservation(
            row.id,
            row.subproject_id,
            row.expertise_id,
            row.team_id,
            row.staff_id,
            State(row.state),
            weeks[row.id],
        )
        for row in rows
    ]


async def _weeks(
    connection: AsyncConnection, table: Table, of: str, ids: Collection[UUID]
) -> Mapping[UUID, Sequence[WeekMinutes]]:
    def in_order(figure: ColumnElement[Any]) -> Function[Any]:
        return func.array_agg(aggregate_order_by(figure, table.c.monday))

    rows = await connection.execute(
        select(
            table.c[of].label("of"),
            in_order(table.c.monday).label("mondays"),
            in_order(table.c.minutes).label("minutes"),
        )
        .where(among(table.c[of], ids))
        .group_by(table.c[of])
    )
    week_of = cache(IsoWeek.of)
    found: defaultdict[UUID, Sequence[WeekMinutes]] = defaultdict(list)
    for row in rows:
        found[row.of] = list(map(WeekMinutes, map(week_of, row.mondays), row.minutes))
    return found
