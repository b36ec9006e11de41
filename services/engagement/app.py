"""The composition root of engagement."""

from datetime import datetime, timedelta

from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.consents import end_uncovered_participation
from services.engagement.commands.coverage import check_involvement
from services.engagement.commands.readiness import check_readiness
from services.engagement.domain.involvement import Norms
from services.engagement.http import routers
from services.engagement.reactions import build_reactions
from services.engagement.settings import EngagementSettings
from services.engagement.tables import event_log, idempotency, inbox
from services.engagement.telemetry import EngagementTelemetry
from shared.messaging.subscriptions import heard_by
from shared.runtime.periodic import Periodic
from shared.runtime.process import Process
from shared.runtime.service import Parts, Service, assemble
from shared.web.app import ApiDescription, Contact

HOUR = timedelta(hours=1)
KEYS_ARE_KEPT = timedelta(days=1)

DESCRIPTION = ApiDescription(
    service="engagement",
    title="Draagvlak: betrokkenheid",
    description="Wie een deelproject raakt, wie meedeed, en of dat vanaf het eerste moment was.",
    version="1.0.0",
    contact=Contact(
        name="Draagvlak", email="draagvlak@example.nl", url="https://draagvlak.example.nl"
    ),
)


def build(settings: EngagementSettings, process: Process) -> Service:
    """Engagement under these settings."""
    norms = settings.norms
    service = assemble(
        Parts(
            description=DESCRIPTION,
            event_log=event_log,
            inbox=inbox,
            reactions=build_reactions(norms),
            hears=heard_by("engagement"),
            api=routers,
            periodic=_periodic(norms, EngagementTelemetry(process.registry)),
        ),
        settings,
        process,
    )
    service.app.state.norms = norms
    return service


def _periodic(norms: Norms, telemetry: EngagementTelemetry) -> list[Periodic]:
    async def end_consents(connection: AsyncConnection, now: datetime) -> None:
        await end_uncovered_participation(connection, norms=norms, now=now)

    async def check(connection: AsyncConnection, now: datetime) -> None:
        await check_involvement(connection, norms=norms, now=now)

    async def check_roles(connection: AsyncConnection, now: datetime) -> None:
        await check_readiness(connection, norms=norms, now=now)

    async def forget_keys(connection: AsyncConnection, now: datetime) -> None:
        await idempotency.forget(connection, now - KEYS_ARE_KEPT)

    return [
        Periodic("consents", HOUR, end_consents),
        Periodic("involvement", HOUR, check),
        Periodic("readiness", HOUR, check_roles),
        Periodic("figures", timedelta(minutes=1), telemetry.observe),
        Periodic("idempotency-keys", HOUR, forget_keys),
    ]
