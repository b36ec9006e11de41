"""The catalogue of products, and the sources with what is expected of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.domain.figures import DigitallyPossible
from services.metrics.domain.periods import PeriodKind
from services.metrics.tables import (
    expected_deliveries,
    product_periods,
    products,
    sources,
)
from shared.refusal import NotFound, Reason, refuse_when


@dataclass(frozen=True, slots=True)
class PutProduct:
    """A product of the municipality; `key` is the last segment of its URI in the UPL."""

    key: str
    name: str
    digitally_possible: DigitallyPossible
    offered_online: bool | None


@dataclass(frozen=True, slots=True)
class PutSource:
    """A system that reports transactions, and how many days it may be silent."""

    name: str
    title: str
    period_kind: PeriodKind
    norm_days: int


@dataclass(frozen=True, slots=True)
class Expectation:
    """A product over a channel that a source reports, in periods from `since` through `until`."""

    product: str
    channel: str
    since: date | None = None
    until: date | None = None


async def put_product(connection: AsyncConnection, command: PutProduct) -> bool:
    """Add a product to the catalogue, or change it; answer whether it is new."""
    version = await connection.scalar(
        insert(products)
        .values(
            key=command.key,
            name=command.name,
            digitally_possible=command.digitally_possible.value,
            offered_online=command.offered_online,
        )
        .on_conflict_do_update(
            index_elements=["key"],
            set_={
                "name": command.name,
                "digitally_possible": command.digitally_possible.value,
                "offered_online": command.offered_online,
                "version": products.c.version + 1,
            },
        )
        .returning(products.c.version)
    )
    return version == 1


async def put_source(connection: AsyncConnection, command: PutSource, *, now: datetime) -> bool:
    """Register a source, or change it; answer whether it is new."""
    version = await connection.scalar(
        insert(sources)
        .values(
            name=command.name,
            title=command.title,
            period_kind=command.period_kind.value,
            norm_days=command.norm_days,
            registered_at=now,
        )
        .on_conflict_do_update(
            index_elements=["name"],
            set_={
                "title": command.title,
                "period_kind": command.period_kind.value,
                "norm_days": command.norm_days,
                "version": sources.c.version + 1,
            },
        )
        .returning(sources.c.version)
    )
    await _touch_waiting(connection, await _expected_of(connection, command.name))
    return version == 1


async def set_expectations(
    connection: AsyncConnection, source: str, expectations: Sequence[Expectation]
) -> None:
    """Say what a source is expected to deliver; this replaces what was said before.

    Periods that were complete stay so. Those that waited are looked at again.

    Raises:
        NotFound: the source is not registered.
        Refusal: a product is not in the catalogue, comes twice with a channel, or ends too early.
    """
    changed = await connection.execute(
        update(sources).where(sources.c.name == source).values(version=sources.c.version + 1)
    )
    if changed.rowcount == 0:
        raise NotFound(Reason("unknown-source", f"De bron {source} is niet aangemeld."))
    await _refuse_wrong_expectations(connection, expectations)
    before = await _expected_of(connection, source)
    await connection.execute(
        delete(expected_deliveries).where(expected_deliveries.c.source == source)
    )
    if expectations:
        await connection.execute(
            insert(expected_deliveries),
            [
                {
                    "source": source,
                    "product": expectation.product,
                    "channel": expectation.channel,
                    "since": expectation.since,
                    "until": expectation.until,
                }
                for expectation in expectations
            ],
        )
    await _touch_waiting(connection, before | {expected.product for expected in expectations})


async def _expected_of(connection: AsyncConnection, source: str) -> set[str]:
    found = await connection.scalars(
        select(expected_deliveries.c.product).where(expected_deliveries.c.source == source)
    )
    return set(found)


async def _refuse_wrong_expectations(
    connection: AsyncConnection, expectations: Sequence[Expectation]
) -> None:
    named = {expectation.product for expectation in expectations}
    known = set(await connection.scalars(select(products.c.key).where(products.c.key.in_(named))))
    seen: set[tuple[str, str]] = set()
    reasons = []
    for index, expectation in enumerate(expectations):
        if expectation.product not in known:
            reasons.append(
                Reason(
                    "unknown-product",
                    "Dit product staat niet in de productcatalogus.",
                    f"expectations.{index}.product",
                )
            )
        key = expectation.product, expectation.channel
        if key in seen:
            reasons.append(
                Reason(
                    "duplicate-expectation",
                    "Dit product staat al bij dit kanaal.",
                    f"expectations.{index}.channel",
                )
            )
        seen.add(key)
        if expectation.since and expectation.until and expectation.until < expectation.since:
            reasons.append(
                Reason(
                    "ends-before-it-starts",
                    "De einddatum ligt voor de begindatum.",
                    f"expectations.{index}.until",
                )
            )
    refuse_when(reasons)


async def _touch_waiting(connection: AsyncConnection, named: set[str]) -> None:
    """Have the provisional periods of these products settled again."""
    await connection.execute(
        update(product_periods)
        .where(product_periods.c.product.in_(named), product_periods.c.state == "provisional")
        .values(touched=True)
    )
