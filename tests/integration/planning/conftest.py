"""Planning's API on a database of the test's own."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.support.installations import Database
from tests.support.planning_world import TownHall
from tests.support.service_api import ServiceApi, service_api


@pytest.fixture(autouse=True)
def weeks_without_holidays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weeks like any other, on whatever day the tests run; holidays have tests of their own."""
    monkeypatch.setattr("services.planning.domain.supply.calendar.days_off", lambda *_: frozenset())


@pytest.fixture
async def api(database: Database, tmp_path: Path) -> AsyncIterator[ServiceApi]:
    """The API of planning, now: reactions go by the system's clock too."""
    async with service_api(
        "planning", database.app_url("planning"), tmp_path, datetime.now(UTC)
    ) as api:
        yield api


@pytest.fixture
def town(api: ServiceApi) -> TownHall:
    """A town hall of which nothing is known yet."""
    return TownHall(api)
