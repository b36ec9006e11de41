"""The messaging from end to end between two real schemas: planning tells, engagement keeps a
ledger.

The effect of an event is one row in the ledger, without a unique key: an effect twice is two rows.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from prometheus_client import CollectorRegistry
from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from deploy.addresses import Addresses
from shared.contracts.envelope import EventData
from shared.contracts.planning_v1 import SubprojectStarted
from shared.database import create_engine, transaction
from shared.messaging.consumer import Consumer
from shared.messaging.event_log import EventLog
from shared.messaging.inbox import Inbox, InboxApplier
from shared.messaging.processor import InboxProcessor
from shared.messaging.reactions import Reactions, Received
from shared.messaging.relay import Relay, RelaySettings
from shared.messaging.subscriptions import heard_by
from shared.messaging.telemetry import ConsumerTelemetry, MessagingTelemetry, RelayTelemetry
from tests.support.waiting import until

OIN = "00000001823288444000"
(SUBSCRIPTION,) = heard_by("engagement")
EVENT_LOG = EventLog(MetaData(schema="planning"))
INBOX = Inbox(MetaData(schema="engagement"))

Told = tuple[str, str, int]
"""An event's id, subject and version."""


class ManualClock:
    """A clock that a test moves on."""

    def __init__(self) -> None:
        self.ahead = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def forward(self, by: timedelta) -> None:
        """Let time pass."""
        self.ahead += by


@dataclass(frozen=True, slots=True)
class Ledger:
    """What was committed by the producer against what took effect at the consumer."""

    committed: Sequence[Told]
    applied: Sequence[Told]

    @property
    def lost(self) -> set[Told]:
        """Committed, without effect."""
        return set(self.committed) - set(self.applied)

    @property
    def unexpected(self) -> set[Told]:
        """An effect without a committed cause."""
        return set(self.applied) - set(self.committed)

    @property
    def duplicated(self) -> set[Told]:
        """More than one effect."""
        return {told for told, times in Counter(self.applied).items() if times > 1}

    @property
    def inversions(self) -> list[Told]:
        """Effects that came after that of a later version of their subject."""
        highest: dict[str, int] = {}
        found = []
        for told in self.applied:
            _, subject, version = told
            if version < highest.get(subject, 0):
                found.append(told)
            highest[subject] = max(version, highest.get(subject, 0))
        return found

    def assert_whole(self) -> None:
        """Nothing lost, nothing unexpected, nothing twice, every subject in order."""
        assert not self.lost, f"{len(self.lost)} of {len(self.committed)} lost"
        assert not self.unexpected, f"{len(self.unexpected)} unexpected"
        assert not self.duplicated, f"{len(self.duplicated)} duplicated"
        assert not self.inversions, f"{len(self.inversions)} out of order"


def ledger_reactions() -> Reactions:
    """The consumer's reaction: a row in the ledger."""
    reactions = Reactions()

    @reactions.on(SubprojectStarted)
    async def started(connection: AsyncConnection, event: Received[SubprojectStarted]) -> None:
        await connection.execute(
            text("INSERT INTO engagement.ledger (id, subject, version) VALUES (:i, :s, :v)"),
            {"i": event.id, "s": event.subject, "v": event.subject_version},
        )

    return reactions


class Wire:
    """Both ends, and the relay and consumer between them."""

    def __init__(
        self, addresses: Addresses, planning: AsyncEngine, engagement: AsyncEngine
    ) -> None:
        self.addresses = addresses
        self.planning = planning
        self.engagement = engagement
        self.clock = ManualClock()
        self.patience = 60.0
        self.registry = CollectorRegistry()
        self.instruments = MessagingTelemetry(self.registry)
        self.relaying = RelayTelemetry(self.instruments, "planning")
        self.consuming = ConsumerTelemetry(self.instruments, "engagement", SUBSCRIPTION.queue)
        self.reactions = ledger_reactions()

    async def record(self, *subjects: UUID) -> None:
        """Record an event of each of these subjects, in one transaction."""
        async with transaction(self.planning) as connection:
            await self.record_in(connection, *subjects)

    async def record_in(self, connection: AsyncConnection, *subjects: UUID) -> None:
        """Record an event of each of these subjects, in the caller's transaction."""
        await EVENT_LOG.record(connection, *(event_of(subject) for subject in subjects))

    def applier(self) -> InboxApplier:
        """What applies planning's events to engagement."""
        return InboxApplier(self.engagement, INBOX, "planning", self.reactions, self.clock)

    @asynccontextmanager
    async def relay(self) -> AsyncIterator[Relay]:
        """A running relay of planning's log."""
        relay = Relay(relay_settings(self.addresses), self.relaying)
        async with running(relay.run()):
            yield relay

    @asynccontextmanager
    async def consumer(self, applier: InboxApplier | None = None) -> AsyncIterator[Consumer]:
        """A running consumer, registered with the broker."""
        processor = InboxProcessor(applier or self.applier(), self.consuming, self.clock)
        consumer = Consumer(
            SUBSCRIPTION, self.addresses["engagement"].broker_url, processor, self.consuming
        )
        async with running(consumer.run()):
            await until(lambda: self.consuming.consuming, reason="the consumer is registered")
            yield consumer

    async def published(self) -> bool:
        """Whether the broker confirmed everything in the log."""
        query = (
            "SELECT NOT EXISTS (SELECT FROM planning.event_log l JOIN planning.event_cursor c"
            " USING (audience) WHERE l.position IS NULL OR l.position > c.published)"
        )
        return bool(await self.value(query, engine=self.planning))

    async def ledger(self) -> Ledger:
        """The ledger as it is now."""
        async with transaction(self.planning) as connection:
            committed = await connection.execute(
                text(
                    "SELECT id::text, subject, subject_version"
                    " FROM planning.event_log ORDER BY entry"
                )
            )
        async with transaction(self.engagement) as connection:
            applied = await connection.execute(
                text("SELECT id, subject, version FROM engagement.ledger ORDER BY place")
            )
        return Ledger([tuple(row) for row in committed], [tuple(row) for row in applied])

    async def settled(self, timeout: float | None = None) -> Ledger:
        """Wait until every committed event has had an effect, and answer the ledger."""

        async def complete() -> bool:
            return not (await self.ledger()).lost

        await until(
            complete, timeout or self.patience, reason="every committed event had its effect"
        )
        return await self.ledger()

    async def states(self) -> Counter[str]:
        """How many inbox rows there are in each state."""
        async with transaction(self.engagement) as connection:
            rows = await connection.execute(
                text("SELECT state, count(*) FROM engagement.inbox GROUP BY state")
            )
            return Counter(dict(tuple(row) for row in rows))

    async def value(self, query: str, *, engine: AsyncEngine | None = None) -> object:
        """The first value of a query, on engagement's database unless said otherwise."""
        async with transaction(engine or self.engagement) as connection:
            return await connection.scalar(text(query))


def event_of(subject: UUID) -> EventData:
    """An event of a subject."""
    return SubprojectStarted(subproject_id=subject, started_on=date(2026, 3, 2))


def relay_settings(addresses: Addresses) -> RelaySettings:
    """Where planning's relay works."""
    return RelaySettings(
        service="planning",
        oin=OIN,
        database_dsn=addresses["planning"].app_url,
        broker_url=addresses["planning"].broker_url,
    )


@asynccontextmanager
async def open_wire(addresses: Addresses) -> AsyncIterator[Wire]:
    """Both ends on migrated schemas, with an empty ledger."""
    owner = create_engine(addresses["engagement"].migrate_url)
    async with transaction(owner) as connection:
        await connection.execute(
            text(
                "CREATE TABLE IF NOT EXISTS engagement.ledger ("
                " place bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,"
                " id text NOT NULL, subject text NOT NULL, version integer NOT NULL)"
            )
        )
    await owner.dispose()
    async with AsyncExitStack() as stack:
        engines = [create_engine(addresses[name].app_url, pool_size=20) for name in ENDS]
        for engine in engines:
            stack.push_async_callback(engine.dispose)
        yield Wire(addresses, *engines)


ENDS = ("planning", "engagement")
STOP_SECONDS = 40


def new_subjects(count: int) -> list[UUID]:
    """So many subjects that nobody has told of."""
    return [uuid4() for _ in range(count)]


@asynccontextmanager
async def running(work: Coroutine[Any, Any, None]) -> AsyncIterator[None]:
    """Run something beside the block and stop it at the end; its failure fails the block."""
    task = asyncio.ensure_future(work)
    try:
        yield
        if task.done():
            task.result()
    finally:
        await _stop(task)


async def _stop(task: "asyncio.Future[None]") -> None:
    """Cancel it; who does not stop for that is a fault that would otherwise hang the test."""
    task.cancel()
    _, going_on = await asyncio.wait({task}, timeout=STOP_SECONDS)
    if going_on:
        raise AssertionError(f"went on {STOP_SECONDS} s after it was told to stop: {task!r}")
    with suppress(asyncio.CancelledError):
        task.result()
