"""The composition root of engagement."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.consents import end_what_is_not_covered
from services.engagement.commands.coverage import check_involvement
from services.engagement.commands.readiness import check_readiness
from services.engagement.commands.rounds import close_due_rounds
from services.engagement.domain.involvement import Norms
from services.engagement.domain.rounds.ballots import BallotKey
from services.engagement.http import routers
from services.engagement.pages import NAVIGATION
from services.engagement.pages import routers as page_routers
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
    unlogged=("/v1/own-rounds", "/v1/ballots", "/doe-mee"),
)


def build(settings: EngagementSettings, process: Process) -> Service:
    """Engagement under these settings."""
    norms, ballots = settings.norms, settings.ballots
    service = assemble(
        Parts(
            description=DESCRIPTION,
            event_log=event_log,
            inbox=inbox,
            reactions=build_reactions(norms),
            hears=heard_by("engagement"),
            api=routers,
            pages=page_routers,
            templates=Path(__file__).with_name("templates"),
            navigation=NAVIGATION,
            periodic=_periodic(norms, ballots, EngagementTelemetry(process.registry)),
        ),
        settings,
        process,
    )
    service.app.state.norms = norms
    service.app.state.ballot_key = ballots
    return service


def _periodic(norms: Norms, ballots: BallotKey, telemetry: EngagementTelemetry) -> list[Periodic]:
    async def end_consents(connection: AsyncConnection, now: datetime) -> None:
        await end_what_is_not_covered(connection, norms=norms, now=now)

    async def close(connection: AsyncConnection, now: datetime) -> None:
        await close_due_rounds(connection, ballots, now=now)

    async def check(connection: AsyncConnection, now: datetime) -> None:
        await check_involvement(connection, norms=norms, now=now)

    async def check_roles(connection: AsyncConnection, now: datetime) -> None:
        await check_readiness(connection, norms=norms, now=now)

    async def forget_keys(connection: AsyncConnection, now: datetime) -> None:
        await idempotency.forget(connection, now - KEYS_ARE_KEPT)

    return [
        Periodic("consents", HOUR, end_consents),
        Periodic("rounds", HOUR, close),
        Periodic("involvement", HOUR, check),
        Periodic("readiness", HOUR, check_roles),
        Periodic("figures", timedelta(minutes=1), telemetry.observe),
        Periodic("idempotency-keys", HOUR, forget_keys),
    ]
