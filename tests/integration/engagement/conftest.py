"""A municipality on a database of the test's own."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.database import create_engine
from tests.support.engagement_world import Municipality
from tests.support.installations import Database


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
