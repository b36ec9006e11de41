"""Reservations, and who decided what about them."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.queries.capacity import WeekHoursRow
from services.planning.queries.found import only
from services.planning.tables import reservation_history, reservation_weeks, reservations
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class ReservationRow:
    """Hours of an expertise that a subproject asked of a team, or of one of its people."""

    id: UUID
    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    staff_id: UUID | None
    state: str
    weeks: Sequence[WeekHoursRow]
    version: int


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What became of a reservation, when, by whom and why."""

    state: str
    at: datetime
    by: str
    role: str
    reason: str


async def reservation_by_id(connection: AsyncConnection, reservation_id: UUID) -> ReservationRow:
    """One reservation.

    Raises:
        NotFound: there is none with this id.
    """
    chosen = select(reservations).where(reservations.c.id == reservation_id)
    return only(await _reservations(connection, chosen))


async def reservations_page(
    connection: AsyncConnection,
    *,
    state: str | None,
    team_ids: Collection[UUID] | None,
    after: tuple[UUID] | None,
    limit: int,
) -> Sequence[ReservationRow]:
    """Reservations in one state when asked, of these teams when given."""
    chosen = select(reservations).order_by(reservations.c.id).limit(limit)
    if state is not None:
        chosen = chosen.where(reservations.c.state == state)
    if team_ids is not None:
        chosen = chosen.where(reservations.c.team_id.in_(team_ids))
    if after is not None:
        chosen = chosen.where(reservations.c.id > after[0])
    return await _reservations(connection, chosen)


async def reservation_history_of(
    connection: AsyncConnection, reservation_id: UUID
) -> Sequence[HistoryRow]:
    """The history of a reservation, the oldest first."""
    rows = await connection.execute(
        select(reservation_history)
        .where(reservation_history.c.reservation_id == reservation_id)
        .order_by(reservation_history.c.version)
    )
    return [HistoryRow(row.state, row.at, row.by, row.role, row.reason) for row in rows]


async def _reservations(
    connection: AsyncConnection, chosen: Select[tuple[Any, ...]]
) -> Sequence[ReservationRow]:
    rows = (await connection.execute(chosen)).all()
    weeks: defaultdict[UUID, list[WeekHoursRow]] = defaultdict(list)
    for week in await connection.execute(
        select(reservation_weeks)
        .where(reservation_weeks.c.reservation_id.in_([row.id for row in rows]))
        .order_by(reservation_weeks.c.monday)
    ):
        weeks[week.reservation_id].append(
            WeekHoursRow(str(IsoWeek.of(week.monday)), to_hours(week.minutes))
        )
    return [ReservationRow(**row._mapping, weeks=weeks[row.id]) for row in rows]
