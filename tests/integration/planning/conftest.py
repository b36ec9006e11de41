"""Planning's API on a database of the test's own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.installations import Database
from tests.support.planning_api import PlanningApi, planning_api
from tests.support.planning_world import TownHall


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> AsyncIterator[PlanningApi]:
    """The API of planning, now: reactions go by the system's clock too."""
    async with planning_api(database.app_url("planning"), tmp_path, datetime.now(UTC)) as api:
        yield api


@pytest.fixture
def town(api: PlanningApi) -> TownHall:
    """A town hall of which nothing is known yet."""
    return TownHall(api)
