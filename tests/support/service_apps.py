"""The HTTP apps of the three services as they are composed, on databases or without any."""

import json
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from importlib import import_module
from inspect import signature
from pathlib import Path

import httpx
from fastapi import FastAPI

from deploy.addresses import Addresses
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
BALLOT_KEY = "een sleutel die alleen tests gebruiken"
NO_DATABASE = "postgresql://nobody:nothing@127.0.0.1:1/nothing"
NO_BROKER = "amqp://nobody:nothing@127.0.0.1:1/nothing"


class ServiceApps:
    """The apps, and tokens that they accept."""

    def __init__(self, folder: Path, process: Process, services: Mapping[str, Service]) -> None:
        self._key = folder / "key.json"
        self.apps: dict[str, FastAPI] = {name: each.app for name, each in services.items()}
        self.served = compose(self.apps, registry=process.registry)

    def token(self, role: Role) -> str:
        """Of somebody with one role, in no team and no programme."""
        return sign(
            self._key,
            issuer=ISSUER,
            audience=AUDIENCE,
            subject="00000000-0000-4000-8000-000000000001",
            roles=[role],
            now=NOW,
            lifetime=timedelta(hours=1),
        )

    def bearer(self, role: Role) -> dict[str, str]:
        """The header that carries such a token."""
        return {"Authorization": f"Bearer {self.token(role)}"}

    def client(self) -> httpx.AsyncClient:
        """Somebody who calls them, without a network between."""
        transport = httpx.ASGITransport(app=self.served)
        return httpx.AsyncClient(transport=transport, base_url="https://draagvlak.example.nl")


@asynccontextmanager
async def service_apps(
    folder: Path, addresses: Addresses | None = None
) -> AsyncIterator[ServiceApps]:
    """The three services, with keys in the folder; no broker answers, and no database where no
    addresses are given.
    """
    settings = process_settings(folder)
    async with AsyncExitStack() as stack:
        process = await stack.enter_async_context(open_process(settings, clock=lambda: NOW))
        services = {}
        for name in SERVICES:
            database = NO_DATABASE if addresses is None else addresses[name].app_url
            services[name] = build_service(name, process, database)
            stack.push_async_callback(services[name].engine.dispose)
        yield ServiceApps(folder, process, services)


def process_settings(folder: Path) -> ProcessSettings:
    """Of a process that accepts tokens signed with the key, which is made, in the folder."""
    create_signing_key(folder / "key.json", folder / "jwks.json")
    return settings_with_keys(folder)


def settings_with_keys(folder: Path) -> ProcessSettings:
    """Of a process that accepts tokens signed with the key that is in the folder."""
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
    own = {"ballot_key": BALLOT_KEY} if "ballot_key" in settings.model_fields else {}
    service: Service = build(settings(app_url=app_url, broker_url=NO_BROKER, **own), process)
    return service


def write_documents(apps: ServiceApps, folder: Path) -> dict[str, Path]:
    """Each service's OpenAPI document in a file."""
    written: dict[str, Path] = {}
    for service, app in apps.apps.items():
        written[service] = folder / f"{service}-openapi.json"
        written[service].write_text(json.dumps(app.openapi(), indent=1))
    return written
