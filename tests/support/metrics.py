"""A small municipality for the tests of metrics."""

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from services.metrics.commands import sources
from services.metrics.commands.products import Product, add_product
from services.metrics.commands.settlement import settle_periods
from services.metrics.commands.sources import Expectation, Source, set_expectations
from services.metrics.commands.transactions import Outcome, record_transactions
from services.metrics.domain.figures import DigitallyPossible
from services.metrics.domain.periods import PeriodKind
from services.metrics.domain.transactions import Columns
from shared.database import transaction
from shared.isoweek import IsoWeek

NOW = datetime(2026, 4, 7, 9, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
MOVING = "verhuismelding"
PASSPORT = "paspoort"
GO_LIVE = date(2026, 3, 25)
WEEK = IsoWeek.of(GO_LIVE)
YEAR_BEFORE = tuple(WEEK.plus(-52).until(WEEK.plus(-1)))
"""The weeks of the baseline of a product that goes live on `GO_LIVE`, in week `WEEK`."""

TransactionRow = tuple[str, str, str, int | None, bool]
CallingAs = Callable[..., httpx.AsyncClient]
"""Makes a client of the API that has a role, and optionally a `subject`."""


def columns(*rows: TransactionRow) -> Columns:
    """A delivery from rows of product, channel, period, completed and whether somebody helped."""
    return Columns(*(list(column) for column in zip(*rows, strict=True)))


def week_rows(
    product: str, weeks: Iterable[object], **completed: int | None
) -> list[TransactionRow]:
    """The same counts per channel for each of these weeks."""
    return [
        (product, channel, str(week), count, False)
        for week in weeks
        for channel, count in completed.items()
    ]


async def add_products(engine: AsyncEngine, *keys: str) -> None:
    """Put products in the catalogue."""
    async with transaction(engine) as connection:
        for key in keys:
            await add_product(connection, Product(key, key, DigitallyPossible.FULLY, True))


async def add_source(
    engine: AsyncEngine,
    name: str,
    *expected: tuple[str, str],
    kind: PeriodKind = PeriodKind.WEEK,
    since: date | None = None,
    norm_days: int = 8,
    now: datetime = NOW,
) -> None:
    """Register a source from which these products and channels are expected."""
    async with transaction(engine) as connection:
        await sources.add_source(connection, Source(name, name, kind, norm_days), now=now)
        await set_expectations(
            connection,
            name,
            [Expectation(product, channel, since) for product, channel in expected],
        )


async def deliver(
    engine: AsyncEngine, source: str, *deliveries: Columns, now: datetime = NOW
) -> Outcome:
    """Record deliveries and settle what follows, each in its transaction."""
    async with transaction(engine) as connection:
        outcome = await record_transactions(connection, source, *deliveries, now=now)
    await settle_all(engine, now=now)
    return outcome


async def settle_all(engine: AsyncEngine, *, now: datetime = NOW, limit: int = 500) -> None:
    """Settle until nothing is left."""
    settled = limit
    while settled == limit:
        async with transaction(engine) as connection:
            settled = await settle_periods(connection, now=now, limit=limit)


async def told(engine: AsyncEngine, kind: str) -> list[dict[str, Any]]:
    """The data of the events of one type (without prefix and version), in the order told."""
    async with transaction(engine) as connection:
        rows = await connection.scalars(
            text("SELECT data FROM metrics.event_log WHERE type = :type ORDER BY entry"),
            {"type": f"nl.draagvlak.metrics.{kind}.v1"},
        )
        return list(rows)


async def rows_of(connection: AsyncConnection, statement: str) -> Sequence[tuple[Any, ...]]:
    """The rows of a statement, as plain tuples."""
    return [tuple(row) for row in await connection.execute(text(statement))]
