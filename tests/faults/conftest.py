"""Both ends of the messaging, on the run's servers or on servers that may be killed."""

from collections.abc import AsyncIterator

import pytest

from deploy.addresses import Addresses
from deploy.embedded import PrivateServers
from deploy.provisioning import SERVICES, Passwords, provision
from shared.database.migrations import migrate
from tests.support.fragile_wire import FragileWire
from tests.support.wire import Wire, open_wire


@pytest.fixture
async def wire(addresses: Addresses) -> AsyncIterator[Wire]:
    """Planning and engagement on the run's servers."""
    async with open_wire(addresses) as opened:
        yield opened


@pytest.fixture
async def fragile(own_servers: PrivateServers) -> AsyncIterator[FragileWire]:
    """Planning and engagement on servers that this test may kill."""
    passwords = Passwords.generate()
    addresses = (await provision(own_servers.addresses, passwords)).addresses
    for service in SERVICES:
        await migrate(addresses[service].migrate_url, service)
    async with open_wire(addresses) as opened:
        yield FragileWire(opened, own_servers, passwords)
