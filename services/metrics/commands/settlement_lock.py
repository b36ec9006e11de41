"""One settles at a time: a level sums products, and two at once would miss each other's."""

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('metrics.settlement'))")


async def lock_settlement(connection: AsyncConnection) -> None:
    """Wait for whoever settles now; from here to the end of the transaction nobody else does.

    What the transaction reads after this, it reads as the one before it committed it.
    """
    await connection.execute(_LOCK)
