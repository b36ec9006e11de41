"""The database of metrics, as the service itself uses it."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.database import create_engine
from tests.support.installations import Database


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[AsyncEngine]:
    """An engine that logs in with the rights of the service."""
    engine = create_engine(database.app_url("metrics"))
    yield engine
    await engine.dispose()
