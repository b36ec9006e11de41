"""Transactions that arrive as events of 500 rows, until they stand in metrics' tables."""

import asyncio
import json
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit
from uuid import uuid4

import aio_pika
from faststream import AckPolicy
from faststream.rabbit import Channel as BrokerChannel
from faststream.rabbit import RabbitBroker, RabbitMessage, RabbitQueue
from prometheus_client import CollectorRegistry
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.reactions import build_reactions
from services.metrics.tables import inbox
from shared.contracts.channels import Channel
from shared.contracts.envelope import CONTENT_TYPE
from shared.contracts.source_v1 import MAX_ROWS, TransactionRow, TransactionsRecorded
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.messaging.consumer import Consumer
from shared.messaging.deliveries import Delivery, read
from shared.messaging.inbox import InboxApplier
from shared.messaging.processor import InboxProcessor
from shared.messaging.subscriptions import heard_by
from shared.messaging.telemetry import ConsumerTelemetry, MessagingTelemetry
from shared.messaging.topology import IN_EXCHANGE, declare_queues
from shared.runtime.clock import system_clock
from tests.benchmarks.measuring import side_by_side
from tests.benchmarks.report import Line
from tests.support.installations import Vhost, source_url
from tests.support.metrics import add_products, add_source
from tests.support.waiting import until
from tests.support.wire import OIN, running

EVENTS = 80
TARGET = 30_000
SOURCE = "meting"
PRODUCTS = [f"product{number:02d}" for number in range(40)]
WEEKS = EVENTS * MAX_ROWS // (len(PRODUCTS) * len(Channel))
(SUBSCRIPTION,) = (each for each in heard_by("metrics") if each.producer == "source")


async def compare(engine: AsyncEngine, vhost: Vhost, rounds: int) -> list[Line]:
    """Our consumer with metrics' own reaction, against the same reaction a message at a time."""
    await add_products(engine, *PRODUCTS)
    await add_source(engine, SOURCE, *((product, Channel.BALIE) for product in PRODUCTS))
    single = "one transaction per message"
    turns = iter(range(1_000))
    found = await side_by_side(
        {
            "ours": lambda: _ours(engine, vhost, next(turns)),
            single: lambda: _one_by_one(engine, vhost, next(turns)),
        },
        rounds=rounds,
    )
    ours = found.median("ours")
    return [
        Line(
            "transactions/s through AMQP, 500 rows an event",
            f"{ours:,.0f}",
            f"{single} {found.median(single):,.0f}",
            f"{ours:,.0f} ({found.ratio('ours', single):.2f} ×)",
            f"≥ {TARGET:,}",
            ours >= TARGET,
        )
    ]


def _bodies(turn: int) -> list[bytes]:
    """Events whose rows are new: no turn has a week of another."""
    keys = [
        (product, channel, str(IsoWeek(1990, 1).plus(week)))
        for week in range(turn * WEEKS, (turn + 1) * WEEKS)
        for product in PRODUCTS
        for channel in Channel
    ]
    return [
        _envelope(
            TransactionsRecorded(
                source=SOURCE,
                rows=tuple(
                    TransactionRow(product=product, channel=channel, period=period, completed=turn)
                    for product, channel, period in keys[start : start + MAX_ROWS]
                ),
            )
        )
        for start in range(0, EVENTS * MAX_ROWS, MAX_ROWS)
    ]


def _envelope(data: TransactionsRecorded) -> bytes:
    return json.dumps(
        {
            "specversion": "1.0",
            "id": str(uuid4()),
            "source": f"urn:nld:oin:{OIN}:systeem:{SOURCE}",
            "type": data.event_type,
            "subject": data.subject,
            "time": datetime.now(UTC).isoformat(),
            "data": data.model_dump(mode="json", by_alias=True),
        }
    ).encode()


async def _fill(vhost: Vhost, bodies: Sequence[bytes]) -> None:
    async with await aio_pika.connect(vhost.broker_url("metrics")) as connection:
        await declare_queues(await connection.channel(), [SUBSCRIPTION])
    url = await source_url(vhost, SOURCE)
    async with await aio_pika.connect(url) as connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        exchange = await channel.get_exchange(IN_EXCHANGE, ensure=False)
        for body in bodies:
            await exchange.publish(
                aio_pika.Message(
                    body,
                    content_type=CONTENT_TYPE,
                    delivery_mode=aio_pika.DeliveryMode.PERSISTENT,
                    user_id=urlsplit(url).username,
                ),
                TransactionsRecorded.routing_key(),
            )


async def _ours(engine: AsyncEngine, vhost: Vhost, turn: int) -> float:
    instruments = MessagingTelemetry(CollectorRegistry())
    telemetry = ConsumerTelemetry(instruments, "metrics", SUBSCRIPTION.queue)
    applier = InboxApplier(engine, inbox, "source", build_reactions(system_clock), system_clock)
    processor = InboxProcessor(applier, telemetry, system_clock)
    consumer = Consumer(SUBSCRIPTION, vhost.broker_url("metrics"), processor, telemetry)
    applied = instruments.handled.labels("metrics", "applied")
    await _fill(vhost, _bodies(turn))
    started = time.perf_counter()
    async with running(consumer.run()):
        await until(lambda: applied._value.get() == EVENTS, 300)
        return EVENTS * MAX_ROWS / (time.perf_counter() - started)


async def _one_by_one(engine: AsyncEngine, vhost: Vhost, turn: int) -> float:
    broker = RabbitBroker(vhost.broker_url("metrics"), logger=None)
    reactions = build_reactions(system_clock)
    done = asyncio.Event()
    handled = 0

    @broker.subscriber(
        RabbitQueue(SUBSCRIPTION.queue, declare=False),
        channel=BrokerChannel(prefetch_count=20),
        ack_policy=AckPolicy.NACK_ON_ERROR,
        decoder=_undecoded,
    )
    async def handle(body: bytes) -> None:
        nonlocal handled
        arrival = read(Delivery(body), "source", reactions)
        async with transaction(engine) as connection:
            await connection.execute(text("SELECT pg_advisory_xact_lock(1)"))
            if arrival.received is not None and arrival.type is not None:
                await reactions.apply(connection, [(arrival.type, arrival.received)])
        handled += 1
        if handled == EVENTS:
            done.set()

    await _fill(vhost, _bodies(turn))
    started = time.perf_counter()
    await broker.start()
    async with asyncio.timeout(300):
        await done.wait()
    rate = EVENTS * MAX_ROWS / (time.perf_counter() - started)
    await broker.stop()
    return rate


async def _undecoded(message: RabbitMessage) -> bytes:
    return bytes(message.body)
