"""Koers in a real browser, served by planning on a database of the test's own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser

from tests.support.browser import chromium, served
from tests.support.installations import Database
from tests.support.koers_world import tell_koers
from tests.support.planning_api import PlanningApi, planning_api
from tests.support.planning_world import TownHall


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> AsyncIterator[PlanningApi]:
    """Planning, now."""
    async with planning_api(database.app_url("planning"), tmp_path, datetime.now(UTC)) as api:
        yield api


@pytest.fixture
async def town(api: PlanningApi) -> TownHall:
    """A town hall of which nothing is known yet."""
    return TownHall(api)


@pytest.fixture
async def told_town(town: TownHall) -> TownHall:
    """A town hall with figures in every part of Koers."""
    await tell_koers(town)
    return town


@pytest.fixture
async def address(api: PlanningApi) -> AsyncIterator[str]:
    """Where planning answers."""
    async with served(api.served) as address:
        yield address


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium."""
    async with chromium() as browser:
        yield browser
