"""Two teams whose counter hours metrics computes, in words that tests use."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.commands.baselines import note_go_live
from services.metrics.commands.handling_times import StateHandlingTime, state_handling_time
from services.metrics.commands.organisation import set_organisation
from shared.database import transaction
from shared.isoweek import IsoWeek
from tests.support.metrics import (
    GO_LIVE,
    MOVING,
    NOW,
    columns,
    deliver,
    told,
    week_rows,
)

TEAM, OTHER = uuid4(), uuid4()


async def deliver_weeks(
    engine: AsyncEngine, weeks: Sequence[IsoWeek], product: str = MOVING, **completed: int | None
) -> None:
    """The same counts of a product for each of these weeks."""
    await deliver(engine, "zaaksysteem", columns(*week_rows(product, weeks, **completed)))


async def go_live(engine: AsyncEngine, product: str = MOVING, on: date = GO_LIVE) -> None:
    """Planning tells that a product goes live."""
    async with transaction(engine) as connection:
        await note_go_live(connection, uuid4(), [product], on, now=NOW)


async def state(
    engine: AsyncEngine,
    channel: str,
    minutes: str,
    product: str = MOVING,
    *,
    low: str | None = None,
    high: str | None = None,
    valid_from: date = date(2024, 1, 1),
) -> None:
    """Somebody states how long a product takes at a channel."""
    async with transaction(engine) as connection:
        await state_handling_time(
            connection,
            StateHandlingTime(
                product,
                channel,
                False,
                valid_from,
                Decimal(minutes),
                None if low is None else Decimal(low),
                None if high is None else Decimal(high),
                "Tijdmeting voorbeeldgemeente",
                date(2026, 1, 5),
            ),
            now=NOW,
        )


async def handle(engine: AsyncEngine, **teams: UUID) -> None:
    """Planning tells which team handles which product."""
    async with transaction(engine) as connection:
        await set_organisation(connection, {TEAM: "Balie", OTHER: "Backoffice"}, teams)


async def relieved(engine: AsyncEngine) -> list[dict[str, Any]]:
    """What metrics told of counter hours, in that order."""
    return await told(engine, "counter-hours.relieved")
