"""Committed log rows until confirmed by the broker: our relay, faststream-outbox, raw aio-pika."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

import aio_pika
from faststream.rabbit import ExchangeType, RabbitBroker, RabbitExchange
from faststream_outbox import OutboxBroker, make_outbox_table
from sqlalchemy import MetaData

from shared.contracts.envelope import CONTENT_TYPE
from shared.database import create_engine, transaction
from shared.messaging.topology import PUBLIC_EXCHANGE
from tests.benchmarks.measuring import side_by_side
from tests.benchmarks.report import Line, at_least
from tests.support.scenarios import wire_bodies
from tests.support.waiting import until
from tests.support.wire import Wire, new_subjects

EVENTS = 6_000
IN_FLIGHT = 500
FIGURE = "log rows → confirmed, events/s"


async def compare(wire: Wire, rounds: int) -> list[Line]:
    """Our relay against both others, over the same broker and database, 300-byte events."""
    async with wire.consumer():
        pass
    bodies = await _sample_bodies(wire)
    outbox = await _outbox(wire)
    found = await side_by_side(
        {
            "ours": lambda: _ours(wire),
            "faststream-outbox": lambda: outbox(bodies),
            "raw aio-pika, 500 in flight": lambda: _raw(wire, bodies),
        },
        rounds=rounds,
    )
    return [
        at_least(
            FIGURE,
            f"{found.median('ours'):,.0f}",
            f"{name} {found.median(name):,.0f}",
            found.ratio("ours", name),
            target,
        )
        for name, target in (("faststream-outbox", 5), ("raw aio-pika, 500 in flight", 0.6))
    ]


async def _sample_bodies(wire: Wire) -> list[bytes]:
    await wire.record(*new_subjects(1))
    (body,) = await wire_bodies(wire)
    return [body] * EVENTS


async def _ours(wire: Wire) -> float:
    for _ in range(EVENTS // 500):
        await wire.record(*new_subjects(500))
    before = wire.relaying.confirmed
    async with wire.relay():
        await until(lambda: wire.relaying.confirmed > before, 60, reason="it is connected")
        already, started = wire.relaying.confirmed, time.perf_counter()
        await until(lambda: wire.relaying.confirmed >= before + EVENTS, 300)
        return (before + EVENTS - already) / (time.perf_counter() - started)


async def _outbox(wire: Wire) -> Callable[[list[bytes]], Awaitable[float]]:
    """The library's own relay: its table, its subscriber, eight workers, persistent publishes."""
    owner = create_engine(wire.addresses["planning"].migrate_url)
    metadata = MetaData(schema="planning")
    table = make_outbox_table(metadata, table_name="outbox")
    async with owner.begin() as connection:
        await connection.run_sync(metadata.create_all)
    await owner.dispose()

    async def measure(bodies: list[bytes]) -> float:
        engine = create_engine(wire.addresses["planning"].app_url, pool_size=20)
        rabbit = RabbitBroker(wire.addresses["planning"].broker_url, logger=None)
        outbox = OutboxBroker(engine, outbox_table=table, logger=None)
        exchange = RabbitExchange(PUBLIC_EXCHANGE, type=ExchangeType.TOPIC, declare=False)
        done = asyncio.Event()
        published = 0

        @outbox.subscriber("planning", max_workers=8)
        async def relay(body: dict[str, object]) -> None:
            nonlocal published
            await rabbit.publish(
                body,
                exchange=exchange,
                routing_key="planning.subproject.started.v1",
                persist=True,
            )
            published += 1
            if published == len(bodies):
                done.set()

        async with transaction(engine) as connection:
            for body in bodies:
                await outbox.publish(json.loads(body), queue="planning", session=connection)
        await rabbit.connect()
        started = time.perf_counter()
        await outbox.start()
        async with asyncio.timeout(300):
            await done.wait()
        rate = len(bodies) / (time.perf_counter() - started)
        await outbox.stop()
        await rabbit.stop()
        await engine.dispose()
        return rate

    return measure


async def _raw(wire: Wire, bodies: list[bytes]) -> float:
    connection = await aio_pika.connect(wire.addresses["planning"].broker_url)
    async with connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        exchange = await channel.get_exchange(PUBLIC_EXCHANGE, ensure=False)
        room = asyncio.Semaphore(IN_FLIGHT)

        async def publish(body: bytes) -> None:
            async with room:
                await exchange.publish(
                    aio_pika.Message(
                        body,
                        content_type=CONTENT_TYPE,
                        delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                    ),
                    "planning.subproject.started.v1",
                )

        started = time.perf_counter()
        await asyncio.gather(*(publish(body) for body in bodies))
        return len(bodies) / (time.perf_counter() - started)
