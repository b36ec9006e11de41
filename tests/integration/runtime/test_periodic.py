"""Work that time gives cause to: a transaction each time, and more of them while there is more."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.database import create_engine
from shared.runtime.clock import system_clock
from shared.runtime.periodic import Periodic, repeat
from tests.support.installations import Database
from tests.support.waiting import until
from tests.support.wire import running


@pytest.fixture
async def engine(database: Database) -> AsyncIterator[AsyncEngine]:
    """An engine that logs in with the rights of a service."""
    engine = create_engine(database.app_url("planning"))
    yield engine
    await engine.dispose()


async def test_work_that_says_there_is_more_goes_on_at_once_in_its_next_transaction(
    engine: AsyncEngine,
) -> None:
    transactions: list[str] = []

    async def work(connection: AsyncConnection, now: datetime) -> bool:
        number = await connection.scalar(text("SELECT CAST(pg_current_xact_id() AS text)"))
        transactions.append(number)
        return len(transactions) < 3

    async with running(repeat(Periodic("work", timedelta(days=1), work), engine, system_clock)):
        await until(lambda: len(transactions) == 3)
    assert len(set(transactions)) == 3


async def test_work_that_fails_is_done_again_when_its_period_is_over(engine: AsyncEngine) -> None:
    times: list[datetime] = []

    async def work(connection: AsyncConnection, now: datetime) -> None:
        times.append(now)
        raise RuntimeError("not this time")

    periodic = Periodic("work", timedelta(milliseconds=1), work)
    async with running(repeat(periodic, engine, system_clock)):
        await until(lambda: len(times) >= 2)
