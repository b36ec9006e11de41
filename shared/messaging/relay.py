"""The relay: gives committed events their positions and publishes them, in order, until the broker
confirms.
"""

import asyncio
import logging
from collections import deque
from contextlib import suppress
from dataclasses import dataclass

import asyncpg
import structlog
from aio_pika.exceptions import AMQPError, ChannelInvalidStateError

from shared.contracts.envelope import Audience
from shared.messaging.codec import LoggedEvent, encode, source_urn
from shared.messaging.leadership import LeaderSession
from shared.messaging.publisher import Publisher
from shared.messaging.relay_log import RelayLog
from shared.messaging.telemetry import RelayTelemetry
from shared.messaging.topology import EXCHANGE_OF

BATCH = 125
BATCHES_IN_FLIGHT = 4
CONFIRM_SECONDS = 5.0
POLL_SECONDS = 1.0
STANDBY_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 5.0

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

BROKER_ERRORS = (AMQPError, ChannelInvalidStateError, OSError, TimeoutError)
# The last is what asyncpg raises when a connection is lost in the middle of an operation.
DATABASE_ERRORS = (
    OSError,
    TimeoutError,
    asyncpg.PostgresError,
    asyncpg.InterfaceError,
    asyncpg.InternalClientError,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelaySettings:
    """Where a relay works and for whom."""

    service: str
    oin: str
    database_dsn: str
    broker_url: str


class Relay:
    """One relay of a service. Any number may run; one leads, the others stand by.

    Order: per audience the wire follows the positions; per subject the positions follow the
    commits. After any failure it goes on at the last confirmed position with one event, then with
    more: what was sent before has an unknown fate, so it is sent again under the same id.
    """

    def __init__(self, settings: RelaySettings, telemetry: RelayTelemetry) -> None:
        self._settings = settings
        self._telemetry = telemetry
        self._wake = asyncio.Event()
        self._publisher: Publisher | None = None
        self._batch = 1

    async def run(self) -> None:
        """Lead or stand by until cancelled. Survives the loss of the database and of the broker."""
        try:
            while True:
                try:
                    session = await LeaderSession.acquire(
                        self._settings.database_dsn, self._settings.service, self._wake.set
                    )
                    if session is not None:
                        try:
                            await self._lead(RelayLog(session.connection, self._settings.service))
                        finally:
                            self._telemetry.leads(False)
                            await session.close()
                except DATABASE_ERRORS as error:
                    log.warning("relay_database_away", error=type(error).__name__)
                await asyncio.sleep(STANDBY_SECONDS)
        finally:
            await self._disconnect()

    async def _lead(self, relay_log: RelayLog) -> None:
        log.info("relay_leads", service=self._settings.service)
        self._telemetry.leads(True)
        pause = 0.0
        while True:
            self._wake.clear()
            more = await relay_log.give_positions()
            published = True
            for audience in Audience:
                published &= await self._publish_pending(relay_log, audience)
            self._telemetry.observe(await relay_log.backlog())
            if not published:
                pause = min(LONGEST_PAUSE_SECONDS, max(0.25, pause * 2))
                await asyncio.sleep(pause)
            elif not more:
                pause = 0.0
                with suppress(TimeoutError):
                    async with asyncio.timeout(POLL_SECONDS):
                        await self._wake.wait()

    async def _publish_pending(self, relay_log: RelayLog, audience: Audience) -> bool:
        """Publish everything positioned; False when the broker would not have it now."""
        try:
            await self._drain(relay_log, audience)
        except BROKER_ERRORS as error:
            self._telemetry.failed()
            log.log(logging.WARNING, "relay_publish_failed", audience=audience, error=_cause(error))
            self._batch = 1
            await self._disconnect()
            return False
        return True

    async def _drain(self, relay_log: RelayLog, audience: Audience) -> None:
        cursor = sent = await relay_log.published(audience)
        in_flight: deque[tuple[int, asyncio.Task[None]]] = deque()
        try:
            while True:
                while len(in_flight) < BATCHES_IN_FLIGHT:
                    events = await relay_log.read(audience, after=sent, limit=self._batch)
                    if not events:
                        break
                    in_flight.append((events[-1].position, await self._start(audience, events)))
                    sent = events[-1].position
                if not in_flight:
                    return
                position, confirmed = in_flight.popleft()
                await _confirmed(confirmed)
                self._telemetry.published(position - cursor)
                if not await relay_log.advance(audience, cursor, position):
                    return  # an operator moved the cursor to replay: start again from there
                cursor = position
                self._batch = min(BATCH, self._batch * 5)
        finally:
            for _, confirmed in in_flight:
                confirmed.cancel()
                with suppress(asyncio.CancelledError, *BROKER_ERRORS):
                    await confirmed

    async def _start(self, audience: Audience, events: list[LoggedEvent]) -> "asyncio.Task[None]":
        if self._publisher is None:
            self._publisher = await Publisher.connect(
                self._settings.broker_url, f"draagvlak-{self._settings.service}-relay"
            )
        source = source_urn(
            self._settings.oin,
            self._settings.service,
            internal=audience is Audience.INTERNAL,
        )
        encoded = [(event, encode(event, source)) for event in events]
        return self._publisher.publish(EXCHANGE_OF[audience], source, encoded)

    async def _disconnect(self) -> None:
        if self._publisher is not None:
            publisher, self._publisher = self._publisher, None
            await publisher.close()


async def _confirmed(batch: "asyncio.Future[None]") -> None:
    """Wait for a batch's confirms, no longer than a blocked broker deserves.

    The library's own timeout is not honoured while the broker blocks the connection; this one is.
    """
    async with asyncio.timeout(CONFIRM_SECONDS):
        await batch


def _cause(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}"[:200]
