"""The composition root of metrics."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics import pages
from services.metrics.commands.freshness import check_freshness
from services.metrics.commands.settlement import settle_periods
from services.metrics.http import routers
from services.metrics.reactions import build_reactions
from services.metrics.settings import MetricsSettings
from services.metrics.tables import event_log, idempotency, inbox
from services.metrics.telemetry import MetricsTelemetry
from shared.messaging.subscriptions import heard_by
from shared.runtime.periodic import Periodic
from shared.runtime.process import Process
from shared.runtime.service import Parts, Service, assemble
from shared.web.app import ApiDescription, Contact

KEYS_ARE_KEPT = timedelta(days=1)
SETTLED_AT_A_TIME = 2_000
"""Product periods that one transaction settles; it bounds how many events it tells."""

DESCRIPTION = ApiDescription(
    service="metrics",
    title="Draagvlak: metingen",
    description="Hoe ver zelfbediening is, en hoeveel balie-uren het vrijmaakt.",
    version="1.0.0",
    contact=Contact(
        name="Draagvlak", email="draagvlak@example.nl", url="https://draagvlak.example.nl"
    ),
)


def build(settings: MetricsSettings, process: Process) -> Service:
    """Metrics under these settings."""
    return assemble(
        Parts(
            description=DESCRIPTION,
            event_log=event_log,
            inbox=inbox,
            reactions=build_reactions(process.clock),
            hears=heard_by("metrics"),
            api=routers,
            pages=[pages.router],
            periodic=_periodic(MetricsTelemetry(process.registry)),
        ),
        settings,
        process,
    )


def settlement() -> Periodic:
    """Settling every second, and without a pause while a backlog is left."""

    async def settle(connection: AsyncConnection, now: datetime) -> bool:
        settled = await settle_periods(connection, now=now, limit=SETTLED_AT_A_TIME)
        return settled == SETTLED_AT_A_TIME

    return Periodic("settlement", timedelta(seconds=1), settle)


def _periodic(telemetry: MetricsTelemetry) -> list[Periodic]:
    async def watch_sources(connection: AsyncConnection, now: datetime) -> None:
        await check_freshness(connection, now)

    async def forget_keys(connection: AsyncConnection, now: datetime) -> None:
        await idempotency.forget(connection, now - KEYS_ARE_KEPT)

    return [
        settlement(),
        Periodic("freshness", timedelta(minutes=5), watch_sources),
        Periodic("figures", timedelta(minutes=1), telemetry.observe),
        Periodic("idempotency-keys", timedelta(hours=1), forget_keys),
    ]
