"""The systems that report transactions, and what is expected of them."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.domain.periods import PeriodKind
from services.metrics.tables import expected_deliveries, product_periods, products, sources
from shared.refusal import NotFound, Reason, Refusal, refuse_when


@dataclass(frozen=True, slots=True)
class Source:
    """A system, the kind of period by which it reports, and how many days it may be silent."""

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


async def add_source(connection: AsyncConnection, source: Source, *, now: datetime) -> None:
    """Register a source; its freshness counts from now.

    Raises:
        Refusal: a source of this name is registered.
    """
    added = await connection.scalar(
        insert(sources)
        .values(name=source.name, registered_at=now, **_values(source))
        .on_conflict_do_nothing()
        .returning(sources.c.name)
    )
    if added is None:
        raise Refusal(Reason("source-exists", "Er is al een bron met deze naam."))


async def change_source(connection: AsyncConnection, source: Source) -> None:
    """Change a source. Periods that waited are looked at again.

    Raises:
        NotFound: the source is not registered.
    """
    changed = await connection.execute(
        update(sources)
        .where(sources.c.name == source.name)
        .values(version=sources.c.version + 1, **_values(source))
    )
    if changed.rowcount == 0:
        raise _unknown(source.name)
    await _touch_waiting(connection, await _expected_products(connection, source.name))


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
        raise _unknown(source)
    named = {expectation.product for expectation in expectations}
    known = await connection.scalars(select(products.c.key).where(products.c.key.in_(named)))
    refuse_when(_wrong(expectations, set(known)))
    before = await _expected_products(connection, source)
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
    await _touch_waiting(connection, before | named)


def _values(source: Source) -> dict[str, str | int]:
    return {
        "title": source.title,
        "period_kind": source.period_kind.value,
        "norm_days": source.norm_days,
    }


def _unknown(name: str) -> NotFound:
    return NotFound(Reason("unknown-source", f"De bron {name} is niet aangemeld als bron."))


def _wrong(expectations: Sequence[Expectation], known: Collection[str]) -> Iterator[Reason]:
    seen: set[tuple[str, str]] = set()
    for index, expectation in enumerate(expectations):
        place = f"expectations.{index}"
        if expectation.product not in known:
            message = "Dit product staat niet in de productcatalogus."
            yield Reason("unknown-product", message, f"{place}.product")
        key = expectation.product, expectation.channel
        if key in seen:
            message = "Dit product staat er al met dit kanaal."
            yield Reason("duplicate-expectation", message, f"{place}.channels")
        seen.add(key)
        if expectation.since and expectation.until and expectation.until < expectation.since:
            message = "De einddatum ligt voor de begindatum."
            yield Reason("ends-before-it-starts", message, f"{place}.until")


async def _expected_products(connection: AsyncConnection, source: str) -> set[str]:
    found = await connection.scalars(
        select(expected_deliveries.c.product).where(expected_deliveries.c.source == source)
    )
    return set(found)


async def _touch_waiting(connection: AsyncConnection, named: Collection[str]) -> None:
    """Have the provisional periods of these products settled again."""
    await connection.execute(
        update(product_periods)
        .where(product_periods.c.product.in_(named), product_periods.c.state == "provisional")
        .values(touched=True)
    )
