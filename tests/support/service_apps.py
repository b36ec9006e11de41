"""The HTTP apps of the three services as they are composed, without servers behind them."""

import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from inspect import signature
from pathlib import Path

import httpx
from fastapi import FastAPI

from deploy.provisioning import SERVICES
from shared.runtime.process import Process, open_process
from shared.runtime.service import Service
from shared.runtime.settings import ProcessSettings
from shared.web.access import Role
from shared.web.process import compose
from shared.web.token import create_signing_key, sign

ISSUER = "https://aanmelden.example.nl"
AUDIENCE = "draagvlak"
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
NO_DATABASE = "postgresql://nobody:nothing@127.0.0.1:1/nothing"
NO_BROKER = "amqp://nobody:nothing@127.0.0.1:1/nothing"


class ServiceApps:
    """The apps, and tokens that they accept."""

    def __init__(self, folder: Path, process: Process) -> None:
        self._key = folder / "key.json"
        self.apps: dict[str, FastAPI] = {
            service: build_service(service, process, NO_DATABASE).app for service in SERVICES
        }
        self._served = compose(self.apps, registry=process.registry)

    def bearer(self, role: Role) -> dict[str, str]:
        """The header of somebody with one role, in no team and no programme."""
        token = sign(
            self._key,
            issuer=ISSUER,
            audience=AUDIENCE,
            subject="00000000-0000-4000-8000-000000000001",
            roles=[role],
            now=NOW,
            lifetime=timedelta(hours=1),
        )
        return {"Authorization": f"Bearer {token}"}

    def client(self) -> httpx.AsyncClient:
        """Somebody who calls them, without a network between."""
        transport = httpx.ASGITransport(app=self._served)
        return httpx.AsyncClient(transport=transport, base_url="https://draagvlak.example.nl")


@asynccontextmanager
async def service_apps(folder: Path) -> AsyncIterator[ServiceApps]:
    """The three services, with keys in the folder; their databases and brokers do not answer."""
    settings = process_settings(folder)
    async with AsyncExitStack() as stack:
        process = await stack.enter_async_context(open_process(settings, clock=lambda: NOW))
        yield ServiceApps(folder, process)


def process_settings(folder: Path) -> ProcessSettings:
    """Of a process that accepts tokens signed with the key, which is made, in the folder."""
    create_signing_key(folder / "key.json", folder / "jwks.json")
    return ProcessSettings(
        oin="00000001001234567000",
        municipality="Voorbeeldstad",
        jwks_file=folder / "jwks.json",
        token_issuer=ISSUER,
        token_audience=AUDIENCE,
    )


def build_service(name: str, process: Process, app_url: str) -> Service:
    """A service as it is built, on a database; no broker is involved."""
    build = import_module(f"services.{name}.app").build
    settings = signature(build).parameters["settings"].annotation
    service: Service = build(settings(app_url=app_url, broker_url=NO_BROKER), process)
    return service


def write_documents(apps: ServiceApps, folder: Path) -> dict[str, Path]:
    """Each service's OpenAPI document in a file."""
    written: dict[str, Path] = {}
    for service, app in apps.apps.items():
        written[service] = folder / f"{service}-openapi.json"
        written[service].write_text(json.dumps(app.openapi(), indent=1))
    return written
