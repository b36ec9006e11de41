"""Working through the inbox: batches as they come, unfinished events in their turn, pauses while
the database is away.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TypeVar

import structlog

from shared.database import is_unavailable
from shared.messaging.deliveries import Delivery
from shared.messaging.inbox import InboxApplier
from shared.messaging.inbox_rows import State
from shared.messaging.telemetry import ConsumerTelemetry

FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 5.0
RETRY_POLL_SECONDS = 5.0

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

Result = TypeVar("Result")


class InboxProcessor:
    """Applies deliveries and retries what is unfinished, for one producer's events."""

    def __init__(
        self, applier: InboxApplier, telemetry: ConsumerTelemetry, clock: Callable[[], datetime]
    ) -> None:
        self._applier = applier
        self._telemetry = telemetry
        self._clock = clock
        self._retry = asyncio.Event()
        self._unfinished = True

    async def apply(self, deliveries: Sequence[Delivery]) -> None:
        """Apply a group. While the database is away it waits with it: nothing is parked for that,
        nothing refused.
        """
        entries = await self._while_away(lambda: self._applier.apply(deliveries))
        self._telemetry.handled(
            entries, duplicates=len(deliveries) - len(entries), now=self._clock()
        )
        if self._unfinished or any(entry.state in _UNFINISHED for entry in entries):
            self._unfinished = True
            self._retry.set()

    async def retry_unfinished(self) -> None:
        """Try parked and waiting events in their turn, until cancelled."""
        while True:
            self._retry.clear()
            while await self._while_away(self._applier.retry_due):
                pass
            counts = await self._while_away(self._applier.counts)
            self._telemetry.unfinished(counts)
            self._unfinished = bool(counts)
            with suppress(TimeoutError):
                async with asyncio.timeout(RETRY_POLL_SECONDS):
                    await self._retry.wait()

    async def _while_away(self, work: Callable[[], Awaitable[Result]]) -> Result:
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                return await work()
            except Exception as error:
                if not is_unavailable(error):
                    raise
                log.warning("inbox_database_away", error=type(error).__name__)
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE_SECONDS, pause * 2)


_UNFINISHED = frozenset({State.PARKED, State.WAITING, State.DEAD})
