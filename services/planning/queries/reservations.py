"""Reservations, the waitlist, and who decided what about them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Table, func, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.domain.reservations.reservations import State
from services.planning.domain.reservations.timeliness import lead_days
from services.planning.queries.capacity import WeekHoursRow
from services.planning.queries.found import only
from services.planning.tables import (
    counter_offer_weeks,
    counter_offers,
    reservation_history,
    reservation_weeks,
    reservations,
)
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class CounterOfferRow:
    """What the team offers instead of what was asked."""

    staff_id: UUID | None
    weeks: Sequence[WeekHoursRow]
    over_allocation_allowed: bool


@dataclass(frozen=True, slots=True)
class ReservationRow:
    """Hours of an expertise that a subproject asked of a team, or of one of its people.

    `room_since` is the day since when a waitlisted request fits; `lead_days` the working days
    between confirmation and first week (C4).
    """

    id: UUID
    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    staff_id: UUID | None
    state: str
    asked_at: datetime
    confirmed_on: date | None
    lead_days: int | None
    room_since: date | None
    weeks: Sequence[WeekHoursRow]
    counter_offer: CounterOfferRow | None
    version: int


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What became of a reservation, when, by whom and why; hours asked, offered or given then, and
    what of it nobody had.
    """

    state: str
    at: datetime
    by: str
    role: str
    reason: str
    hours: float
    over_allocated_hours: float


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A request on the waitlist of a team: its place, and the day that it is needed by."""

    place: int
    needed_by: date
    reservation: ReservationRow


async def reservation_by_id(connection: AsyncConnection, reservation_id: UUID) -> ReservationRow:
    """One reservation.

    Raises:
        NotFound: there is none with this id.
    """
    chosen = select(reservations).where(reservations.c.id == reservation_id)
    return only(await _reservations(connection, chosen))


async def reservations_by_id(
    connection: AsyncConnection, ids: Collection[UUID]
) -> Mapping[UUID, ReservationRow]:
    """These reservations."""
    chosen = select(reservations).where(reservations.c.id.in_(ids))
    return {each.id: each for each in await _reservations(connection, chosen)}


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


async def waitlist_page(
    connection: AsyncConnection,
    *,
    team_ids: Collection[UUID] | None,
    after: tuple[date, datetime, UUID] | None,
    limit: int,
) -> Sequence[WaitingRow]:
    """The waitlists of these teams when given, in their turn: needed first, then asked first."""
    needed_by = (
        select(func.min(reservation_weeks.c.monday))
        .where(reservation_weeks.c.reservation_id == reservations.c.id)
        .scalar_subquery()
    )
    waiting = (
        select(reservations.c.id, reservations.c.team_id, reservations.c.asked_at, needed_by)
        .where(reservations.c.state == State.WAITLISTED.value)
        .subquery()
    )
    ids, teams, asked_at, first = waiting.c
    turn = (first, asked_at, ids)
    places = select(
        ids,
        teams,
        asked_at,
        first.label("needed_by"),
        func.row_number().over(partition_by=teams, order_by=turn).label("place"),
    ).subquery()
    keys = (places.c.needed_by, places.c.asked_at, places.c.id)
    chosen = select(places).order_by(*keys).limit(limit)
    if team_ids is not None:
        chosen = chosen.where(places.c.team_id.in_(team_ids))
    if after is not None:
        chosen = chosen.where(tuple_(*keys) > after)
    rows = (await connection.execute(chosen)).all()
    by_id = await reservations_by_id(connection, [row.id for row in rows])
    return [WaitingRow(row.place, row.needed_by, by_id[row.id]) for row in rows]


async def reservation_history_of(
    connection: AsyncConnection, reservation_id: UUID, *, until: int
) -> Sequence[HistoryRow]:
    """The history of a reservation until a version of it, the oldest first."""
    # What was said at each step is kept with the step itself, also for days in the past.
    of_today = {"schema_translate_map": None}
    rows = await connection.execute(
        select(reservation_history)
        .where(
            reservation_history.c.reservation_id == reservation_id,
            reservation_history.c.version <= until,
        )
        .order_by(reservation_history.c.version),
        execution_options=of_today,
    )
    return [
        HistoryRow(
            row.state,
            row.at,
            row.by,
            row.role,
            row.reason,
            to_hours(row.minutes),
            to_hours(row.over_minutes),
        )
        for row in rows
    ]


async def _reservations(
    connection: AsyncConnection, chosen: Select[tuple[Any, ...]]
) -> Sequence[ReservationRow]:
    rows = (await connection.execute(chosen)).all()
    weeks = await _weeks(connection, reservation_weeks, [row.id for row in rows])
    offers = await _counter_offers(
        connection, [row.id for row in rows if row.state == State.PROPOSED.value]
    )
    return [_reservation(row, weeks[row.id], offers.get(row.id)) for row in rows]


def _reservation(
    row: Row[tuple[Any, ...]], weeks: Sequence[WeekHoursRow], offer: CounterOfferRow | None
) -> ReservationRow:
    lead = row.confirmed_on and lead_days(row.confirmed_on, IsoWeek.parse(weeks[0].week).monday)
    return ReservationRow(**row._mapping, lead_days=lead, weeks=weeks, counter_offer=offer)


async def _counter_offers(
    connection: AsyncConnection, ids: Collection[UUID]
) -> Mapping[UUID, CounterOfferRow]:
    if not ids:
        return {}
    weeks = await _weeks(connection, counter_offer_weeks, ids)
    rows = await connection.execute(
        select(counter_offers).where(counter_offers.c.reservation_id.in_(ids))
    )
    return {
        row.reservation_id: CounterOfferRow(
            row.staff_id, weeks[row.reservation_id], row.over_allocation_allowed
        )
        for row in rows
    }


async def _weeks(
    connection: AsyncConnection, table: Table, ids: Collection[UUID]
) -> Mapping[UUID, Sequence[WeekHoursRow]]:
    weeks: defaultdict[UUID, list[WeekHoursRow]] = defaultdict(list)
    for row in await connection.execute(
        select(table).where(table.c.reservation_id.in_(ids)).order_by(table.c.monday)
    ):
        weeks[row.reservation_id].append(
            WeekHoursRow(str(IsoWeek.of(row.monday)), to_hours(row.minutes))
        )
    return weeks
