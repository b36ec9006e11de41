"""A municipality on a database of the test's own."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.database import create_engine
from tests.support.engagement_world import T0, Municipality, at
from tests.support.installations import Database
from tests.support.service_api import ServiceApi, service_api


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[AsyncEngine]:
    """As engagement itself logs in."""
    engine = create_engine(database.app_url("engagement"))
    yield engine
    await engine.dispose()


@pytest.fixture
def municipality(engine: AsyncEngine) -> Municipality:
    """Nothing has been told of it yet."""
    return Municipality(engine)


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> AsyncIterator[ServiceApi]:
    """The API of engagement, on the day on which the subproject starts."""
    async with service_api("engagement", database.app_url("engagement"), tmp_path, at(T0)) as api:
        yield api
