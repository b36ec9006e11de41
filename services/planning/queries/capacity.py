"""Demand and the weekly balance."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.queries.found import only
from services.planning.tables import capacity_balance, demand_weeks, demands, expertises
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class WeekHoursRow:
    """Hours in a week."""

    week: str
    hours: float


@dataclass(frozen=True, slots=True)
class DemandRow:
    """The hours of an expertise that a subproject needs."""

    id: UUID
    subproject_id: UUID
    expertise_id: UUID
    level: int
    weeks: Sequence[WeekHoursRow]
    version: int


@dataclass(frozen=True, slots=True)
class BalanceWeek:
    """An expertise in a week, in hours."""

    week: str
    demand: float
    supply: float
    confirmed: float
    short: float
    over_allocated: float


@dataclass(frozen=True, slots=True)
class ExpertiseBalanceRow:
    """The weeks of an expertise that have demand."""

    expertise_id: UUID
    expertise: str
    weeks: Sequence[BalanceWeek]


async def demand_by_id(
    connection: AsyncConnection, subproject_id: UUID, demand_id: UUID
) -> DemandRow:
    """One demand of a subproject.

    Raises:
        NotFound: there is none with this id.
    """
    chosen = select(demands).where(
        demands.c.id == demand_id, demands.c.subproject_id == subproject_id
    )
    return only(await _demands(connection, chosen))


async def demands_of(connection: AsyncConnection, subproject_id: UUID) -> Sequence[DemandRow]:
    """The demands of a subproject, one per expertise."""
    chosen = (
        select(demands)
        .where(demands.c.subproject_id == subproject_id)
        .order_by(demands.c.expertise_id)
    )
    return await _demands(connection, chosen)


async def balances(
    connection: AsyncConnection, first: IsoWeek, last: IsoWeek
) -> Sequence[ExpertiseBalanceRow]:
    """The balance of these weeks, by name of the expertise. A week or expertise that is missing has
    no demand.
    """
    rows = await connection.execute(
        select(capacity_balance, expertises.c.name)
        .join(expertises, expertises.c.id == capacity_balance.c.expertise_id)
        .where(capacity_balance.c.monday.between(first.monday, last.monday))
        .order_by(expertises.c.name, capacity_balance.c.monday)
    )
    weeks: defaultdict[tuple[str, UUID], list[BalanceWeek]] = defaultdict(list)
    for row in rows:
        weeks[row.name, row.expertise_id].append(
            BalanceWeek(
                week=str(IsoWeek.of(row.monday)),
                demand=to_hours(row.demand),
                supply=to_hours(row.supply),
                confirmed=to_hours(row.confirmed),
                short=to_hours(row.short),
                over_allocated=to_hours(row.over),
            )
        )
    return [
        ExpertiseBalanceRow(expertise_id, name, found)
        for (name, expertise_id), found in weeks.items()
    ]


async def _demands(
    connection: AsyncConnection, chosen: Select[tuple[Any, ...]]
) -> Sequence[DemandRow]:
    rows = (await connection.execute(chosen)).all()
    weeks: defaultdict[UUID, list[WeekHoursRow]] = defaultdict(list)
    for week in await connection.execute(
        select(demand_weeks)
        .where(demand_weeks.c.demand_id.in_([row.id for row in rows]))
        .order_by(demand_weeks.c.monday)
    ):
        weeks[week.demand_id].append(
            WeekHoursRow(str(IsoWeek.of(week.monday)), to_hours(week.minutes))
        )
    return [
        DemandRow(
            row.id,
            row.subproject_id,
            row.expertise_id,
            row.level,
            weeks[row.id],
            row.version,
        )
        for row in rows
    ]
