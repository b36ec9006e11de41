"""Commands about counter-offers: the team offers another person, other weeks or fewer hours, and
the programme accepts or refuses.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.actor import Actor
from services.planning.commands.balance import refresh_balance
from services.planning.commands.over_allocation import minutes_over
from services.planning.commands.requests import RequestReservation, request_reasons
from services.planning.commands.reservation_saving import save_counter_offer, save_decision
from services.planning.commands.reservation_states import (
    Decided,
    Offer,
    Reservation,
    counter_offer,
    locked,
)
from services.planning.domain.reservations import reservations as rules
from services.planning.domain.reservations.reservations import Content, Decision
from services.planning.tables import event_log
from shared.refusal import refuse_when
from shared.runtime.clock import today


async def propose_counter_offer(
    connection: AsyncConnection,
    reservation_id: UUID,
    offer: Offer,
    *,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    """Answer a request with other hours; a later answer replaces an earlier.

    Raises:
        NotFound: there is no such reservation.
        Refusal: it is not open, the offer is what was asked or more, does not fit the subproject or
        the person, or is more than there is.
    """
    present = await locked(connection, reservation_id)
    decided = Decided(by, now, reason)
    refuse_when(
        [
            *rules.decision_reasons(present.state, Decision.PROPOSE, decided.party),
            *rules.counter_offer_reasons(present.content, offer.content),
            *await request_reasons(connection, _as_asked(present, offer.content), today(now)),
        ]
    )
    over = await minutes_over(
        connection, present, offer.content, is_allowed=offer.over_allocation_allowed
    )
    told = await save_counter_offer(
        connection,
        present,
        offer,
        decided,
        over=over,
    )
    await event_log.record(connection, told)
    await refresh_balance(connection, today(now))


async def accept_counter_offer(
    connection: AsyncConnection, reservation_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Take what is offered: from now on that is the reservation, and it is confirmed.

    Raises:
        NotFound: there is no such reservation.
        Refusal: nothing is offered, it no longer fits the subproject or the person, or the hours
        are no longer there.
    """
    present = await locked(connection, reservation_id)
    decided = Decided(by, now, reason)
    refuse_when(rules.decision_reasons(present.state, Decision.ACCEPT, decided.party))
    offer = await counter_offer(connection, reservation_id)
    refuse_when(await request_reasons(connection, _as_asked(present, offer.content), today(now)))
    over = await minutes_over(
        connection, present, offer.content, is_allowed=offer.over_allocation_allowed
    )
    told = await save_decision(
        connection, present, Decision.ACCEPT, decided, content=offer.content, over=over
    )
    await event_log.record(connection, told)
    await refresh_balance(connection, today(now))


async def refuse_counter_offer(
    connection: AsyncConnection, reservation_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Do not take what is offered; what was asked is open again.

    Raises:
        NotFound: there is no such reservation.
        Refusal: nothing is offered.
    """
    present = await locked(connection, reservation_id)
    decided = Decided(by, now, reason)
    await event_log.record(
        connection, await save_decision(connection, present, Decision.REFUSE, decided)
    )
    await refresh_balance(connection, today(now))


def _as_asked(present: Reservation, content: Content) -> RequestReservation:
    return RequestReservation(
        present.subproject_id,
        present.expertise_id,
        present.team_id,
        content.staff_id,
        content.weeks,
    )
