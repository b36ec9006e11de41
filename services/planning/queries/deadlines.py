"""Reservation deadlines, the steps that make them, and the lead times of the municipality."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.domain.reservations.deadlines import LeadTimes
from services.planning.domain.supply.public_holidays import HolidayChoices, LiberationDay
from services.planning.queries.found import only
from services.planning.tables import (
    demands,
    expertises,
    holiday_choices,
    reservation_deadlines,
    subprojects,
)
from services.planning.tables import lead_times as lead_times_table


@dataclass(frozen=True, slots=True)
class LeadTimesRow:
    """What the municipality needs between asking and starting, in working days."""

    roster_freeze_days: int
    approval_days: int
    version: int


@dataclass(frozen=True, slots=True)
class DeadlineRow:
    """The last day to reserve what a demand still lacks, and why: `steps` are parts with working
    days that lead from `starts_on` back to it.

    `planned_on` is the first day as planned; `starts_on` is later when what it waits for is late.
    """

    demand_id: UUID
    subproject_id: UUID
    subproject: str
    expertise_id: UUID
    expertise: str
    last_day: date
    planned_on: date
    starts_on: date
    steps: Sequence[Mapping[str, Any]]
    buffer_measured: bool
    enough_people: bool
    open_hours: float
    options: Sequence[str]


async def lead_times(connection: AsyncConnection) -> LeadTimes:
    """The lead times and the holidays that the municipality chose, as the rules take them."""
    row = await lead_times_row(connection)
    chosen = (await connection.execute(select(holiday_choices))).one()
    holidays = HolidayChoices(chosen.good_friday, LiberationDay(chosen.liberation_day))
    return LeadTimes(row.roster_freeze_days, row.approval_days, holidays)


async def lead_times_row(connection: AsyncConnection) -> LeadTimesRow:
    """The lead times with their version."""
    row = (await connection.execute(select(lead_times_table))).one()
    return LeadTimesRow(row.roster_freeze_days, row.approval_days, row.version)


async def deadlines_page(
    connection: AsyncConnection,
    *,
    programme_id: UUID | None,
    after: tuple[date, UUID] | None,
    limit: int,
) -> Sequence[DeadlineRow]:
    """Deadlines of demands that still lack hours, the first to pass first; of one programme when
    asked.
    """
    order = (reservation_deadlines.c.last_day, reservation_deadlines.c.demand_id)
    chosen = _DEADLINES.order_by(*order).limit(limit)
    if programme_id is not None:
        chosen = chosen.where(subprojects.c.programme_id == programme_id)
    if after is not None:
        chosen = chosen.where(tuple_(*order) > after)
    return await _deadlines(connection, chosen)


async def deadlines_of(connection: AsyncConnection, subproject_id: UUID) -> Sequence[DeadlineRow]:
    """The deadlines of the demands of a subproject that lack hours, the earliest first."""
    order = (reservation_deadlines.c.last_day, reservation_deadlines.c.demand_id)
    chosen = _DEADLINES.where(demands.c.subproject_id == subproject_id).order_by(*order)
    return await _deadlines(connection, chosen)


async def deadline_of(
    connection: AsyncConnection, subproject_id: UUID, demand_id: UUID
) -> DeadlineRow:
    """The deadline of one demand.

    Raises:
        NotFound: the subproject has no such demand, or it lacks no hours.
    """
    chosen = _DEADLINES.where(demands.c.id == demand_id, demands.c.subproject_id == subproject_id)
    return only(await _deadlines(connection, chosen))


_DEADLINES = (
    select(
        reservation_deadlines,
        demands.c.subproject_id,
        demands.c.expertise_id,
        subprojects.c.name.label("subproject"),
        expertises.c.name.label("expertise"),
    )
    .join(demands, demands.c.id == reservation_deadlines.c.demand_id)
    .join(subprojects, subprojects.c.id == demands.c.subproject_id)
    .join(expertises, expertises.c.id == demands.c.expertise_id)
)


async def _deadlines(
    connection: AsyncConnection, chosen: Select[tuple[Any, ...]]
) -> Sequence[DeadlineRow]:
    return [_deadline(row) for row in await connection.execute(chosen)]


def _deadline(row: Row[tuple[Any, ...]]) -> DeadlineRow:
    return DeadlineRow(
        demand_id=row.demand_id,
        subproject_id=row.subproject_id,
        subproject=row.subproject,
        expertise_id=row.expertise_id,
        expertise=row.expertise,
        last_day=row.last_day,
        planned_on=row.planned_on,
        starts_on=row.starts_on,
        steps=row.steps,
        buffer_measured=row.buffer_measured,
        enough_people=row.served,
        open_hours=to_hours(row.open_minutes),
        options=row.options,
    )
