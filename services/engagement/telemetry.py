"""What operators see of engagement. No label names a team, subproject or person, and coverage comes
from figures that may be published, so that no gauge tells about a small group.
"""

from datetime import datetime
from math import nan

from prometheus_client import CollectorRegistry, Gauge
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.queries.coverage import total_coverage
from services.engagement.queries.subprojects import late_involvements


class EngagementTelemetry:
    """The instruments of engagement."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.coverage = Gauge(
            "draagvlak_engagement_first_moment_coverage_ratio",
            "Share of affected staff involved by T0, over all running subprojects; NaN if unknown",
            registry=registry,
        )
        self.late = Gauge(
            "draagvlak_engagement_late_involvements",
            "Open decisions for which too few of the affected staff were involved",
            registry=registry,
        )

    async def observe(self, connection: AsyncConnection, now: datetime) -> None:
        """Read the figures anew."""
        share = await total_coverage(connection)
        self.coverage.set(nan if share is None else share)
        self.late.set(len(await late_involvements(connection)))
