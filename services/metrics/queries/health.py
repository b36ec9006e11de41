"""Whether deliveries come and are worked through."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


@dataclass(frozen=True, slots=True)
class DeliveryHealth:
    """Figures for operators; `quiet_since` is None without sources, rows are an estimate."""

    stale_sources: int
    quiet_since: datetime | None
    waiting_periods: int
    unsettled_periods: int
    recorded_rows: int


async def delivery_health(connection: AsyncConnection) -> DeliveryHealth:
    """The state of all sources and periods together."""
    return DeliveryHealth(*(await connection.execute(_HEALTH)).one())


_HEALTH = text("""
SELECT
    (SELECT count(*) FROM metrics.sources WHERE stale_since IS NOT NULL),
    (SELECT min(coalesce(last_delivery_at, registered_at)) FROM metrics.sources),
    (SELECT count(*) FROM metrics.product_periods w WHERE w.state = 'provisional' AND EXISTS (
        SELECT FROM metrics.expected e
        WHERE e.product = w.product AND e.period_id = w.period_id AND NOT e.delivered)),
    (SELECT count(*) FROM metrics.product_periods WHERE touched),
    (SELECT greatest(reltuples, 0)::bigint FROM pg_class
        WHERE oid = 'metrics.transactions'::regclass)
""")
