"""Metrics on a database of the test's own: its engine, and its API as others call it."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.app import build
from services.metrics.settings import MetricsSettings
from shared.database import create_engine
from shared.runtime.process import open_process
from shared.runtime.settings import ProcessSettings
from shared.web.access import Role
from shared.web.token import create_signing_key, sign
from tests.support.installations import Database
from tests.support.metrics import MOVING, NOW, PASSPORT, CallingAs, add_products, add_source

ISSUER = "https://aanmelden.example.nl"


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[AsyncEngine]:
    """An engine that logs in with the rights of the service."""
    engine = create_engine(database.app_url("metrics"))
    yield engine
    await engine.dispose()


@pytest.fixture
async def calling_as(database: Database, tmp_path: Path) -> AsyncIterator[CallingAs]:
    """Makes a client of the API with a role; no broker is involved."""
    create_signing_key(tmp_path / "key.json", tmp_path / "jwks.json")
    settings = ProcessSettings(
        oin="00000001001234567000",
        municipality="Voorbeeldstad",
        jwks_file=tmp_path / "jwks.json",
        token_issuer=ISSUER,
    )
    async with open_process(settings, clock=lambda: NOW) as process:
        service = build(
            MetricsSettings(
                app_url=database.app_url("metrics"), broker_url="amqp://nobody@127.0.0.1:1/nothing"
            ),
            process,
        )

        def client(role: Role, *, subject: str = "iemand") -> httpx.AsyncClient:
            token = sign(
                tmp_path / "key.json",
                issuer=ISSUER,
                audience=settings.token_audience,
                subject=subject,
                roles=[role],
                now=NOW,
                lifetime=timedelta(hours=1),
            )
            return httpx.AsyncClient(
                transport=httpx.ASGITransport(app=service.app),
                base_url="https://draagvlak.example.nl",
                headers={"Authorization": f"Bearer {token}"},
            )

        yield client
        await service.engine.dispose()


@pytest.fixture
def manager(calling_as: CallingAs) -> httpx.AsyncClient:
    """A programme manager."""
    return calling_as(Role.PROGRAMME_MANAGER)


@pytest.fixture
def operator(calling_as: CallingAs) -> httpx.AsyncClient:
    """An operator."""
    return calling_as(Role.OPERATOR)


@pytest.fixture
async def catalogue(engine: AsyncEngine) -> None:
    """Two products, of which one source reports the counter and the web."""
    await add_products(engine, MOVING, PASSPORT)
    await add_source(
        engine,
        "zaaksysteem",
        *((product, channel) for product in (MOVING, PASSPORT) for channel in ("balie", "web")),
    )
