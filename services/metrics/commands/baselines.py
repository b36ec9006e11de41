"""Baselines: frozen once a product's first go-live has 52 whole weeks before it, or by hand."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.commands.counter_hours import remeasure
from services.metrics.commands.settlement_lock import lock_settlement
from services.metrics.domain.baseline import WEEKS, Window, go_live_reasons
from services.metrics.tables import baselines, go_lives, products
from shared.refusal import NotFound, Reason, Refusal, refuse_when
from shared.runtime.clock import today

FIRST_GO_LIVE = "Eerste livegang van een deelproject voor dit product."


@dataclass(frozen=True, slots=True)
class FreezeBaseline:
    """Freeze the 52 weeks before a go-live; a product that has a baseline gets a newer version.

    Without `go_live_on` the first go-live that planning told of counts.
    """

    product: str
    reason: str
    go_live_on: date | None = None


async def freeze_baseline(
    connection: AsyncConnection, command: FreezeBaseline, *, now: datetime
) -> int:
    """Freeze a version by hand, from the weeks of which everything is known; answer its number.

    Raises:
        NotFound: the product is not in the catalogue.
        Refusal: there was no go-live, it is not a day that has come, or no week is wholly known.
    """
    await lock_settlement(connection)
    if not await connection.scalar(select(products.c.key).where(products.c.key == command.product)):
        raise NotFound(Reason("unknown-product", "Dit product staat niet in de productcatalogus."))
    go_live_on = command.go_live_on or await _first_go_live(connection, command.product)
    if go_live_on is None:
        raise Refusal(
            Reason(
                "no-go-live",
                "Er is nog geen livegang voor dit product. Geef de datum van de livegang op.",
            )
        )
    refuse_when(go_live_reasons(go_live_on, today(now)))
    version = await _freeze(connection, command.product, go_live_on, command.reason, now)
    await remeasure(connection, [command.product])
    return version


async def note_go_live(
    connection: AsyncConnection,
    milestone: UUID,
    affected: Iterable[str],
    reached_on: date,
    *,
    now: datetime,
) -> None:
    """A go-live was reached for these products: freeze the baselines that can be frozen now."""
    await lock_settlement(connection)
    names = sorted(set(affected))
    for product in names:
        await connection.execute(
            insert(go_lives)
            .values(milestone_id=milestone, product=product, reached_on=reached_on)
            .on_conflict_do_update(
                index_elements=["milestone_id", "product"], set_={"reached_on": reached_on}
            )
        )
    await freeze_due_baselines(connection, names, now=now)


async def freeze_due_baselines(
    connection: AsyncConnection, candidates: Iterable[str], *, now: datetime
) -> None:
    """Freeze the first version of products that went live and whose 52 weeks before are final.

    The weeks may be delivered after the go-live is told of; until then the baseline waits.
    """
    due = await connection.execute(_WAITING, {"products": sorted(candidates)})
    frozen = []
    for row in due:
        window = Window.before(row.go_live_on)
        span = {"product": row.product, "first": window.first.monday, "last": window.last.monday}
        if await connection.scalar(_FINAL_WEEKS, span) == WEEKS and await connection.scalar(
            _KNOWN_WEEKS, span
        ):
            await _freeze(connection, row.product, row.go_live_on, FIRST_GO_LIVE, now)
            frozen.append(row.product)
    await remeasure(connection, frozen)


async def _first_go_live(connection: AsyncConnection, product: str) -> date | None:
    first: date | None = await connection.scalar(
        select(func.min(go_lives.c.reached_on)).where(go_lives.c.product == product)
    )
    return first


async def _freeze(
    connection: AsyncConnection, product: str, go_live_on: date, reason: str, now: datetime
) -> int:
    window = Window.before(go_live_on)
    span = {"product": product, "first": window.first.monday, "last": window.last.monday}
    known_weeks = await connection.scalar(_KNOWN_WEEKS, span)
    if not known_weeks:
        raise Refusal(
            Reason(
                "baseline-without-weeks",
                "Voor de nulmeting is van geen enkele week alles bekend.",
            )
        )
    latest = await connection.scalar(
        select(func.max(baselines.c.version)).where(baselines.c.product == product)
    )
    version = (latest or 0) + 1
    await connection.execute(
        insert(baselines).values(
            product=product,
            version=version,
            go_live_on=go_live_on,
            first_week=window.first.monday,
            known_weeks=known_weeks,
            reason=reason,
            frozen_at=now,
        )
    )
    await connection.execute(_COPY, {**span, "version": version})
    return version


_WAITING = text("""
SELECT g.product, min(g.reached_on) AS go_live_on
FROM metrics.go_lives g JOIN metrics.products p ON p.key = g.product
WHERE g.product = ANY(CAST(:products AS text[]))
AND NOT EXISTS (SELECT FROM metrics.baselines b WHERE b.product = g.product)
GROUP BY g.product ORDER BY g.product
""")

_FINAL_WEEKS = text("""
SELECT count(*) FROM metrics.product_periods w JOIN metrics.periods p ON p.id = w.period_id
WHERE w.product = :product AND w.state <> 'provisional'
AND p.kind = 'week' AND p.starts_on BETWEEN :first AND :last
""")

_WEEKS = """
SELECT p.starts_on AS week, c.channel, c.assisted, c.completed,
    bool_or(c.completed IS NULL) OVER (PARTITION BY p.id) AS unknown
FROM metrics.counts c JOIN metrics.periods p ON p.id = c.period_id
WHERE c.product = :product AND p.kind = 'week' AND p.starts_on BETWEEN :first AND :last
"""

_KNOWN_WEEKS = text(
    "SELECT count(DISTINCT week) FROM ({weeks}) AS weeks WHERE NOT unknown".replace(
        "{weeks}", _WEEKS
    )
)

_COPY = text(
    """
INSERT INTO metrics.baseline_counts (product, version, week, channel, assisted, completed)
SELECT :product, :version, week, channel, assisted, completed FROM ({weeks}) AS weeks
WHERE NOT unknown
""".replace("{weeks}", _WEEKS)
)
