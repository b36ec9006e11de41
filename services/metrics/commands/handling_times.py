"""Handling times as the municipality states them, with the source. Nothing is overwritten."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from uuid import UUID, uuid4

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.commands.counter_hours import remeasure
from services.metrics.commands.settlement_lock import lock_settlement
from services.metrics.commands.transactions import DIGITAL
from services.metrics.domain.handling import HandlingTime
from services.metrics.tables import handling_times, products
from shared.refusal import Reason, Refusal


@dataclass(frozen=True, slots=True)
class StateHandlingTime:
    """Minutes of staff per transaction; `low` and `high` are the P10 and P90 of the estimate.

    `stated_by` names the measurement or document, not a person.
    """

    product: str
    channel: str
    assisted: bool
    valid_from: date
    minutes: Decimal
    low: Decimal | None
    high: Decimal | None
    stated_by: str
    stated_on: date


async def state_handling_time(
    connection: AsyncConnection, command: StateHandlingTime, *, now: datetime
) -> UUID:
    """Record a statement; one from the same day for the same product and channel is replaced.

    Raises:
        Refusal: the product is not in the catalogue, or the minutes are impossible.
    """
    HandlingTime(
        command.valid_from,
        Fraction(command.minutes),
        None if command.low is None else Fraction(command.low),
        None if command.high is None else Fraction(command.high),
    )
    if command.assisted and command.channel not in DIGITAL:
        raise Refusal(
            Reason(
                "assisted-not-digital",
                "Hulp bij online kan alleen bij een digitaal kanaal.",
                "assisted",
            )
        )
    if not await connection.scalar(select(products.c.key).where(products.c.key == command.product)):
        raise Refusal(
            Reason("unknown-product", "Dit product staat niet in de productcatalogus.", "product")
        )
    await lock_settlement(connection)
    statement_id = uuid4()
    await connection.execute(
        insert(handling_times).values(
            id=statement_id,
            product=command.product,
            channel=command.channel,
            assisted=command.assisted,
            valid_from=command.valid_from,
            minutes=command.minutes,
            low=command.low,
            high=command.high,
            stated_by=command.stated_by,
            stated_on=command.stated_on,
            recorded_at=now,
        )
    )
    await remeasure(connection, [command.product])
    return statement_id
