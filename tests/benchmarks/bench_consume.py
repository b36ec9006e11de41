"""Events in the queue until applied in the consumer's database and acknowledged."""

import asyncio
import json
import time
from collections.abc import Sequence

import aio_pika
from aio_pika.abc import AbstractIncomingMessage
from faststream import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitMessage, RabbitQueue
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.planning_v1 import SubprojectStarted
from shared.database import transaction
from shared.messaging.reactions import Reactions, Received
from shared.messaging.topology import PUBLIC_EXCHANGE
from tests.benchmarks.measuring import side_by_side
from tests.benchmarks.report import Line, at_least
from tests.support.waiting import until
from tests.support.wire import SUBSCRIPTION, Wire, new_subjects

EVENTS = 6_000
FIGURE = "queued events → applied and acked, events/s"
SEPARATE = "engagement.benchmark"


def set_based() -> Reactions:
    """The ledger of tests/support/wire.py, written a group at a time."""
    reactions = Reactions()

    @reactions.on_batch(SubprojectStarted)
    async def started(
        connection: AsyncConnection, events: Sequence[Received[SubprojectStarted]]
    ) -> None:
        await connection.execute(
            text(
                "INSERT INTO engagement.ledger (id, subject, version) SELECT * FROM unnest("
                "CAST(:ids AS text[]), CAST(:subjects AS text[]), CAST(:versions AS integer[]))"
            ),
            {
                "ids": [event.id for event in events],
                "subjects": [event.subject for event in events],
                "versions": [event.subject_version for event in events],
            },
        )

    return reactions


async def compare(wire: Wire, rounds: int) -> list[Line]:
    """Our consumer against a handler with a transaction per message and against no database."""
    wire.reactions = set_based()
    async with wire.consumer():
        pass
    await _declare(wire)
    per_message, raw = "FastStream, one transaction per message", "raw consume, no database"
    idle = "FastStream handler that does nothing"
    found = await side_by_side(
        {
            "ours": lambda: _ours(wire),
            per_message: lambda: _per_message(wire),
            raw: lambda: _raw(wire),
            idle: lambda: _idle(wire),
        },
        rounds=rounds,
    )
    ours = f"{found.median('ours'):,.0f}"
    lines = [
        at_least(
            FIGURE, ours, f"{name} {found.median(name):,.0f}", found.ratio("ours", name), target
        )
        for name, target in ((per_message, 2.5), (raw, 0.35))
    ]
    ceiling = f"{found.ratio(idle, raw):.2f} × raw"
    lines.append(
        Line(
            "ceiling of the framework, events/s",
            ours,
            f"{idle} {found.median(idle):,.0f}",
            ceiling,
            "–",
            True,
        )
    )
    return lines


async def _declare(wire: Wire) -> None:
    """A second queue that gets the same events, for the others to consume."""
    connection = await aio_pika.connect(wire.addresses["engagement"].broker_url)
    async with connection:
        channel = await connection.channel()
        queue = await channel.declare_queue(
            SEPARATE, durable=True, arguments={"x-queue-type": "quorum"}
        )
        await queue.bind(PUBLIC_EXCHANGE, SUBSCRIPTION.binding)


async def _fill(wire: Wire) -> None:
    for _ in range(EVENTS // 500):
        await wire.record(*new_subjects(500))
    async with wire.relay():
        await until(wire.published, 300)


async def _drained(wire: Wire, queue: str) -> None:
    connection = await aio_pika.connect(wire.addresses["engagement"].broker_url)
    async with connection:
        channel = await connection.channel()
        await (await channel.get_queue(queue)).purge()


async def _ours(wire: Wire) -> float:
    await _fill(wire)
    await _drained(wire, SEPARATE)
    applied = wire.instruments.handled.labels("engagement", "applied")
    before = applied._value.get()
    started = time.perf_counter()
    async with wire.consumer():
        await until(lambda: applied._value.get() >= before + EVENTS, 300)
        return EVENTS / (time.perf_counter() - started)


async def _per_message(wire: Wire) -> float:
    """What a careful developer writes first: inbox row and effect in one transaction, then ack."""
    await _fill(wire)
    await _drained(wire, SUBSCRIPTION.queue)
    broker = RabbitBroker(wire.addresses["engagement"].broker_url, logger=None)
    done = asyncio.Event()
    handled = 0

    @broker.subscriber(
        RabbitQueue(SEPARATE, declare=False),
        channel=Channel(prefetch_count=20),
        ack_policy=AckPolicy.NACK_ON_ERROR,
        decoder=_as_json,
    )
    async def handle(body: dict[str, object]) -> None:
        nonlocal handled
        async with transaction(wire.engagement) as connection:
            fresh = await connection.execute(
                text(
                    "INSERT INTO engagement.inbox (source, id, producer, type, subject, state)"
                    " VALUES ('benchmark', :id, 'benchmark', :type, :subject, 'applied')"
                    " ON CONFLICT DO NOTHING"
                ),
                {"id": body["id"], "type": body["type"], "subject": body["subject"]},
            )
            if fresh.rowcount:
                await connection.execute(
                    text("INSERT INTO engagement.ledger (id, subject, version) VALUES (:i, :s, 1)"),
                    {"i": f"benchmark {body['id']}", "s": body["subject"]},
                )
        handled += 1
        if handled == EVENTS:
            done.set()

    started = time.perf_counter()
    await broker.start()
    async with asyncio.timeout(300):
        await done.wait()
    rate = EVENTS / (time.perf_counter() - started)
    await broker.stop()
    return rate


async def _idle(wire: Wire) -> float:
    await _fill(wire)
    await _drained(wire, SUBSCRIPTION.queue)
    broker = RabbitBroker(wire.addresses["engagement"].broker_url, logger=None, apply_types=False)
    done = asyncio.Event()
    handled = 0

    @broker.subscriber(
        RabbitQueue(SEPARATE, declare=False),
        channel=Channel(prefetch_count=500),
        ack_policy=AckPolicy.MANUAL,
        no_reply=True,
        decoder=_undecoded,
    )
    async def handle(message: RabbitMessage) -> None:
        nonlocal handled
        await message.raw_message.ack()
        handled += 1
        if handled == EVENTS:
            done.set()

    started = time.perf_counter()
    await broker.start()
    async with asyncio.timeout(300):
        await done.wait()
    rate = EVENTS / (time.perf_counter() - started)
    await broker.stop()
    return rate


async def _undecoded(message: RabbitMessage) -> RabbitMessage:
    return message


async def _as_json(message: RabbitMessage) -> object:
    """The framework takes `application/cloudevents+json` for bytes."""
    return json.loads(message.body)


async def _raw(wire: Wire) -> float:
    await _fill(wire)
    await _drained(wire, SUBSCRIPTION.queue)
    connection = await aio_pika.connect(wire.addresses["engagement"].broker_url)
    async with connection:
        channel = await connection.channel()
        await channel.set_qos(prefetch_count=500)
        queue = await channel.get_queue(SEPARATE)
        done = asyncio.Event()
        handled = 0

        async def handle(message: AbstractIncomingMessage) -> None:
            nonlocal handled
            await message.ack()
            handled += 1
            if handled == EVENTS:
                done.set()

        started = time.perf_counter()
        await queue.consume(handle)
        async with asyncio.timeout(300):
            await done.wait()
        return EVENTS / (time.perf_counter() - started)
