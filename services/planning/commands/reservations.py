"""Commands about reservations: asked by the programme, decided by the team, and who did so with
which reason.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import Row, and_, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.actor import Actor
from services.planning.commands.balance import refresh_balance
from services.planning.commands.locks import lock_plan, lock_row
from services.planning.commands.requests import (
    RequestReservation,
    over_allocation,
    request_reasons,
)
from services.planning.domain import reservations as rules
from services.planning.domain.hours import to_hours
from services.planning.domain.planned_hours import WeekMinutes, past_week_reasons
from services.planning.domain.reservations import Decision, State
from services.planning.tables import (
    event_log,
    reservation_history,
    reservation_weeks,
    reservations,
)
from shared.contracts.envelope import EventData
from shared.contracts.planning_v1 import (
    ReservationConfirmed,
    ReservationDeclined,
    ReservationReleased,
    ReservationRequested,
    ReservedWeek,
)
from shared.isoweek import IsoWeek
from shared.refusal import refuse_when
from shared.runtime.clock import today


@dataclass(frozen=True, slots=True)
class Decided:
    """Who decided what, when and why: a line of a reservation's history."""

    by: Actor
    at: datetime
    reason: str


async def request_reservation(
    connection: AsyncConnection, command: RequestReservation, *, by: Actor, now: datetime
) -> UUID:
    """Ask a team for hours; answer the reservation's id.

    Raises:
        Refusal: something asked for is unknown or closed, weeks do not fit, there is no consent for
        a person's hours,
            or more is asked than there is.
    """
    await lock_plan(connection)
    refuse_when(await request_reasons(connection, command, today(now)))
    refuse_when(await over_allocation(connection, command))
    reservation_id = uuid4()
    await connection.execute(
        insert(reservations).values(
            id=reservation_id,
            subproject_id=command.subproject_id,
            expertise_id=command.expertise_id,
            team_id=command.team_id,
            staff_id=command.staff_id,
            state=State.REQUESTED.value,
        )
    )
    await connection.execute(
        insert(reservation_weeks),
        [
            {"reservation_id": reservation_id, "monday": each.week.monday, "minutes": each.minutes}
            for each in command.weeks
        ],
    )
    await _write_history(
        connection, reservation_id, 1, State.REQUESTED, Decided(by, now, command.reason)
    )
    await event_log.record(
        connection,
        ReservationRequested(
            reservation_id=reservation_id,
            subproject_id=command.subproject_id,
            expertise_id=command.expertise_id,
            team_id=command.team_id,
            staff_id=command.staff_id,
            weeks=tuple(
                ReservedWeek(week=str(each.week), hours=to_hours(each.minutes))
                for each in sorted(command.weeks, key=lambda each: each.week)
            ),
        ),
    )
    return reservation_id


async def confirm_reservation(
    connection: AsyncConnection, reservation_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Give the hours that were asked.

    Raises:
        NotFound: there is no such reservation.
        Refusal: it is not open, its weeks have gone by, or the hours are no longer there.
    """
    row = await _locked(connection, reservation_id)
    weeks = await _weeks(connection, reservation_id)
    refuse_when(
        [
            *rules.decision_reasons(State(row.state), Decision.CONFIRM),
            *past_week_reasons(weeks, IsoWeek.of(today(now))),
        ]
    )
    refuse_when(
        await over_allocation(
            connection,
            RequestReservation(
                row.subproject_id, row.expertise_id, row.team_id, row.staff_id, weeks
            ),
        )
    )
    await _decide(connection, row, Decision.CONFIRM, Decided(by, now, reason))
    await refresh_balance(connection, today(now))


async def decline_reservation(
    connection: AsyncConnection, reservation_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Do not give the hours that were asked, and say why.

    Raises:
        NotFound: there is no such reservation.
        Refusal: it is not open.
    """
    row = await _locked(connection, reservation_id)
    await _decide(connection, row, Decision.DECLINE, Decided(by, now, reason))


async def release_reservation(
    connection: AsyncConnection, reservation_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Take confirmed hours back, and say why.

    Raises:
        NotFound: there is no such reservation.
        Refusal: it is not confirmed.
    """
    row = await _locked(connection, reservation_id)
    await _decide(connection, row, Decision.RELEASE, Decided(by, now, reason))
    await refresh_balance(connection, today(now))


async def end_reservations(
    connection: AsyncConnection, subproject_id: UUID, reason: str, *, by: Actor, now: datetime
) -> Sequence[EventData]:
    """Decline what a closed subproject still asks, and release what it holds in this week or later;
    answer the events to record.

    Confirmed hours of weeks that have gone by stay: they were worked.
    """
    await lock_plan(connection)
    ahead = (
        select(reservation_weeks.c.reservation_id)
        .where(reservation_weeks.c.monday >= IsoWeek.of(today(now)).monday)
        .scalar_subquery()
    )
    rows = await connection.execute(
        select(reservations)
        .where(
            reservations.c.subproject_id == subproject_id,
            or_(
                reservations.c.state == State.REQUESTED.value,
                and_(reservations.c.state == State.CONFIRMED.value, reservations.c.id.in_(ahead)),
            ),
        )
        .order_by(reservations.c.id)
        .with_for_update()
    )
    events: list[EventData] = []
    for row in rows.all():
        requested = row.state == State.REQUESTED.value
        decision = Decision.DECLINE if requested else Decision.RELEASE
        events.append(await _save_decision(connection, row, decision, Decided(by, now, reason)))
    return events


async def _locked(connection: AsyncConnection, reservation_id: UUID) -> Row[tuple[object, ...]]:
    await lock_row(connection, reservations, reservation_id)
    return (
        await connection.execute(select(reservations).where(reservations.c.id == reservation_id))
    ).one()


async def _weeks(connection: AsyncConnection, reservation_id: UUID) -> Sequence[WeekMinutes]:
    rows = await connection.execute(
        select(reservation_weeks)
        .where(reservation_weeks.c.reservation_id == reservation_id)
        .order_by(reservation_weeks.c.monday)
    )
    return [WeekMinutes(IsoWeek.of(row.monday), row.minutes) for row in rows]


async def _decide(
    connection: AsyncConnection, row: Row[tuple[object, ...]], decision: Decision, decided: Decided
) -> None:
    await event_log.record(connection, await _save_decision(connection, row, decision, decided))


async def _save_decision(
    connection: AsyncConnection, row: Row[tuple[object, ...]], decision: Decision, decided: Decided
) -> EventData:
    state = rules.after(State(row.state), decision)
    version = row.version + 1
    await connection.execute(
        update(reservations)
        .where(reservations.c.id == row.id)
        .values(state=state.value, version=version)
    )
    await _write_history(connection, row.id, version, state, decided)
    contract = _CONTRACTS[decision]
    return contract(reservation_id=row.id, subproject_id=row.subproject_id, reason=decided.reason)


_CONTRACTS: dict[
    Decision, type[ReservationConfirmed | ReservationDeclined | ReservationReleased]
] = {
    Decision.CONFIRM: ReservationConfirmed,
    Decision.DECLINE: ReservationDeclined,
    Decision.RELEASE: ReservationReleased,
}


async def _write_history(
    connection: AsyncConnection,
    reservation_id: UUID,
    version: int,
    state: State,
    decided: Decided,
) -> None:
    await connection.execute(
        insert(reservation_history).values(
            reservation_id=reservation_id,
            version=version,
            state=state.value,
            at=decided.at,
            by=decided.by.subject,
            role=decided.by.role,
            reason=decided.reason,
        )
    )
