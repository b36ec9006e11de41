"""Planning's API on a database of the test's own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.installations import Database
from tests.support.planning_world import TownHall
from tests.support.service_api import ServiceApi, service_api

NO_HOLIDAYS_FOR_WEEKS = datetime(2026, 9, 7, 9, tzinfo=UTC)


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> AsyncIterator[ServiceApi]:
    """The API of planning, on a Monday after which no holiday changes a supply for 14 weeks."""
    async with service_api(
        "planning", database.app_url("planning"), tmp_path, NO_HOLIDAYS_FOR_WEEKS
    ) as api:
        yield api


@pytest.fixture
def town(api: ServiceApi) -> TownHall:
    """A town hall of which nothing is known yet."""
    return TownHall(api)
