"""What the messaging promises, as scenarios that fail when a promise is broken.

Each runs as a test on the code as it is, and again on code with a bug planted, where it must fail.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from itertools import permutations

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.envelope import Audience
from shared.contracts.planning_v1 import SubprojectStarted
from shared.database import transaction
from shared.messaging.codec import LoggedEvent, encode, source_urn
from shared.messaging.deliveries import Delivery
from shared.messaging.inbox import MAX_ATTEMPTS, InboxApplier
from shared.messaging.inbox_rows import Entry
from shared.messaging.reactions import Reactions, Received
from shared.messaging.relay import Relay
from shared.messaging.telemetry import RelayTelemetry
from tests.support.waiting import until
from tests.support.wire import INBOX, OIN, Wire, new_subjects, relay_settings, running

Scenario = Callable[[Wire], Awaitable[None]]

WRITERS = 16
EVENTS_PER_WRITER = 60


async def concurrent_commits(wire: Wire) -> None:
    """16 writers, 960 events, delays and rollbacks: all there, no gaps, subjects in order."""
    subjects = new_subjects(12)

    async def write(seed: int) -> None:
        chance = random.Random(seed)
        committed = 0
        while committed < EVENTS_PER_WRITER:
            connection = await wire.planning.connect()
            try:
                await wire.record_in(connection, chance.choice(subjects))
                await connection.execute(
                    text("SELECT pg_sleep(:s)"), {"s": chance.choice((0, 0, 0.001, 0.01))}
                )
                if chance.random() < 0.2:
                    await connection.rollback()
                else:
                    await connection.commit()
                    committed += 1
            finally:
                await connection.close()

    async with wire.consumer(), wire.relay():
        await asyncio.gather(*(write(seed) for seed in range(WRITERS)))
        ledger = await wire.settled()
    assert len(ledger.committed) == WRITERS * EVENTS_PER_WRITER
    ledger.assert_whole()
    gaps = await wire.value(
        "SELECT count(*) - max(position) FROM planning.event_log WHERE audience = 'public'",
        engine=wire.planning,
    )
    assert gaps == 0


async def one_id_many_times(wire: Wire) -> None:
    """One event, delivered 100 times at once to two consumers: one effect."""
    (subject,) = new_subjects(1)
    await wire.record(subject)
    (body,) = await wire_bodies(wire)
    appliers = [wire.applier(), wire.applier()]
    await asyncio.gather(*(appliers[n % 2].apply([Delivery(body)]) for n in range(100)))
    (await wire.ledger()).assert_whole()


async def any_order_any_copies(wire: Wire) -> None:
    """Six events of a subject in each of their 720 orders, with copies: each once, in order."""
    chance = random.Random(6)
    orders = list(permutations(range(6)))
    subjects = new_subjects(len(orders))
    for _ in range(6):
        await wire.record(*subjects)
    bodies = await wire_bodies(wire)
    turns = [
        [*order, *chance.choices(order, k=3)] for order in orders
    ]  # of each subject, which event comes when
    merged = [subject for subject in range(len(orders)) for _ in range(9)]
    chance.shuffle(merged)
    deliveries = [
        Delivery(bodies[turns[subject].pop(0) * len(orders) + subject]) for subject in merged
    ]
    applier = wire.applier()
    while deliveries:
        size = chance.randint(1, 400)
        await applier.apply(deliveries[:size])
        del deliveries[:size]
    while await applier.retry_due():
        pass
    (await wire.ledger()).assert_whole()


async def many_ids_many_copies(wire: Wire) -> None:
    """1,000 events with one to five copies each, shuffled: the state is that of one copy each."""
    chance = random.Random(1)
    subjects = new_subjects(200)
    for _ in range(5):
        await wire.record(*subjects)
    bodies = [body for body in await wire_bodies(wire) for _ in range(chance.randint(1, 5))]
    chance.shuffle(bodies)
    applier = wire.applier()
    for start in range(0, len(bodies), 250):
        await applier.apply([Delivery(body) for body in bodies[start : start + 250]])
    while await applier.retry_due():
        pass
    (await wire.ledger()).assert_whole()


async def nobody_bound(wire: Wire) -> None:
    """Told while no queue was bound: delivered when one is."""
    await wire.record(*new_subjects(3))
    async with wire.relay():
        await until(
            lambda: wire.relaying.failing or wire.relaying.confirmed,
            reason="the relay tried to publish",
        )
        async with wire.consumer():
            (await wire.settled()).assert_whole()


async def stopped_in_the_handler(wire: Wire) -> None:
    """A consumer stopped over its work: its successor does the work."""
    await wire.record(*new_subjects(20))
    reached, reactions = asyncio.Event(), wire.reactions
    wire.reactions = Reactions()

    @wire.reactions.on_batch(SubprojectStarted)
    async def never_done(_connection: AsyncConnection, _events: object) -> None:
        reached.set()
        await asyncio.Event().wait()

    async with wire.relay():
        async with wire.consumer():
            async with asyncio.timeout(20):
                await reached.wait()
        wire.reactions = reactions
        async with wire.consumer():
            (await wire.settled()).assert_whole()


async def committed_after_a_group_that_failed(wire: Wire) -> None:
    """The inbox itself fails for a group, and commits the one that came after it over the same
    channel: the first comes again.
    """
    reached, release = asyncio.Event(), asyncio.Event()

    class FailsFirst(InboxApplier):
        async def apply(self, deliveries: Sequence[Delivery]) -> list[Entry]:
            if not reached.is_set():
                reached.set()
                await release.wait()
                raise ArithmeticError("planted")
            return await super().apply(deliveries)

    applier = FailsFirst(wire.engagement, INBOX, "planning", wire.reactions, wire.clock)
    async with wire.consumer(applier) as consumer, wire.relay():
        await wire.record(*new_subjects(5))
        async with asyncio.timeout(20):
            await reached.wait()
        await wire.record(*new_subjects(15))
        await until(lambda: len(consumer._group._waiting) >= 15, reason="the others wait")
        release.set()
        (await wire.settled()).assert_whole()


async def failed_once(wire: Wire) -> None:
    """An event fails once while later ones of its subject arrive: each has its effect, in order."""
    subjects = new_subjects(2)
    for _ in range(4):
        await wire.record(*subjects)
    failures = 0
    reactions = wire.reactions
    wire.reactions = Reactions()

    @wire.reactions.on_batch(SubprojectStarted)
    async def fails_first(
        connection: AsyncConnection, events: Sequence[Received[SubprojectStarted]]
    ) -> None:
        nonlocal failures
        await reactions.apply(connection, [(type(e.data).event_type, e) for e in events])
        if any(e.subject_version == 2 for e in events) and failures < 3:
            failures += 1
            raise ArithmeticError("planted")

    applier = wire.applier()
    await applier.apply([Delivery(body) for body in await wire_bodies(wire)])
    for _ in range(3):
        wire.clock.forward(timedelta(hours=2))
        while await applier.retry_due():
            pass
    (await wire.ledger()).assert_whole()


async def two_relays(wire: Wire) -> None:
    """One of two relays leads: every event goes out once."""
    subjects = new_subjects(20)
    standby = Relay(relay_settings(wire.addresses), RelayTelemetry(wire.instruments, "planning"))
    async with wire.consumer(), wire.relay(), running(standby.run()):
        for _ in range(20):
            await wire.record(*subjects)
        (await wire.settled()).assert_whole()
        await until(wire.published)
    duplicates = wire.instruments.handled.labels("engagement", "duplicate")
    assert duplicates._value.get() == 0


async def database_goes_away(wire: Wire) -> None:
    """The session ends in the middle of a batch, again and again: the batch waits and nothing is
    held against it.
    """
    await wire.record(*new_subjects(10))
    reactions, losses = wire.reactions, 3
    wire.reactions = Reactions()

    @wire.reactions.on_batch(SubprojectStarted)
    async def loses_its_session(
        connection: AsyncConnection, events: Sequence[Received[SubprojectStarted]]
    ) -> None:
        nonlocal losses
        await reactions.apply(connection, [(type(e.data).event_type, e) for e in events])
        if losses:
            losses -= 1
            await connection.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))

    async with wire.consumer(), wire.relay():
        (await wire.settled()).assert_whole()
    assert await wire.states() == {"applied": 10}
    assert await wire.value("SELECT max(attempts) FROM engagement.inbox") == 0


async def fails_for_ever(wire: Wire) -> None:
    """An event that fails each time is tried five times and then left to an operator."""
    await wire.record(*new_subjects(1))
    tries = 0
    wire.reactions = Reactions()

    @wire.reactions.on(SubprojectStarted)
    async def fails(_connection: AsyncConnection, _event: Received[SubprojectStarted]) -> None:
        nonlocal tries
        tries += 1
        raise ArithmeticError("planted")

    applier = wire.applier()
    await applier.apply([Delivery(body) for body in await wire_bodies(wire)])
    for _ in range(10):
        wire.clock.forward(timedelta(hours=2))
        await applier.retry_due()
    assert tries == MAX_ATTEMPTS
    assert await wire.states() == {"dead": 1}


async def wire_bodies(wire: Wire) -> list[bytes]:
    """Everything in planning's log as it goes over the wire, in the order of recording."""
    async with transaction(wire.planning) as connection:
        rows = await connection.execute(
            text(
                "SELECT id, entry, type, subject, subject_version, logged_at, traceparent,"
                " data::text FROM planning.event_log WHERE audience = :audience ORDER BY entry"
            ),
            {"audience": Audience.PUBLIC.value},
        )
        return [encode(LoggedEvent(*row), source_urn(OIN, "planning")) for row in rows]
