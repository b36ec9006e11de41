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

Work = Callable[[AsyncConnection, datetime], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Periodic:
    """Work to do now and then, in a transaction of its own. Doing it twice, or in two replicas,
    must do no harm.
    """

    name: str
    every: timedelta
    work: Work


async def repeat(periodic: Periodic, engine: AsyncEngine, clock: Clock) -> None:
    """Do the work at once and then each time its period is over, until cancelled. A failure is
    logged, not fatal.
    """
    while True:
        try:
            async with transaction(engine) as connection:
                await periodic.work(connection, clock())
        except Exception as error:
            log.warning("periodic_failed", name=periodic.name, error=type(error).__name__)
        await asyncio.sleep(periodic.every.total_seconds())
