"""What every command that needs the database does in the same way."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.database.engine import create_engine
from shared.database.transaction import transaction

Result = TypeVar("Result")


def on_database(url: str, work: Callable[[AsyncEngine], Awaitable[Result]]) -> Result:
    """What the work answers, with an engine of one connection that is there until it ends."""

    async def run() -> Result:
        engine = create_engine(url, pool_size=1)
        try:
            return await work(engine)
        finally:
            await engine.dispose()

    return asyncio.run(run())


def ask(url: str, question: Callable[[AsyncConnection], Awaitable[Result]]) -> Result:
    """What a question of the database answers, in a transaction of its own."""

    async def answer(engine: AsyncEngine) -> Result:
        async with transaction(engine) as connection:
            return await question(connection)

    return on_database(url, answer)
