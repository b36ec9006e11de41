"""What a change holds on to while it decides."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

_ENGAGEMENT = 0x656E6761


async def lock_engagement(connection: AsyncConnection) -> None:
    """Wait until no other transaction changes what engagement knows; held until this one ends.

    Coverage follows from much that others may be writing, and nothing about a person may slip in
    beside the withdrawal of a consent. So changes happen one at a time, and since each takes this
    lock before any row, no two wait for each other.
    """
    await connection.execute(select(func.pg_advisory_xact_lock(_ENGAGEMENT)))
