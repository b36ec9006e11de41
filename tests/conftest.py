"""Fixtures for every test: the run's servers, and a database and a vhost of its own for each test
that asks.
"""

import asyncio
import fcntl
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from deploy.addresses import Addresses, AdminAddresses
from deploy.embedded import PrivateServers, private_servers
from tests.support.installations import (
    Database,
    Vhost,
    create_template,
    fresh_database,
    fresh_vhost,
    joined,
)
from tests.support.own_servers import make_as_new
from tests.support.shared_servers import RunServers, shared_servers

# How long an example takes says something about the machine, not about the property. The same
# commit has the same examples on every machine; `--hypothesis-profile explore` looks for others.
settings.register_profile("draagvlak", deadline=None, derandomize=True)
settings.register_profile("explore", deadline=None)
settings.load_profile("draagvlak")


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder that all workers of this run share."""
    base = tmp_path_factory.getbasetemp()
    return base if worker_id == "master" else base.parent


@pytest.fixture(scope="session")
def run_servers(run_folder: Path) -> Iterator[RunServers]:
    """PostgreSQL and RabbitMQ of this test run, with a migrated template database."""
    with shared_servers(run_folder) as run:
        with (run_folder / "template.lock").open("a+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            lock.seek(0)
            if lock.read() != run.admin.postgres_url:
                asyncio.run(create_template(run))
                lock.truncate(0)
                lock.write(run.admin.postgres_url)
        yield run


@pytest.fixture(scope="session")
def servers(run_servers: RunServers) -> AdminAddresses:
    """The administrators' addresses of this test run's servers."""
    return run_servers.admin


@pytest.fixture
async def database(run_servers: RunServers) -> AsyncIterator[Database]:
    """A migrated, empty database of the test's own."""
    async with fresh_database(run_servers) as fresh:
        yield fresh


@pytest.fixture
async def vhost(run_servers: RunServers) -> AsyncIterator[Vhost]:
    """A vhost of the test's own, with exchanges, users and rights."""
    async with fresh_vhost(run_servers) as fresh:
        yield fresh


@pytest.fixture
def addresses(database: Database, vhost: Vhost) -> Addresses:
    """Each service's addresses on a fresh database and a fresh vhost."""
    return joined(database, vhost)


@pytest.fixture(scope="session")
def worker_servers() -> Iterator[PrivateServers]:
    """Servers of this worker's own."""
    with private_servers(durable=False) as private:
        yield private


@pytest.fixture
def own_servers(worker_servers: PrivateServers) -> Iterator[PrivateServers]:
    """Servers as new, that only this test uses and that it may kill, freeze, fill and wipe."""
    yield worker_servers
    asyncio.run(make_as_new(worker_servers))
