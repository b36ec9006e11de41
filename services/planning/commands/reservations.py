"""Commands about reservations: asked by the programme, decided by the team, and who did so with
which reason. Counter-offers are in counter_offers.py.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.actor import Actor
from services.planning.commands.balance import refresh_balance
from services.planning.commands.catalogue import surviving_or_same
from services.planning.commands.locks import lock_plan
from services.planning.commands.over_allocation import minutes_over
from services.planning.commands.requests import RequestReservation, request_reasons
from services.planning.commands.reservation_saving import save_decision, save_request
from services.planning.commands.reservation_states import (
    Decided,
    Reservation,
    loaded,
    locked,
)
from services.planning.domain.plan.planned_hours import past_week_reasons
from services.planning.domain.reservations import reservations as rules
from services.planning.domain.reservations.over_allocation import allowance_reasons
from services.planning.domain.reservations.reservations import OPEN, Content, Decision, State
from services.planning.tables import event_log, reservation_weeks, reservations
from shared.contracts.envelope import EventData
from shared.isoweek import IsoWeek
from shared.refusal import refuse_when
from shared.runtime.clock import today


async def request_reservation(
    connection: AsyncConnection, command: RequestReservation, *, by: Actor, now: datetime
) -> UUID:
    """Ask a team for hours, also for more than there is: then the team leader chooses. Answer the
    reservation's id.

    Raises:
        Refusal: something asked for is unknown or closed, weeks do not fit, or there is no consent
        for a person's hours.
    """
    await lock_plan(connection)
    command = replace(
        command, expertise_id=await surviving_or_same(connection, command.expertise_id)
    )
    refuse_when(await request_reasons(connection, command, today(now)))
    asked = Reservation(
        uuid4(),
        command.subproject_id,
        command.expertise_id,
        command.team_id,
        Content(command.staff_id, command.weeks),
    )
    told = await save_request(connection, asked, Decided(by, now, command.reason))
    await event_log.record(connection, told)
    return asked.id


async def confirm_reservation(
    connection: AsyncConnection,
    reservation_id: UUID,
    *,
    reason: str,
    over_allocation_allowed: bool,
    by: Actor,
    now: datetime,
) -> None:
    """Give the hours that were asked; more than there is only when that is allowed, with a reason.

    Raises:
        NotFound: there is no such reservation.
        Refusal: it is not the team's to decide, its weeks have gone by, or more is asked than there
        is.
    """
    present = await locked(connection, reservation_id)
    decided = Decided(by, now, reason)
    refuse_when(
        [
            *rules.decision_reasons(present.state, Decision.CONFIRM, decided.party),
            *past_week_reasons(present.content.weeks, IsoWeek.of(today(now))),
            *allowance_reasons(over_allocation_allowed, reason),
        ]
    )
    over = await minutes_over(
        connection, present, present.content, is_allowed=over_allocation_allowed
    )
    told = await save_decision(connection, present, Decision.CONFIRM, decided, over=over)
    await event_log.record(connection, told)
    await refresh_balance(connection, today(now))


async def waitlist_reservation(
    connection: AsyncConnection, reservation_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Let a request wait until there is room.

    Raises:
        NotFound: there is no such reservation.
        Refusal: it is not open.
    """
    await _decide(connection, reservation_id, Decision.WAITLIST, Decided(by, now, reason))


async def decline_reservation(
    connection: AsyncConnection, reservation_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Do not give the hours that were asked, and say why.

    Raises:
        NotFound: there is no such reservation.
        Refusal: it is not open.
    """
    await _decide(connection, reservation_id, Decision.DECLINE, Decided(by, now, reason))


async def withdraw_reservation(
    connection: AsyncConnection, reservation_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Ask for the hours no longer, and say why.

    Raises:
        NotFound: there is no such reservation.
        Refusal: it is not open.
    """
    await _decide(connection, reservation_id, Decision.WITHDRAW, Decided(by, now, reason))


async def release_reservation(
    connection: AsyncConnection, reservation_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Take confirmed hours back, and say why.

    Raises:
        NotFound: there is no such reservation.
        Refusal: it is not confirmed.
    """
    present = await locked(connection, reservation_id)
    decided = Decided(by, now, reason)
    await event_log.record(
        connection, await save_decision(connection, present, Decision.RELEASE, decided)
    )
    await refresh_balance(connection, today(now))


async def end_reservations(
    connection: AsyncConnection, subproject_id: UUID, reason: str, *, by: Actor, now: datetime
) -> Sequence[EventData]:
    """Withdraw what a closed subproject still asks, and release what it holds in this week or
    later; answer the events to record. Compute the balance after it.

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
                reservations.c.state.in_([state.value for state in OPEN]),
                and_(reservations.c.state == State.CONFIRMED.value, reservations.c.id.in_(ahead)),
            ),
        )
        .order_by(reservations.c.id)
        .with_for_update()
    )
    decided = Decided(by, now, reason)
    events: list[EventData] = []
    for row in rows.all():
        present = await loaded(connection, row)
        decision = Decision.WITHDRAW if present.state in OPEN else Decision.RELEASE
        events.append(await save_decision(connection, present, decision, decided))
    return events


async def _decide(
    connection: AsyncConnection, reservation_id: UUID, decision: Decision, decided: Decided
) -> None:
    """Save a decision that needs no more than its reason."""
    present = await locked(connection, reservation_id)
    await event_log.record(connection, await save_decision(connection, present, decision, decided))
    await refresh_balance(connection, today(decided.at))
