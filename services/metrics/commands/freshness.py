"""Sources that fall silent."""

from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.tables import event_log
from shared.contracts.metrics_v1 import SourceStale


async def check_freshness(connection: AsyncConnection, now: datetime) -> int:
    """Tell of every source that has now been silent for longer than its norm; answer how many.

    A source that never delivered counts from its registration. One that delivers again is told of
    when it does, by `transactions.record_transactions`.
    """
    rows = (await connection.execute(_SILENT, {"now": now})).all()
    await event_log.record(
        connection,
        *(
            SourceStale(
                source=row.name, last_delivery_at=row.last_delivery_at, norm_days=row.norm_days
            )
            for row in rows
        ),
    )
    return len(rows)


_SILENT = text("""
WITH silent AS (
    SELECT name FROM metrics.sources
    WHERE stale_since IS NULL
    AND coalesce(last_delivery_at, registered_at)
        < CAST(:now AS timestamptz) - make_interval(days => norm_days)
    ORDER BY name FOR UPDATE
)
UPDATE metrics.sources s SET stale_since = CAST(:now AS timestamptz) FROM silent
WHERE s.name = silent.name
RETURNING s.name, s.last_delivery_at, s.norm_days
""")
