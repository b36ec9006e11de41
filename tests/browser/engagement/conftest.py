"""Pages of engagement in a real browser, on the day on which a subproject starts."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from shared.database import create_engine
from tests.support.engagement_world import T0, Municipality, at
from tests.support.installations import Database
from tests.support.opinion_round import OpinionRound, open_round
from tests.support.service_api import ServiceApi, service_api


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[AsyncEngine]:
    """As engagement itself logs in."""
    engine = create_engine(database.app_url("engagement"))
    yield engine
    await engine.dispose()


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> AsyncIterator[ServiceApi]:
    """Engagement, on that day."""
    async with service_api("engagement", database.app_url("engagement"), tmp_path, at(T0)) as api:
        yield api


@pytest.fixture
async def asked(api: ServiceApi, engine: AsyncEngine) -> OpinionRound:
    """An open round for fourteen people."""
    return await open_round(api, Municipality(engine))
