"""Products, sources and what is expected of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.domain.figures import DigitallyPossible, Offering
from services.metrics.domain.periods import PeriodKind
from services.metrics.tables import expected_deliveries, products, sources
from shared.refusal import NotFound, Reason


@dataclass(frozen=True, slots=True)
class Product:
    """A product in the municipality's catalogue."""

    key: str
    name: str
    digitally_possible: DigitallyPossible
    offered_online: bool | None
    version: int


@dataclass(frozen=True, slots=True)
class ExpectedDelivery:
    """A product over a channel that a source is expected to report."""

    product: str
    channel: str
    since: date | None
    until: date | None


@dataclass(frozen=True, slots=True)
class Source:
    """A source, when it last delivered something new, and since when it is stale."""

    name: str
    title: str
    period_kind: PeriodKind
    norm_days: int
    last_delivery_at: datetime | None
    stale_since: datetime | None
    version: int


async def known_products(connection: AsyncConnection) -> frozenset[str]:
    """The keys of the catalogue."""
    return frozenset(await connection.scalars(select(products.c.key)))


async def list_products(
    connection: AsyncConnection, *, after: str | None, limit: int
) -> list[Product]:
    """Products by key, from the one after `after`."""
    statement = select(products).order_by(products.c.key).limit(limit)
    if after is not None:
        statement = statement.where(products.c.key > after)
    return [_product(row) for row in await connection.execute(statement)]


async def product(connection: AsyncConnection, key: str, *, lock: bool = False) -> Product:
    """One product; locked, it stays as it is until the transaction ends.

    Raises:
        NotFound: it is not in the catalogue.
    """
    statement = select(products).where(products.c.key == key)
    if lock:
        statement = statement.with_for_update(key_share=True)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise NotFound(Reason("unknown-product", "Dit product staat niet in de productcatalogus."))
    return _product(row)


async def offerings(connection: AsyncConnection) -> list[Offering]:
    """The whole catalogue, for definition M2."""
    rows = await connection.execute(
        select(products.c.digitally_possible, products.c.offered_online)
    )
    return [Offering(DigitallyPossible(row[0]), row[1]) for row in rows]


async def list_sources(
    connection: AsyncConnection, *, after: str | None, limit: int
) -> list[Source]:
    """Sources by name, from the one after `after`."""
    statement = select(sources).order_by(sources.c.name).limit(limit)
    if after is not None:
        statement = statement.where(sources.c.name > after)
    return [_source(row) for row in await connection.execute(statement)]


async def source(connection: AsyncConnection, name: str, *, lock: bool = False) -> Source:
    """One source; locked, it stays as it is until the transaction ends.

    Raises:
        NotFound: it is not registered.
    """
    statement = select(sources).where(sources.c.name == name)
    if lock:
        statement = statement.with_for_update(key_share=True)
    row = (await connection.execute(statement)).one_or_none()
    if row is None:
        raise NotFound(Reason("unknown-source", f"De bron {name} is niet aangemeld als bron."))
    return _source(row)


async def expected_of(connection: AsyncConnection, source_name: str) -> Sequence[ExpectedDelivery]:
    """What a source is expected to deliver, by product and channel."""
    rows = await connection.execute(
        select(expected_deliveries)
        .where(expected_deliveries.c.source == source_name)
        .order_by(expected_deliveries.c.product, expected_deliveries.c.channel)
    )
    return [ExpectedDelivery(row.product, row.channel, row.since, row.until) for row in rows]


def _product(row: Row[tuple[object, ...]]) -> Product:
    return Product(
        row.key,
        row.name,
        DigitallyPossible(row.digitally_possible),
        row.offered_online,
        row.version,
    )


def _source(row: Row[tuple[object, ...]]) -> Source:
    return Source(
        row.name,
        row.title,
        PeriodKind(row.period_kind),
        row.norm_days,
        row.last_delivery_at,
        row.stale_since,
        row.version,
    )
