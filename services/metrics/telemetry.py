"""What operators see of metrics. No label names a source or product."""

from datetime import datetime
from math import nan

from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.queries.health import delivery_health


class MetricsTelemetry:
    """The instruments of metrics; read from the database, so every replica shows the same."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.stale = Gauge(
            "draagvlak_metrics_stale_sources",
            "Sources that are silent for longer than their norm",
            registry=registry,
        )
        self.oldest = Gauge(
            "draagvlak_metrics_source_age_seconds",
            "Since the last delivery of the source that is silent the longest; NaN without sources",
            registry=registry,
        )
        self.waiting = Gauge(
            "draagvlak_metrics_waiting_periods",
            "Product periods for which an expected delivery has not come",
            registry=registry,
        )
        self.touched = Gauge(
            "draagvlak_metrics_unsettled_periods",
            "Product periods whose figures must still follow from what was recorded",
            registry=registry,
        )
        self.rows = Gauge(
            "draagvlak_metrics_recorded_rows",
            "Rows of transactions that hold now, by the database's own estimate",
            registry=registry,
        )

    async def observe(self, connection: AsyncConnection, now: datetime) -> None:
        """Read the figures anew."""
        health = await delivery_health(connection)
        quiet_since = health.quiet_since
        self.stale.set(health.stale_sources)
        self.oldest.set(nan if quiet_since is None else (now - quiet_since).total_seconds())
        self.waiting.set(health.waiting_periods)
        self.touched.set(health.unsettled_periods)
        self.rows.set(health.recorded_rows)
