"""The composition root of planning."""

from datetime import datetime, timedelta
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance import recompute_balance
from services.planning.commands.consent import uphold_consent
from services.planning.commands.deadlines import remind_of_deadlines
from services.planning.commands.forecasts import refresh_forecasts
from services.planning.commands.proposals import forget_proposals
from services.planning.http import routers
from services.planning.pages import NAVIGATION
from services.planning.pages import routers as page_routers
from services.planning.reactions import build_reactions
from services.planning.settings import PlanningSettings
from services.planning.solving.proposals import work_on_proposals
from services.planning.tables import event_log, idempotency, inbox
from services.planning.telemetry import PlanningTelemetry
from shared.messaging.subscriptions import heard_by
from shared.runtime.clock import today
from shared.runtime.periodic import Periodic
from shared.runtime.process import Process
from shared.runtime.service import Parts, Service, assemble
from shared.web.app import ApiDescription, Contact

HOUR = timedelta(hours=1)
KEYS_ARE_KEPT = timedelta(days=1)

DESCRIPTION = ApiDescription(
    service="planning",
    title="Draagvlak: planning",
    description="Deelprojecten, capaciteit en reserveringen: is de juiste expertise op tijd "
    "gereserveerd?",
    version="1.0.0",
    contact=Contact(
        name="Draagvlak", email="draagvlak@example.nl", url="https://draagvlak.example.nl"
    ),
)


def build(settings: PlanningSettings, process: Process) -> Service:
    """Planning under these settings."""
    return assemble(
        Parts(
            description=DESCRIPTION,
            event_log=event_log,
            inbox=inbox,
            reactions=build_reactions(process.clock),
            hears=heard_by("planning"),
            api=routers,
            pages=page_routers,
            templates=Path(__file__).with_name("templates"),
            navigation=NAVIGATION,
            periodic=_periodic(PlanningTelemetry(process.registry)),
            workers=[work_on_proposals],
        ),
        settings,
        process,
    )


def _periodic(telemetry: PlanningTelemetry) -> list[Periodic]:
    async def end_person_level(connection: AsyncConnection, now: datetime) -> None:
        await uphold_consent(connection, today(now))

    async def refresh(connection: AsyncConnection, now: datetime) -> None:
        await recompute_balance(connection, today(now))

    async def remind(connection: AsyncConnection, now: datetime) -> bool:
        return await remind_of_deadlines(connection, today(now))

    async def foresee(connection: AsyncConnection, now: datetime) -> bool:
        return await refresh_forecasts(connection, today(now))

    async def forget_keys(connection: AsyncConnection, now: datetime) -> None:
        await idempotency.forget(connection, now - KEYS_ARE_KEPT)

    return [
        Periodic("proposals", HOUR, forget_proposals),
        Periodic("consents", HOUR, end_person_level),
        Periodic("balance", HOUR, refresh),
        Periodic("reservation-deadlines", timedelta(minutes=10), remind),
        Periodic("forecasts", timedelta(minutes=1), foresee),
        Periodic("figures", timedelta(minutes=1), telemetry.observe),
        Periodic("idempotency-keys", HOUR, forget_keys),
    ]
