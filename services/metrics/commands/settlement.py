"""Settling: what follows from the rows that were written.

Writing only marks a product's period as touched; the service settles what is marked every second, a
bounded number at a time. So writing stays quick, and a file of a million rows needs no transaction
of a hundred thousand events.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.commands.baselines import freeze_due_baselines
from services.metrics.commands.counter_hours import measure
from services.metrics.commands.settlement_lock import lock_settlement
from services.metrics.domain.completeness import Completeness, State
from services.metrics.domain.figures import Count, Ratio, Uptake, uptake
from services.metrics.domain.periods import PeriodKind
from services.metrics.domain.targets import TargetPath, target_on
from services.metrics.tables import counts, event_log, target_paths
from shared.contracts import metrics_v1
from shared.contracts.channels import DIGITAL_CHANNELS
from shared.contracts.metrics_v1 import PeriodCompleted, PeriodCorrected, PeriodFigures

CORRECTION = "Een bron leverde andere aantallen dan eerder."


@dataclass(frozen=True, slots=True)
class ProductPeriod:
    """A product's period that was touched, and its state from now on."""

    product: str
    period_id: int
    period: str
    kind: PeriodKind
    starts_on: date
    ends_on: date
    completeness: Completeness


async def settle_periods(connection: AsyncConnection, *, now: datetime, limit: int = 500) -> int:
    """Assess up to `limit` touched periods: complete or corrected, baselines, counter hours.

    Answers how many there were; fewer than `limit` says that nothing is left.
    """
    await lock_settlement(connection)
    touched = await _take_touched(connection, limit)
    final = [period for period in touched if period.completeness.state.final]
    if final:
        await _save_states(connection, final)
        await _tell_periods(connection, final)
        await _measure_weeks(connection, final, now)
    return len(touched)


async def _take_touched(connection: AsyncConnection, limit: int) -> list[ProductPeriod]:
    rows = await connection.execute(_TAKE, {"limit": limit})
    return [
        ProductPeriod(
            row.product,
            row.period_id,
            row.name,
            PeriodKind(row.kind),
            row.starts_on,
            row.ends_on,
            Completeness(State(row.state), row.revision).after_delivery(
                expected=row.expected, missing=row.missing
            ),
        )
        for row in rows
    ]


async def _save_states(connection: AsyncConnection, periods: Sequence[ProductPeriod]) -> None:
    await connection.execute(
        _SAVE,
        {
            "products": [period.product for period in periods],
            "period_ids": [period.period_id for period in periods],
            "states": [period.completeness.state.value for period in periods],
            "revisions": [period.completeness.revision for period in periods],
        },
    )


async def _tell_periods(connection: AsyncConnection, periods: Sequence[ProductPeriod]) -> None:
    figures = await _uptake_of(connection, periods)
    targets = await _targets_of(connection, periods)
    await event_log.record(
        connection,
        *(
            _told(
                period,
                figures[period.product, period.period_id],
                target_on(targets[period.product], period.ends_on),
            )
            for period in periods
        ),
    )


async def _uptake_of(
    connection: AsyncConnection, periods: Sequence[ProductPeriod]
) -> Mapping[tuple[str, int], Uptake]:
    rows = await connection.execute(
        select(counts).where(
            counts.c.product.in_({period.product for period in periods}),
            counts.c.period_id.in_({period.period_id for period in periods}),
        )
    )
    found: dict[tuple[str, int], list[Count]] = defaultdict(list)
    for row in rows:
        found[row.product, row.period_id].append(
            Count(row.channel in DIGITAL_CHANNELS, row.assisted, row.completed)
        )
    return {key: uptake(counted) for key, counted in found.items()}


async def _targets_of(
    connection: AsyncConnection, periods: Sequence[ProductPeriod]
) -> Mapping[str, list[TargetPath]]:
    rows = await connection.execute(
        select(target_paths).where(
            target_paths.c.product.in_({period.product for period in periods})
        )
    )
    found: dict[str, list[TargetPath]] = defaultdict(list)
    for row in rows:
        found[row.product].append(
            TargetPath(row.from_date, Fraction(row.from_share), row.to_date, Fraction(row.to_share))
        )
    return found


def _told(
    period: ProductPeriod, figures: Uptake, target: Fraction | None
) -> PeriodCompleted | PeriodCorrected:
    told = PeriodFigures(
        uptake=_ratio(figures.without_assisted),
        uptake_with_assisted=_ratio(figures.with_assisted),
        target=None if target is None else float(target),
    )
    if period.completeness.state is State.COMPLETE:
        return PeriodCompleted(
            product=period.product,
            period=period.period,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            figures=told,
        )
    return PeriodCorrected(
        product=period.product,
        period=period.period,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        figures=told,
        revision=period.completeness.revision,
        reason=CORRECTION,
    )


def _ratio(ratio: Ratio) -> metrics_v1.Ratio:
    return metrics_v1.Ratio(
        definition=ratio.definition,
        numerator=ratio.numerator,
        denominator=ratio.denominator,
        value=None if ratio.value is None else float(ratio.value),
    )


async def _measure_weeks(
    connection: AsyncConnection, periods: Sequence[ProductPeriod], now: datetime
) -> None:
    weeks: dict[str, set[date]] = defaultdict(set)
    for period in periods:
        if period.kind is PeriodKind.WEEK:
            weeks[period.product].add(period.starts_on)
    await freeze_due_baselines(connection, weeks.keys(), now=now)
    await measure(connection, weeks)


_TAKE = text("""
WITH chosen AS (
    SELECT product, period_id FROM metrics.product_periods WHERE touched
    ORDER BY product, period_id LIMIT :limit FOR UPDATE SKIP LOCKED
), taken AS (
    UPDATE metrics.product_periods p SET touched = false FROM chosen c
    WHERE p.product = c.product AND p.period_id = c.period_id
    RETURNING p.product, p.period_id, p.state, p.revision
)
SELECT t.*, p.name, p.kind, p.starts_on, p.ends_on,
    count(e.channel) AS expected, count(e.channel) FILTER (WHERE NOT e.delivered) AS missing
FROM taken t
JOIN metrics.periods p ON p.id = t.period_id
LEFT JOIN metrics.expected e ON e.product = t.product AND e.period_id = t.period_id
GROUP BY t.product, t.period_id, t.state, t.revision, p.name, p.kind, p.starts_on, p.ends_on
ORDER BY t.product, p.starts_on
""")

_SAVE = text("""
UPDATE metrics.product_periods p SET state = n.state, revision = n.revision
FROM unnest(
    CAST(:products AS text[]), CAST(:period_ids AS integer[]),
    CAST(:states AS text[]), CAST(:revisions AS integer[])
) AS n(product, period_id, state, revision)
WHERE p.product = n.product AND p.period_id = n.period_id
""")
