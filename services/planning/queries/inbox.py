"""Requests as those who decide about them read them: with names, and the day to decide by."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, literal_column, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.balance.balance import LOWEST_LEVEL
from services.planning.domain.reservations.deadlines import decision_deadline
from services.planning.domain.reservations.reservations import State
from services.planning.queries.deadlines import lead_times
from services.planning.queries.found import only
from services.planning.queries.reservations import ReservationRow, reservations_by_id
from services.planning.tables import (
    demands,
    expertises,
    reservation_weeks,
    reservations,
    subprojects,
    teams,
)

PAGE = 25


@dataclass(frozen=True, slots=True)
class InboxRow:
    """A reservation with the names in it. `decide_by` is the last day to give the hours in time,
    `reason` what was said at the last step.
    """

    reservation: ReservationRow
    subproject: str
    focus_area: str
    expertise: str
    level: int
    team: str
    decide_by: date
    reason: str


@dataclass(frozen=True, slots=True)
class Inbox:
    """A page of reservations, the first needed first, and how many there are per state."""

    rows: Sequence[InboxRow]
    counts: Mapping[State, int]


async def inbox(
    connection: AsyncConnection,
    *,
    states: Collection[State],
    team_ids: Collection[UUID] | None,
    page: int,
) -> Inbox:
    """Reservations in these states, of these teams when given; `page` counts from 1."""
    counted = select(reservations.c.state, func.count()).group_by(reservations.c.state)
    chosen = (
        _NAMED.where(reservations.c.state.in_([state.value for state in states]))
        .order_by("first_monday", reservations.c.asked_at, reservations.c.id)
        .offset((page - 1) * PAGE)
        .limit(PAGE)
    )
    if team_ids is not None:
        counted = counted.where(reservations.c.team_id.in_(team_ids))
        chosen = chosen.where(reservations.c.team_id.in_(team_ids))
    counts = {State(state): count for state, count in await connection.execute(counted)}
    return Inbox(await _rows(connection, chosen), counts)


async def inbox_row(connection: AsyncConnection, reservation_id: UUID) -> InboxRow:
    """One reservation.

    Raises:
        NotFound: there is none with this id.
    """
    return only(await _rows(connection, _NAMED.where(reservations.c.id == reservation_id)))


async def inbox_of(connection: AsyncConnection, subproject_id: UUID) -> Sequence[InboxRow]:
    """What a subproject asked, the first needed first."""
    chosen = _NAMED.where(reservations.c.subproject_id == subproject_id)
    return await _rows(connection, chosen.order_by("first_monday", reservations.c.id))


_FIRST_MONDAY = (
    select(func.min(reservation_weeks.c.monday))
    .where(reservation_weeks.c.reservation_id == reservations.c.id)
    .scalar_subquery()
)

# What was said at each step is kept with the step itself, also for days in the past.
_REASON: ColumnElement[str | None] = literal_column(
    "(SELECT said.reason FROM planning.reservation_history said"
    " WHERE said.reservation_id = reservations.id AND said.version = reservations.version)"
).label("reason")

_NAMED = (
    select(
        reservations.c.id,
        subprojects.c.name.label("subproject"),
        subprojects.c.focus_area,
        expertises.c.name.label("expertise"),
        func.coalesce(demands.c.level, LOWEST_LEVEL).label("level"),
        teams.c.name.label("team"),
        _REASON,
        _FIRST_MONDAY.label("first_monday"),
    )
    .join(subprojects, subprojects.c.id == reservations.c.subproject_id)
    .join(expertises, expertises.c.id == reservations.c.expertise_id)
    .join(teams, teams.c.id == reservations.c.team_id)
    .outerjoin(
        demands,
        (demands.c.subproject_id == reservations.c.subproject_id)
        & (demands.c.expertise_id == reservations.c.expertise_id),
    )
)


async def _rows(connection: AsyncConnection, chosen: Select[tuple[Any, ...]]) -> Sequence[InboxRow]:
    rows = (await connection.execute(chosen)).all()
    found = await reservations_by_id(connection, [row.id for row in rows])
    times = await lead_times(connection)
    return [
        InboxRow(
            found[row.id],
            row.subproject,
            row.focus_area,
            row.expertise,
            row.level,
            row.team,
            decision_deadline(row.first_monday, times),
            row.reason or "",
        )
        for row in rows
    ]
