"""Both ends of the messaging on a fresh database and a fresh vhost."""

from collections.abc import AsyncIterator

import pytest

from deploy.addresses import Addresses
from tests.support.wire import Wire, open_wire


@pytest.fixture
async def wire(addresses: Addresses) -> AsyncIterator[Wire]:
    """Planning and engagement, with nothing running between them yet."""
    async with open_wire(addresses) as opened:
        yield opened
