"""Work that time, not an event, gives cause to."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.database import transaction
from shared.runtime.clock import Clock

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Work = Callable[[AsyncConnection, datetime], Awaitable[bool | None]]
"""Work for one transaction. What may be too much for one does a part, and answers True: there is
more.
"""


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work to do now and then, in a transaction of its own. Doing it twice, or in two replicas,
    must do no harm.
    """

    name: str
    every: timedelta
    work: Work


async def repeat(periodic: Periodic, engine: AsyncEngine, clock: Clock) -> None:
    """Do the work at once and then each time its period is over, until cancelled; while there is
    more to do, one transaction follows the other. A failure is logged, not fatal.
    """
    while True:
        if not await _more_after(periodic, engine, clock):
            await asyncio.sleep(periodic.every.total_seconds())


async def _more_after(periodic: Periodic, engine: AsyncEngine, clock: Clock) -> bool:
    """Do the work once, in a transaction; answer whether it says that there is more. After a
    failure there is not: it waits for the next time.
    """
    try:
        async with transaction(engine) as connection:
            more = await periodic.work(connection, clock())
    except Exception as error:
        log.warning("periodic_failed", name=periodic.name, error=type(error).__name__)
        return False
    return bool(more)
