"""How a decision about a reservation is saved: state, hours, history, and the event that tells
it.
"""

from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.reservation_states import Decided, Offer, Reservation
from services.planning.domain.hours import to_hours
from services.planning.domain.reservations import reservations as rules
from services.planning.domain.reservations.reservations import Content, Decision, State
from services.planning.tables import (
    counter_offer_weeks,
    counter_offers,
    reservation_history,
    reservation_weeks,
    reservations,
)
from shared.contracts.envelope import EventData
from shared.contracts.planning_v1 import (
    ReservationConfirmed,
    ReservationDeclined,
    ReservationProposed,
    ReservationReleased,
    ReservationRequested,
    ReservationWaitlisted,
    ReservationWithdrawn,
    ReservedWeek,
)
from shared.runtime.clock import today


async def save_request(
    connection: AsyncConnection, asked: Reservation, decided: Decided
) -> EventData:
    """Save a new request; answer the event to record."""
    await connection.execute(
        insert(reservations).values(
            id=asked.id,
            subproject_id=asked.subproject_id,
            expertise_id=asked.expertise_id,
            team_id=asked.team_id,
            staff_id=asked.content.staff_id,
            state=asked.state.value,
            asked_at=decided.at,
        )
    )
    await _save_weeks(connection, asked)
    await _write_history(connection, asked, decided, over=0)
    return _requested(asked)


async def save_decision(
    connection: AsyncConnection,
    present: Reservation,
    decision: Decision,
    decided: Decided,
    *,
    content: Content | None = None,
    over: int = 0,
) -> EventData:
    """Save what was decided; answer the event to record. `content` are the hours from now on, when
    they are others; `over` are the minutes of these that nobody has.

    Raises:
        Refusal: it is not possible in this state, or not theirs to decide.
    """
    next_one = replace(
        present,
        content=content or present.content,
        state=rules.after(present.state, decision, decided.party),
        version=present.version + 1,
    )
    await connection.execute(
        update(reservations)
        .where(reservations.c.id == present.id)
        .values(
            state=next_one.state.value,
            staff_id=next_one.content.staff_id,
            version=next_one.version,
            confirmed_on=today(decided.at) if next_one.state is State.CONFIRMED else None,
            room_since=None,
        )
    )
    if content is not None:
        await connection.execute(
            delete(reservation_weeks).where(reservation_weeks.c.reservation_id == present.id)
        )
        await _save_weeks(connection, next_one)
    await _forget_counter_offer(connection, present.id)
    await _write_history(connection, next_one, decided, over=over)
    return _event(next_one, decided, over)


async def save_counter_offer(
    connection: AsyncConnection,
    present: Reservation,
    offer: Offer,
    decided: Decided,
    *,
    over: int,
) -> EventData:
    """Save what is offered beside what was asked; answer the event to record.

    Raises:
        Refusal: it is not possible in this state, or not theirs to decide.
    """
    state = rules.after(present.state, Decision.PROPOSE, decided.party)
    version = present.version + 1
    await connection.execute(
        update(reservations)
        .where(reservations.c.id == present.id)
        .values(state=state.value, version=version, room_since=None)
    )
    await _forget_counter_offer(connection, present.id)
    await connection.execute(
        insert(counter_offers).values(
            reservation_id=present.id,
            staff_id=offer.content.staff_id,
            over_allocation_allowed=offer.over_allocation_allowed,
        )
    )
    proposed = replace(present, content=offer.content, state=state, version=version)
    await connection.execute(insert(counter_offer_weeks), _week_rows(proposed))
    await _write_history(connection, proposed, decided, over=over)
    return _event(proposed, decided, over)


def _event(reservation: Reservation, decided: Decided, over: int) -> EventData:
    ids = {"reservation_id": reservation.id, "subproject_id": reservation.subproject_id}
    reason = decided.reason
    match reservation.state:
        case State.REQUESTED:
            return _requested(reservation)
        case State.WAITLISTED:
            return ReservationWaitlisted(**ids, reason=reason)
        case State.PROPOSED:
            return ReservationProposed(
                **ids,
                staff_id=reservation.content.staff_id,
                weeks=_reserved(reservation.content),
                reason=reason,
            )
        case State.CONFIRMED:
            return ReservationConfirmed(**ids, reason=reason, over_allocated=to_hours(over))
        case State.DECLINED:
            return ReservationDeclined(**ids, reason=reason)
        case State.WITHDRAWN:
            return ReservationWithdrawn(**ids, reason=reason)
        case State.RELEASED:
            return ReservationReleased(**ids, reason=reason)


def _requested(reservation: Reservation) -> ReservationRequested:
    return ReservationRequested(
        reservation_id=reservation.id,
        subproject_id=reservation.subproject_id,
        expertise_id=reservation.expertise_id,
        team_id=reservation.team_id,
        staff_id=reservation.content.staff_id,
        weeks=_reserved(reservation.content),
    )


def _reserved(content: Content) -> tuple[ReservedWeek, ...]:
    return tuple(
        ReservedWeek(week=str(each.week), hours=to_hours(each.minutes))
        for each in sorted(content.weeks, key=lambda each: each.week)
    )


async def _save_weeks(connection: AsyncConnection, reservation: Reservation) -> None:
    await connection.execute(insert(reservation_weeks), _week_rows(reservation))


def _week_rows(reservation: Reservation) -> list[dict[str, object]]:
    return [
        {
            "reservation_id": reservation.id,
            "monday": each.week.monday,
            "minutes": each.minutes,
        }
        for each in reservation.content.weeks
    ]


async def _forget_counter_offer(connection: AsyncConnection, reservation_id: UUID) -> None:
    for table in (counter_offer_weeks, counter_offers):
        await connection.execute(delete(table).where(table.c.reservation_id == reservation_id))


async def _write_history(
    connection: AsyncConnection, reservation: Reservation, decided: Decided, *, over: int
) -> None:
    await connection.execute(
        insert(reservation_history).values(
            reservation_id=reservation.id,
            version=reservation.version,
            state=reservation.state.value,
            at=decided.at,
            by=decided.by.subject,
            role=decided.by.role,
            reason=decided.reason,
            minutes=reservation.content.minutes,
            over_minutes=over,
        )
    )
