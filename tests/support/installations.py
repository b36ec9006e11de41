"""A fresh database and a fresh vhost for a test, with all rights as in production."""

import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from importlib.resources import files

import asyncpg

from deploy.addresses import Addresses
from deploy.provisioning import SERVICES, Installation
from deploy.provisioning.postgres import database_url, guard_database, provision_postgres
from deploy.provisioning.provision import service_addresses
from deploy.provisioning.rabbitmq import ManagementApi, add_source, broker_url, provision_rabbitmq
from shared.database.migrations import migrate
from shared.messaging.topology import source_account
from tests.support.shared_servers import RunServers


@dataclass(frozen=True, slots=True)
class Database:
    """A database of its own for one test."""

    name: str
    admin_url: str
    addresses: Addresses

    def app_url(self, service: str) -> str:
        """As the service itself logs in."""
        return self.addresses[service].app_url

    def migrate_url(self, service: str) -> str:
        """As the service's migrations log in; acts as the owner of its schema."""
        return self.addresses[service].migrate_url


@dataclass(frozen=True, slots=True)
class Vhost:
    """A vhost of its own for one test, with the exchanges and users of production."""

    name: str
    admin_url: str
    api_url: str
    installation: Installation
    addresses: Addresses

    def broker_url(self, service: str) -> str:
        """As the service itself logs in."""
        return self.addresses[service].broker_url


async def create_template(run: RunServers) -> None:
    """Provision and migrate the database that every test's database is a copy of, and make the
    accounts on the broker: two workers that make the same one at once refuse each other.
    """
    await provision_postgres(run.admin.postgres_url, run.installation, run.passwords)
    await provision_rabbitmq(run.admin.rabbitmq_api_url, run.installation, run.passwords)
    addresses = service_addresses(run.admin, run.passwords, run.installation)
    for service in SERVICES:
        if (files(f"services.{service}") / "migrations" / "env.py").is_file():
            await migrate(addresses[service].migrate_url, service)


@asynccontextmanager
async def fresh_database(run: RunServers) -> AsyncIterator[Database]:
    """A migrated, empty database; dropped afterwards, whoever is still connected."""
    template = run.installation.database
    installation = replace(run.installation, database=f"test_{secrets.token_hex(6)}")
    name = installation.database
    connection = await asyncpg.connect(run.admin.postgres_url)
    try:
        await connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        await guard_database(connection, installation)
        yield Database(
            name=name,
            admin_url=database_url(run.admin.postgres_url, name),
            addresses=service_addresses(run.admin, run.passwords, installation),
        )
        await connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
    finally:
        await connection.close()


@asynccontextmanager
async def fresh_vhost(run: RunServers) -> AsyncIterator[Vhost]:
    """A vhost with exchanges, users and rights; removed afterwards."""
    installation = replace(run.installation, vhost=f"test-{secrets.token_hex(6)}")
    name = installation.vhost
    await provision_rabbitmq(run.admin.rabbitmq_api_url, installation, run.passwords)
    yield Vhost(
        name=name,
        admin_url=f"{run.admin.rabbitmq_url.rstrip('/')}/{name}",
        api_url=run.admin.rabbitmq_api_url,
        installation=installation,
        addresses=service_addresses(run.admin, run.passwords, installation),
    )
    async with ManagementApi(run.admin.rabbitmq_api_url) as api:
        await api.delete("vhosts", name)


async def source_url(vhost: Vhost, name: str) -> str:
    """As a source logs in, with an account that it is given here. Workers of a run share it."""
    password = "wachtwoord"
    await add_source(vhost.api_url, vhost.installation, name, password)
    user = vhost.installation.broker_user(source_account(name))
    return broker_url(vhost.admin_url, vhost.name, user, password)


def joined(database: Database, vhost: Vhost) -> Addresses:
    """Each service's addresses on this database and this vhost."""
    return {
        service: replace(database.addresses[service], broker_url=vhost.broker_url(service))
        for service in SERVICES
    }
