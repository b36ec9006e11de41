"""Transactions as they are, as they were known at a moment, and every version of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class RecordedRow:
    """One version of a row; `superseded_at` None for the one that holds now."""

    source: str
    product: str
    channel: str
    assisted: bool
    period: str
    completed: int | None
    recorded_at: datetime
    superseded_at: datetime | None


async def recorded_rows(
    connection: AsyncConnection, product: str, period: str, *, as_of: datetime | None = None
) -> Sequence[RecordedRow]:
    """The rows of a product and period that hold now, or that held at a moment."""
    every = await row_versions(connection, product, period)
    if as_of is None:
        return [row for row in every if row.superseded_at is None]
    return [
        row
        for row in every
        if row.recorded_at <= as_of and (row.superseded_at is None or as_of < row.superseded_at)
    ]


async def row_versions(
    connection: AsyncConnection, product: str, period: str
) -> Sequence[RecordedRow]:
    """Every version of every row of a product and period, oldest first per row."""
    rows = await connection.execute(_VERSIONS, {"product": product, "period": period})
    return [RecordedRow(*row) for row in rows]


_VERSIONS = text("""
SELECT s.source, s.product, s.channel, s.assisted, p.name, v.completed, v.recorded_at,
    v.superseded_at
FROM metrics.series s
CROSS JOIN metrics.periods p
JOIN (
    SELECT series_id, period_id, completed, recorded_at, NULL AS superseded_at, NULL AS entry
    FROM metrics.transactions
    UNION ALL
    SELECT series_id, period_id, completed, recorded_at, superseded_at, entry
    FROM metrics.transaction_history
) AS v ON v.series_id = s.id AND v.period_id = p.id
WHERE s.product = :product AND p.name = :period
ORDER BY s.source, s.channel, s.assisted, v.superseded_at NULLS LAST, v.entry
""")
