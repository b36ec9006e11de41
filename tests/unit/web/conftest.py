"""The service that the tests of shared.web talk to."""

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from shared.web.access import Role
from tests.support.web_service import WebService, web_service


@pytest.fixture
def service(tmp_path: Path) -> WebService:
    """A service with keys of its own."""
    return web_service(tmp_path)


@pytest.fixture
async def client(service: WebService) -> AsyncIterator[httpx.AsyncClient]:
    """A client without a token."""
    async with service.client() as client:
        yield client


@pytest.fixture
async def manager(service: WebService) -> AsyncIterator[httpx.AsyncClient]:
    """A client with the token of a programme manager."""
    async with service.client(headers=service.bearer(Role.PROGRAMME_MANAGER)) as client:
        yield client
