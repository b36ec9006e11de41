"""The edge at which work is committed."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine


@asynccontextmanager
async def transaction(engine: AsyncEngine) -> AsyncIterator[AsyncConnection]:
    """One request or one batch, one transaction: committed when the block ends, rolled back when it
    raises.
    """
    async with engine.begin() as connection:
        yield connection
