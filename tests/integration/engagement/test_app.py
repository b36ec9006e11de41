"""Engagement as it is composed hears planning over the broker, internal events too."""

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from prometheus_client import CollectorRegistry
from sqlalchemy import func, select

from deploy.addresses import Addresses
from services.engagement.app import build
from services.engagement.queries.subprojects import subprojects
from services.engagement.settings import EngagementSettings
from services.engagement.tables import staff
from services.planning.tables import event_log as planning_log
from shared.database import create_engine, transaction
from shared.messaging.relay import Relay, RelaySettings
from shared.messaging.telemetry import MessagingTelemetry, RelayTelemetry
from shared.runtime.process import open_process
from shared.runtime.settings import ProcessSettings
from shared.web.token import create_signing_key
from tests.support.engagement_world import Municipality
from tests.support.service_apps import BALLOT_KEY
from tests.support.waiting import until

OIN = "00000001001234567000"


@asynccontextmanager
async def running(*work: Awaitable[None]) -> AsyncIterator[None]:
    """Work that goes on beside the test."""
    tasks = [asyncio.ensure_future(each) for each in work]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        for task in tasks:
            with suppress(asyncio.CancelledError):
                await task


def planning_relay(addresses: Addresses) -> Relay:
    """The relay that brings planning's log to the broker."""
    own = addresses["planning"]
    settings = RelaySettings(
        service="planning", oin=OIN, database_dsn=own.app_url, broker_url=own.broker_url
    )
    telemetry = RelayTelemetry(MessagingTelemetry(CollectorRegistry()), "planning")
    return Relay(settings, telemetry)


async def test_what_planning_logs_is_known_here(addresses: Addresses, tmp_path: Path) -> None:
    create_signing_key(tmp_path / "key.json", tmp_path / "jwks.json")
    process_settings = ProcessSettings(
        oin=OIN,
        municipality="Voorbeeldstad",
        jwks_file=tmp_path / "jwks.json",
        token_issuer="https://aanmelden.example.nl",
    )
    own = addresses["engagement"]
    settings = EngagementSettings(
        app_url=own.app_url, broker_url=own.broker_url, ballot_key=BALLOT_KEY
    )
    planning = create_engine(addresses["planning"].app_url)
    async with open_process(process_settings) as process:
        service = build(settings, process)
        told = Municipality(service.engine)

        async def known() -> bool:
            async with transaction(service.engine) as connection:
                found = await subprojects(connection, after=None, limit=2)
                people = await connection.scalar(select(func.count()).select_from(staff))
            return len(found) == 1 and people == len(told.staff)

        async with running(planning_relay(addresses).run(), service.run()):
            async with transaction(planning) as connection:
                await planning_log.record(connection, told.planned(), *told.joined())
            await until(known, reason="the subproject and its staff are known")
    await planning.dispose()
