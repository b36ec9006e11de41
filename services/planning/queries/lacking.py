"""Demand for which hours were neither confirmed nor asked yet."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.domain.plan.subprojects import CLOSED
from services.planning.domain.reservations.reservations import OPEN, State
from services.planning.queries.capacity import WeekHoursRow
from services.planning.queries.found import only
from services.planning.tables import (
    demand_weeks,
    demands,
    expertises,
    reservation_deadlines,
    reservation_weeks,
    reservations,
    subprojects,
)
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class LackingRow:
    """What a demand lacks in this week or later; `last_day` is the last day to ask for it in
    time, None where it is not known yet.
    """

    demand_id: UUID
    subproject_id: UUID
    subproject: str
    expertise_id: UUID
    expertise: str
    level: int
    last_day: date | None
    weeks: Sequence[WeekHoursRow]


async def lacking(
    connection: AsyncConnection, today: date, *, subproject_id: UUID | None = None
) -> Sequence[LackingRow]:
    """Demands that lack hours, the first to be asked first; of one subproject when given."""
    chosen = _lacking(today)
    if subproject_id is not None:
        chosen = chosen.where(demands.c.subproject_id == subproject_id)
    return await _rows(connection, chosen)


async def lacking_of(connection: AsyncConnection, demand_id: UUID, today: date) -> LackingRow:
    """What one demand lacks.

    Raises:
        NotFound: there is no such demand, or it lacks nothing.
    """
    return only(await _rows(connection, _lacking(today).where(demands.c.id == demand_id)))


def _lacking(today: date) -> Select[Any]:
    asked = (
        select(
            reservations.c.subproject_id,
            reservations.c.expertise_id,
            reservation_weeks.c.monday,
            func.sum(reservation_weeks.c.minutes).label("minutes"),
        )
        .join(reservation_weeks, reservation_weeks.c.reservation_id == reservations.c.id)
        .where(
            reservations.c.state.in_([state.value for state in (*OPEN, State.CONFIRMED)]),
            reservation_weeks.c.monday >= IsoWeek.of(today).monday,
        )
        .group_by(
            reservations.c.subproject_id, reservations.c.expertise_id, reservation_weeks.c.monday
        )
        .subquery()
    )
    lacks = demand_weeks.c.minutes - func.coalesce(asked.c.minutes, 0)
    return (
        select(
            demands.c.id,
            demands.c.subproject_id,
            demands.c.expertise_id,
            demands.c.level,
            subprojects.c.name.label("subproject"),
            expertises.c.name.label("expertise"),
            reservation_deadlines.c.last_day,
            demand_weeks.c.monday,
            lacks.label("minutes"),
        )
        .join(demand_weeks, demand_weeks.c.demand_id == demands.c.id)
        .join(subprojects, subprojects.c.id == demands.c.subproject_id)
        .join(expertises, expertises.c.id == demands.c.expertise_id)
        .outerjoin(reservation_deadlines, reservation_deadlines.c.demand_id == demands.c.id)
        .outerjoin(
            asked,
            and_(
                asked.c.subproject_id == demands.c.subproject_id,
                asked.c.expertise_id == demands.c.expertise_id,
                asked.c.monday == demand_weeks.c.monday,
            ),
        )
        .where(
            demand_weeks.c.monday >= IsoWeek.of(today).monday,
            lacks > 0,
            subprojects.c.state.not_in([state.value for state in CLOSED]),
        )
        .order_by(
            reservation_deadlines.c.last_day.nulls_last(), demands.c.id, demand_weeks.c.monday
        )
    )


async def _rows(connection: AsyncConnection, chosen: Select[Any]) -> Sequence[LackingRow]:
    first: dict[UUID, Any] = {}
    weeks: defaultdict[UUID, list[WeekHoursRow]] = defaultdict(list)
    for row in await connection.execute(chosen):
        first.setdefault(row.id, row)
        weeks[row.id].append(WeekHoursRow(str(IsoWeek.of(row.monday)), to_hours(row.minutes)))
    return [
        LackingRow(
            row.id,
            row.subproject_id,
            row.subproject,
            row.expertise_id,
            row.expertise,
            row.level,
            row.last_day,
            weeks[row.id],
        )
        for row in first.values()
    ]
