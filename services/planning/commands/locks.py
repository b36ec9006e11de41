"""What a command holds on to while it decides.

Two people must not give away the same hour, and a balance must see all that was decided before it.
So what touches capacity happens one at a time: `lock_plan` first, then rows. Nobody takes them in
the other order.
"""

from uuid import UUID

from sqlalchemy import Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.refusal import NotFound, Reason

_PLAN = int.from_bytes(b"plan")


async def lock_plan(connection: AsyncConnection) -> None:
    """Wait until no other transaction decides about capacity; held until this one ends."""
    await connection.execute(select(func.pg_advisory_xact_lock(_PLAN)))


async def lock_row(connection: AsyncConnection, table: Table, row_id: UUID) -> int:
    """Lock the plan and then a row of it; answer the row's version.

    Raises:
        NotFound: there is no such row.
    """
    await lock_plan(connection)
    version: int | None = await connection.scalar(
        select(table.c.version).where(table.c.id == row_id).with_for_update()
    )
    if version is None:
        raise not_found()
    return version


def not_found() -> NotFound:
    """The refusal of anything that is not there."""
    return NotFound(Reason("not-found", "Dit bestaat niet."))
