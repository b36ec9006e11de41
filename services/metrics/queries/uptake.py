"""Uptake per period: every figure with what it is made of and how far it can be trusted."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.domain.completeness import State
from services.metrics.domain.figures import Count, DigitallyPossible, Uptake, uptake
from services.metrics.domain.periods import PeriodKind
from services.metrics.domain.targets import TargetPath, target_on
from services.metrics.tables import counts, target_paths
from shared.contracts.channels import DIGITAL_CHANNELS


@dataclass(frozen=True, slots=True)
class Span:
    """Which periods are asked for: a kind, and optionally the first days to begin and end with."""

    kind: PeriodKind
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class ChannelCount:
    """Completed transactions over a channel; None where unknown or not delivered."""

    channel: str
    assisted: bool
    completed: int | None


@dataclass(frozen=True, slots=True)
class UptakePeriod:
    """M1 of a product in a period. `expected` and `delivered` count source and channel pairs."""

    product: str
    period: str
    starts_on: date
    ends_on: date
    completeness: State
    revision: int
    expected: int
    delivered: int
    figures: Uptake
    target: Fraction | None
    channels: Sequence[ChannelCount]
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class UptakeTotal:
    """M1 of all products together in a period, and of those that can be online by law."""

    period: str
    starts_on: date
    ends_on: date
    completeness: State
    every: Uptake
    possible: Uptake


async def uptake_series(
    connection: AsyncConnection, product: str, span: Span, *, after: date | None, limit: int
) -> list[UptakePeriod]:
    """A product's periods in their order, from the one that starts after `after`."""
    found = (
        await connection.execute(
            _PERIODS,
            {
                "product": product,
                "kind": span.kind.value,
                "first": span.first,
                "last": span.last,
                "after": after,
                "limit": limit,
            },
        )
    ).all()
    counted = await _counts(connection, [product], [row.period_id for row in found])
    paths = await _paths(connection, product)
    return [_uptake_period(row, counted[row.period_id], paths) for row in found]


async def uptake_totals(
    connection: AsyncConnection, span: Span, *, after: date | None, limit: int
) -> list[UptakeTotal]:
    """The periods of all products together; a total is as complete as its least complete part."""
    rows = await connection.execute(
        _TOTALS,
        {
            "kind": span.kind.value,
            "first": span.first,
            "last": span.last,
            "after": after,
            "limit": limit,
            "digital": sorted(DIGITAL_CHANNELS),
        },
    )
    by_period: dict[date, list[Row[tuple[object, ...]]]] = defaultdict(list)
    for row in rows:
        by_period[row.starts_on].append(row)
    return [_uptake_total(parts) for parts in by_period.values()]


async def _counts(
    connection: AsyncConnection, named: Collection[str], period_ids: Collection[int]
) -> Mapping[int, list[Row[tuple[object, ...]]]]:
    rows = await connection.execute(
        select(counts)
        .where(counts.c.product.in_(named), counts.c.period_id.in_(period_ids))
        .order_by(counts.c.channel, counts.c.assisted)
    )
    found: dict[int, list[Row[tuple[object, ...]]]] = defaultdict(list)
    for row in rows:
        found[row.period_id].append(row)
    return found


async def _paths(connection: AsyncConnection, product: str) -> list[TargetPath]:
    rows = await connection.execute(select(target_paths).where(target_paths.c.product == product))
    return [
        TargetPath(row.from_date, Fraction(row.from_share), row.to_date, Fraction(row.to_share))
        for row in rows
    ]


def _uptake_period(
    row: Row[tuple[object, ...]],
    counted: Sequence[Row[tuple[object, ...]]],
    paths: Iterable[TargetPath],
) -> UptakePeriod:
    return UptakePeriod(
        product=row.product,
        period=row.name,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        completeness=State(row.state),
        revision=row.revision,
        expected=row.expected,
        delivered=row.delivered,
        figures=uptake(
            Count(count.channel in DIGITAL_CHANNELS, count.assisted, count.completed)
            for count in counted
        ),
        target=target_on(paths, row.ends_on),
        channels=[
            ChannelCount(count.channel, count.assisted, count.completed) for count in counted
        ],
        updated_at=max(
            (count.recorded_at for count in counted if count.recorded_at is not None), default=None
        ),
    )


def _uptake_total(rows: Sequence[Row[tuple[object, ...]]]) -> UptakeTotal:
    first = rows[0]
    return UptakeTotal(
        period=first.name,
        starts_on=first.starts_on,
        ends_on=first.ends_on,
        completeness=_least({State(row.state) for row in rows}),
        every=uptake(_count(row) for row in rows),
        possible=uptake(
            _count(row) for row in rows if row.digitally_possible != DigitallyPossible.NOT.value
        ),
    )


def _count(row: Row[tuple[object, ...]]) -> Count:
    completed = row.completed
    return Count(row.digital, row.assisted, None if completed is None else int(completed))


def _least(states: Collection[State]) -> State:
    for state in (State.PROVISIONAL, State.CORRECTED):
        if state in states:
            return state
    return State.COMPLETE


_SPAN = """
p.kind = :kind
AND (CAST(:first AS date) IS NULL OR p.starts_on >= :first)
AND (CAST(:last AS date) IS NULL OR p.starts_on <= :last)
AND (CAST(:after AS date) IS NULL OR p.starts_on > :after)
"""

_PERIODS = text(
    """
SELECT w.product, w.period_id, w.state, w.revision, p.name, p.starts_on, p.ends_on,
    (SELECT count(*) FROM metrics.expected e
        WHERE e.product = w.product AND e.period_id = w.period_id) AS expected,
    (SELECT count(*) FROM metrics.expected e
        WHERE e.product = w.product AND e.period_id = w.period_id AND e.delivered) AS delivered
FROM metrics.product_periods w JOIN metrics.periods p ON p.id = w.period_id
WHERE w.product = :product AND {span}
ORDER BY p.starts_on LIMIT :limit
""".replace("{span}", _SPAN)
)

# A product of which something is expected in a period and nothing came is part of it, as unknown.
_TOTALS = text(
    """
WITH shown AS MATERIALIZED (
    SELECT p.id, p.name, p.starts_on, p.ends_on FROM metrics.periods p
    WHERE {span} AND EXISTS (SELECT FROM metrics.product_periods w WHERE w.period_id = p.id)
    ORDER BY p.starts_on LIMIT :limit
), counted AS (
    SELECT product, period_id, channel = ANY(CAST(:digital AS text[])) AS digital, assisted,
        CASE WHEN bool_or(completed IS NULL) THEN NULL ELSE sum(completed) END AS completed
    FROM metrics.counts WHERE period_id = ANY(ARRAY(SELECT id FROM shown))
    GROUP BY 1, 2, 3, 4
)
SELECT s.name, s.starts_on, s.ends_on, o.digitally_possible, c.digital, c.assisted, c.completed,
    coalesce(w.state, 'provisional') AS state
FROM shown s
JOIN counted c ON c.period_id = s.id
JOIN metrics.products o ON o.key = c.product
LEFT JOIN metrics.product_periods w ON w.product = c.product AND w.period_id = s.id
ORDER BY s.starts_on
""".replace("{span}", _SPAN)
)
