"""Brings up an installation for the demonstration: provisioned, migrated, all services running."""

import asyncio
import os
import secrets
import signal
import sys
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from uuid import UUID

import httpx

from deploy.addresses import Addresses, AdminAddresses
from deploy.demo.municipality import Municipality, Way
from deploy.embedded.private import own_folder
from deploy.embedded.process import ServerProcess, free_ports
from deploy.provisioning import SERVICES, Installation, Passwords, provision
from deploy.provisioning.rabbitmq import add_source, broker_url
from deploy.provisioning.removal import remove
from shared.database.migrations import migrate
from shared.messaging.topology import source_account
from shared.web.access import Role
from shared.web.token import create_signing_key, sign

ISSUER = "draagvlak-demo"
AUDIENCE = "draagvlak"
_START_SECONDS = 40.0
_STOP_SECONDS = 20.0


@dataclass(frozen=True, slots=True)
class Running:
    """Services that run. `source_urls` is the broker as each source knows it, by name;
    `environment` is what an operator's commands need.
    """

    url: str
    source_urls: Mapping[str, str] = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)
    signing_key: Path

    def token(self, role: Role, subject: str = "demo", teams: Collection[UUID] = ()) -> str:
        """A token that holds for a working day."""
        return sign(
            self.signing_key,
            issuer=ISSUER,
            audience=AUDIENCE,
            subject=subject,
            roles=[role],
            now=datetime.now(UTC),
            lifetime=timedelta(hours=8),
            team_ids=teams,
        )


@contextmanager
def running_services(admin: AdminAddresses, municipality: Municipality) -> Iterator[Running]:
    """All three services in one process, on a database and vhost of their own.

    Names are of this run only, so that runs on the same servers do not meet. At the end the
    services are stopped, and all that was made on the servers is removed.
    """
    run = secrets.token_hex(4)
    installation = Installation(
        database=f"draagvlak_demo_{run}", vhost=f"draagvlak-demo-{run}", prefix=f"demo_{run}_"
    )
    passwords = Passwords.generate()
    with ExitStack() as stack:
        stack.callback(lambda: asyncio.run(remove(admin, installation)))
        addresses = asyncio.run(_prepare(admin, passwords, installation))
        source_urls = asyncio.run(_add_sources(admin, installation, municipality))
        folder = stack.enter_context(own_folder())
        folder.chmod(0o700)
        create_signing_key(folder / "signing-key.json", folder / "jwks.json")
        (port,) = free_ports(1)
        environment = _environment(municipality, addresses, folder / "jwks.json", port)
        services = ServerProcess(
            "draagvlak",
            [sys.executable, "-m", "services"],
            folder=folder,
            environment=environment,
            account=None,
            death_signal=signal.SIGTERM,
        )
        services.start()
        try:
            url = f"http://127.0.0.1:{port}"
            services.wait_until(partial(_all_ready, url), timeout=_START_SECONDS)
            yield Running(
                url=url,
                source_urls=source_urls,
                environment=environment,
                signing_key=folder / "signing-key.json",
            )
        finally:
            services.stop(signal.SIGTERM, timeout=_STOP_SECONDS)


async def _prepare(
    admin: AdminAddresses, passwords: Passwords, installation: Installation
) -> Addresses:
    provisioned = await provision(admin, passwords, installation)
    for service in SERVICES:
        await migrate(provisioned.addresses[service].migrate_url, service)
    return provisioned.addresses


async def _add_sources(
    admin: AdminAddresses, installation: Installation, municipality: Municipality
) -> dict[str, str]:
    urls: dict[str, str] = {}
    for name, source in municipality.sources.items():
        if source.by is Way.EVENTS:
            password = secrets.token_urlsafe()
            await add_source(admin.rabbitmq_api_url, installation, name, password)
            user = installation.broker_user(source_account(name))
            urls[name] = broker_url(admin.rabbitmq_url, installation.vhost, user, password)
    return urls


def _environment(
    municipality: Municipality, addresses: Addresses, jwks: Path, port: int
) -> dict[str, str]:
    own = {
        "OIN": municipality.oin,
        "MUNICIPALITY": f"Gemeente {municipality.name}",
        "PORT": str(port),
        "JWKS_FILE": str(jwks),
        "TOKEN_ISSUER": ISSUER,
        "TOKEN_AUDIENCE": AUDIENCE,
    }
    for service in SERVICES:
        own[f"{service.upper()}_APP_URL"] = addresses[service].app_url
        own[f"{service.upper()}_BROKER_URL"] = addresses[service].broker_url
    own["ENGAGEMENT_BALLOT_KEY"] = secrets.token_urlsafe(32)
    inherited = {name: os.environ[name] for name in ("PATH", "LANG") if name in os.environ}
    return inherited | {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        **{f"DRAAGVLAK_{name}": value for name, value in own.items()},
    }


def _all_ready(url: str) -> bool:
    try:
        return all(
            httpx.get(f"{url}/{service}/health/ready", timeout=2).is_success for service in SERVICES
        )
    except httpx.TransportError:
        return False
