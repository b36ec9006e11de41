"""What operators see of deliveries."""

from datetime import timedelta
from math import isnan

from prometheus_client import CollectorRegistry
from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.commands.freshness import check_freshness
from services.metrics.commands.transactions import record_transactions
from services.metrics.telemetry import MetricsTelemetry
from shared.database import transaction
from tests.support.metrics import MOVING, NOW, add_products, add_source, columns, settle_all

PREFIX = "draagvlak_metrics"


async def test_gauges_tell_of_silent_sources_waiting_and_unsettled_periods(
    engine: AsyncEngine,
) -> None:
    registry = CollectorRegistry()
    telemetry = MetricsTelemetry(registry)
    later = NOW + timedelta(days=9)

    async def seen(name: str) -> float | None:
        async with transaction(engine) as connection:
            await telemetry.observe(connection, later)
        return registry.get_sample_value(f"{PREFIX}_{name}")

    age = await seen("source_age_seconds")
    assert age is not None
    assert isnan(age)

    await add_products(engine, MOVING)
    await add_source(engine, "formulieren", (MOVING, "web"), (MOVING, "app"), norm_days=8)
    async with transaction(engine) as connection:
        delivery = columns((MOVING, "web", "2026-W13", 5, False))
        await record_transactions(connection, "formulieren", delivery, now=NOW)
    assert await seen("unsettled_periods") == 1
    await settle_all(engine)
    async with transaction(engine) as connection:
        await check_freshness(connection, later)

    assert await seen("unsettled_periods") == 0
    assert await seen("waiting_periods") == 1
    assert await seen("stale_sources") == 1
    assert await seen("source_age_seconds") == timedelta(days=9).total_seconds()
