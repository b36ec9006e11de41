"""Deliveries of transactions: one way in for events, HTTP and files.

A row replaces the source's earlier row of the same product, channel, help and period. What did not
change is not written; what did goes to the history first, with the time until which it held.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, TextClause, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.domain.periods import Period
from services.metrics.domain.transactions import Checker, Columns, refuse
from services.metrics.tables import event_log, periods, products, series, sources
from shared.contracts.channels import DIGITAL_CHANNELS, Channel
from shared.contracts.metrics_v1 import SourceRecovered
from shared.refusal import Reason, Refusal
from shared.runtime.clock import today

CHANNELS = frozenset(channel.value for channel in Channel)
DIGITAL = frozenset(channel.value for channel in DIGITAL_CHANNELS)
SeriesKey = tuple[str, str, bool]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many rows of a delivery were new, changed, and the same as before."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0

    def __add__(self, other: "Outcome") -> "Outcome":
        return Outcome(
            self.new + other.new, self.changed + other.changed, self.unchanged + other.unchanged
        )


async def record_transactions(
    connection: AsyncConnection, source: str, *deliveries: Columns, now: datetime
) -> Outcome:
    """Record deliveries of one source, in their order; each as a whole.

    Deliveries that have no row in common are written together. Figures follow by
    `settlement.settle_periods`.

    Raises:
        Refusal: the source is not registered, or rows are wrong; every reason at once.
    """
    await lock_source(connection, source)
    await _refuse_wrong_rows(connection, deliveries, now)
    outcome = Outcome()
    for together in _without_repeats(deliveries):
        ids = await _identify(connection, source, together)
        outcome += await _merge(connection, _FROM_ARRAYS, now=now, **ids)
    await _note_delivery(connection, source, outcome, now)
    return outcome


async def record_staged(connection: AsyncConnection, source: str, *, now: datetime) -> Outcome:
    """Record what stands in the temporary table `incoming`, as one delivery of a source.

    `incoming` has series_id, period_id and completed, no series and period twice, made by
    `series_ids` and `period_ids` from values that a `Checker` found no fault in. Analyse it first.

    Raises:
        Refusal: the source is not registered.
    """
    await lock_source(connection, source)
    outcome = await _merge(connection, _FROM_STAGED, now=now)
    await _note_delivery(connection, source, outcome, now)
    return outcome


async def series_ids(
    connection: AsyncConnection, source: str, keys: Sequence[SeriesKey]
) -> list[int]:
    """The id of each (product, channel, help) of a source, in order; new ones are made."""
    wanted = set(keys)
    known = await _known_series(connection, source, wanted)
    if missing := wanted - known.keys():
        await connection.execute(
            insert(series).on_conflict_do_nothing(),
            [
                {"source": source, "product": product, "channel": channel, "assisted": assisted}
                for product, channel, assisted in sorted(missing)
            ],
        )
        known = await _known_series(connection, source, wanted)
    return [known[key] for key in keys]


async def _known_series(
    connection: AsyncConnection, source: str, wanted: Iterable[SeriesKey]
) -> dict[SeriesKey, int]:
    found = await connection.execute(
        select(series.c.product, series.c.channel, series.c.assisted, series.c.id).where(
            series.c.source == source, series.c.product.in_({product for product, _, _ in wanted})
        )
    )
    return {(row.product, row.channel, row.assisted): row.id for row in found}


async def period_ids(connection: AsyncConnection, names: Sequence[str]) -> list[int]:
    """The id of each period, in the order given; new ones are made.

    Raises:
        ValueError: a name is not that of a period.
    """
    wanted = set(names)
    known = await _known_periods(connection, wanted)
    if missing := wanted - known.keys():
        await connection.execute(
            insert(periods).on_conflict_do_nothing(),
            [
                {
                    "name": period.name,
                    "kind": period.kind,
                    "starts_on": period.starts_on,
                    "ends_on": period.ends_on,
                }
                for period in map(Period.parse, sorted(missing))
            ],
        )
        known = await _known_periods(connection, wanted)
    return [known[name] for name in names]


async def _known_periods(connection: AsyncConnection, names: Iterable[str]) -> dict[str, int]:
    found = await connection.execute(
        select(periods.c.name, periods.c.id).where(periods.c.name.in_(names))
    )
    return {row.name: row.id for row in found}


async def lock_source(connection: AsyncConnection, source: str) -> None:
    """Deliveries of a source wait for each other: they compare and write the same rows."""
    locked = await connection.scalar(
        select(sources.c.name).where(sources.c.name == source).with_for_update(key_share=True)
    )
    if locked is None:
        raise Refusal(
            Reason("unknown-source", f"De bron {source} is niet aangemeld als bron.", "source")
        )


async def _refuse_wrong_rows(
    connection: AsyncConnection, deliveries: Sequence[Columns], now: datetime
) -> None:
    named = {product for columns in deliveries for product in columns.product}
    known = await connection.scalars(select(products.c.key).where(products.c.key.in_(named)))
    listed = frozenset(known)
    for columns in deliveries:
        checker = Checker(products=listed, channels=CHANNELS, digital=DIGITAL, today=today(now))
        refuse(checker.check(columns))


def _without_repeats(deliveries: Sequence[Columns]) -> list[list[Columns]]:
    """Deliveries in groups in which no row comes twice: the second of two must find the first."""
    groups: list[list[Columns]] = []
    seen: set[tuple[str, str, str, bool]] = set()
    for columns in deliveries:
        rows = set(
            zip(columns.product, columns.channel, columns.period, columns.assisted, strict=True)
        )
        if not groups or not seen.isdisjoint(rows):
            groups.append([])
            seen = set()
        groups[-1].append(columns)
        seen |= rows
    return groups


async def _identify(
    connection: AsyncConnection, source: str, deliveries: Sequence[Columns]
) -> dict[str, list[int] | list[int | None]]:
    keys = [
        key
        for columns in deliveries
        for key in zip(columns.product, columns.channel, columns.assisted, strict=True)
    ]
    names = [name for columns in deliveries for name in columns.period]
    return {
        "series_ids": await series_ids(connection, source, keys),
        "period_ids": await period_ids(connection, names),
        "completed": [count for columns in deliveries for count in columns.completed],
    }


async def _merge(
    connection: AsyncConnection,
    statement: TextClause,
    *,
    now: datetime,
    **arrays: list[int] | list[int | None],
) -> Outcome:
    row: Row[tuple[int, int, int]] = (
        await connection.execute(statement, {"now": now, **arrays})
    ).one()
    return Outcome(row.added, row.changed, row.total - row.added - row.changed)


async def _note_delivery(
    connection: AsyncConnection, source: str, outcome: Outcome, now: datetime
) -> None:
    """A delivery that brings nothing new does not make a source fresh."""
    if outcome.new + outcome.changed == 0:
        return
    row = (await connection.execute(_DELIVERED, {"source": source, "now": now})).one()
    if row.was_stale:
        await event_log.record(connection, SourceRecovered(source=source, delivered_at=now))


# All parts see the rows as they were before the statement. No ON CONFLICT is needed, and comparing
# by a join is cheaper, because deliveries of a source wait for each other.
_MERGE = """
WITH incoming AS (
    SELECT series_id, period_id, completed FROM {incoming}
), compared AS (
    SELECT i.series_id, i.period_id, i.completed, t.series_id IS NULL AS new,
        t.completed AS completed_before, t.recorded_at AS recorded_before
    FROM incoming i LEFT JOIN metrics.transactions t USING (series_id, period_id)
    WHERE t.series_id IS NULL OR t.completed IS DISTINCT FROM i.completed
), superseded AS (
    INSERT INTO metrics.transaction_history
        (series_id, period_id, completed, recorded_at, superseded_at)
    SELECT series_id, period_id, completed_before, recorded_before, :now
    FROM compared WHERE NOT new
), changed AS (
    UPDATE metrics.transactions t SET completed = c.completed, recorded_at = :now
    FROM compared c
    WHERE NOT c.new AND t.series_id = c.series_id AND t.period_id = c.period_id
), added AS (
    INSERT INTO metrics.transactions (series_id, period_id, completed, recorded_at)
    SELECT series_id, period_id, completed, :now FROM compared WHERE new
), touched AS (
    INSERT INTO metrics.product_periods AS p (product, period_id, touched)
    SELECT DISTINCT s.product, c.period_id, true
    FROM compared c JOIN metrics.series s ON s.id = c.series_id
    ORDER BY s.product, c.period_id
    ON CONFLICT (product, period_id) DO UPDATE SET touched = true WHERE NOT p.touched
)
SELECT (SELECT count(*) FROM incoming) AS total,
    (SELECT count(*) FROM compared WHERE new) AS added,
    (SELECT count(*) FROM compared WHERE NOT new) AS changed
"""
_FROM_ARRAYS = text(
    _MERGE.replace(
        "{incoming}",
        "unnest(CAST(:series_ids AS integer[]), CAST(:period_ids AS integer[]),"
        " CAST(:completed AS integer[])) AS delivered(series_id, period_id, completed)",
    )
)
_FROM_STAGED = text(_MERGE.replace("{incoming}", "pg_temp.incoming"))

_DELIVERED = text("""
WITH before AS (SELECT stale_since FROM metrics.sources WHERE name = :source)
UPDATE metrics.sources SET last_delivery_at = :now, stale_since = NULL WHERE name = :source
RETURNING (SELECT stale_since FROM before) IS NOT NULL AS was_stale
""")
