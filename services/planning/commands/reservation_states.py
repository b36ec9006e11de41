"""A reservation as it is kept, what is offered instead, and who decided about it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.actor import Actor
from services.planning.commands.locks import lock_row, not_found
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.reservations.reservations import Content, Party, State
from services.planning.tables import (
    counter_offer_weeks,
    counter_offers,
    reservation_weeks,
    reservations,
)
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided what, when and why: a line of a reservation's history."""

    by: Actor
    at: datetime
    reason: str

    @property
    def party(self) -> Party:
        """On whose side they decide."""
        return Party(self.by.role)


@dataclass(frozen=True, slots=True)
class Reservation:
    """A reservation and the hours that it asks or has."""

    id: UUID
    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    content: Content
    state: State = State.REQUESTED
    version: int = 1


@dataclass(frozen=True, slots=True)
class Offer:
    """What the team offers instead, and whether it may be more than there is."""

    content: Content
    over_allocation_allowed: bool


async def locked(connection: AsyncConnection, reservation_id: UUID) -> Reservation:
    """The plan and a reservation of it, locked.

    Raises:
        NotFound: there is no such reservation.
    """
    await lock_row(connection, reservations, reservation_id)
    return await unlocked(connection, reservation_id)


async def unlocked(connection: AsyncConnection, reservation_id: UUID) -> Reservation:
    """A reservation to look at, not to decide by.

    Raises:
        NotFound: there is no such reservation.
    """
    row = (
        await connection.execute(select(reservations).where(reservations.c.id == reservation_id))
    ).one_or_none()
    if row is None:
        raise not_found()
    return await loaded(connection, row)


async def loaded(connection: AsyncConnection, row: Row[tuple[object, ...]]) -> Reservation:
    """A reservation of which the row is known, with its weeks."""
    weeks = await connection.execute(
        select(reservation_weeks)
        .where(reservation_weeks.c.reservation_id == row.id)
        .order_by(reservation_weeks.c.monday)
    )
    return Reservation(
        row.id,
        row.subproject_id,
        row.expertise_id,
        row.team_id,
        Content(row.staff_id, week_minutes(weeks)),
        State(row.state),
        row.version,
    )


def week_minutes(rows: Iterable[Row[tuple[object, ...]]]) -> Sequence[WeekMinutes]:
    """Rows with a Monday and minutes, as the rules count them."""
    return [WeekMinutes(IsoWeek.of(row.monday), row.minutes) for row in rows]


async def counter_offer(connection: AsyncConnection, reservation_id: UUID) -> Offer:
    """What is offered to a proposed reservation.

    Raises:
        NoResultFound: nothing is.
    """
    row = (
        await connection.execute(
            select(counter_offers).where(counter_offers.c.reservation_id == reservation_id)
        )
    ).one()
    weeks = await connection.execute(
        select(counter_offer_weeks)
        .where(counter_offer_weeks.c.reservation_id == reservation_id)
        .order_by(counter_offer_weeks.c.monday)
    )
    return Offer(Content(row.staff_id, week_minutes(weeks)), row.over_allocation_allowed)
