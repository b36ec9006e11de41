"""The five defaults of FastStream that lose or loop (measured on 0.7.8), and that ours are not so.

Each test shows the default's effect on the real broker and then that our wiring does not have it.
"""

import asyncio
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import aio_pika
import pytest
from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from faststream import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitQueue
from pamqp.commands import Basic

from shared.messaging import consumer as consuming
from shared.messaging.topology import DELIVERY_LIMIT
from tests.support.installations import Vhost
from tests.support.waiting import until
from tests.support.wire import SUBSCRIPTION, Wire, new_subjects


@pytest.fixture
async def channel(vhost: Vhost) -> AsyncIterator[AbstractChannel]:
    """A channel of the administrator, to look from outside."""
    connection = await aio_pika.connect(vhost.admin_url)
    async with connection:
        yield await connection.channel()


@pytest.fixture
async def broker(vhost: Vhost) -> AsyncIterator[RabbitBroker]:
    """A broker with every default."""
    plain = RabbitBroker(vhost.admin_url, logger=None)
    await plain.connect()
    yield plain
    await plain.stop()


async def told(wire: Wire, channel: AbstractChannel) -> "asyncio.Queue[AbstractIncomingMessage]":
    """What a consumer of our queue gets, one at a time, when one event was told."""
    async with wire.consumer():
        pass
    await wire.record(*new_subjects(1))
    async with wire.relay():
        await until(wire.published)
    arrived: asyncio.Queue[AbstractIncomingMessage] = asyncio.Queue()
    queue = await channel.get_queue(SUBSCRIPTION.queue)
    await queue.consume(arrived.put)
    return arrived


async def test_unroutable_is_silent_by_default_and_an_error_with_us(
    broker: RabbitBroker, wire: Wire
) -> None:
    """`on_return_raises=False`: a message that no queue took returns like one that was taken."""
    returned: Any = await broker.publish(b"lost", queue=f"nobody-{uuid4()}")
    assert isinstance(returned.delivery, Basic.Return)
    await wire.record(*new_subjects(1))
    async with wire.relay():
        await until(lambda: wire.relaying.failing)
    assert not await wire.published()


async def test_messages_are_transient_by_default_and_persistent_with_us(
    broker: RabbitBroker, wire: Wire, channel: AbstractChannel
) -> None:
    """`persist=False`: the mode survives dead-lettering, and the message not the restart after."""
    queue = await channel.declare_queue(f"plain-{uuid4()}", auto_delete=True)
    await broker.publish(b"transient", queue=queue.name)
    message = await queue.get()
    assert message is not None
    assert message.delivery_mode is aio_pika.DeliveryMode.NOT_PERSISTENT
    async with asyncio.timeout(10):
        ours = await (await told(wire, channel)).get()
    assert ours.delivery_mode is aio_pika.DeliveryMode.PERSISTENT


async def test_prefetch_is_unlimited_by_default_and_bounded_with_us(
    broker: RabbitBroker,
    wire: Wire,
    channel: AbstractChannel,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """`prefetch_count=None`: everything in the queue is in a handler at once."""
    name = f"many-{uuid4()}"
    release = asyncio.Event()
    held = 0

    @broker.subscriber(RabbitQueue(name, durable=False, auto_delete=True))
    async def hold(_body: bytes) -> None:
        nonlocal held
        held += 1
        await release.wait()

    await broker.start()
    for _ in range(200):
        await broker.publish(b"x", queue=name)
    await until(lambda: held == 200, reason="all 200 are in handlers")
    release.set()

    monkeypatch.setattr(consuming, "PREFETCH", 7)
    reached: set[int] = set()
    handle = consuming.Consumer._handle

    async def counted(self: consuming.Consumer, message: Any) -> None:
        reached.add(id(message))
        await asyncio.Event().wait()
        await handle(self, message)

    monkeypatch.setattr(consuming.Consumer, "_handle", counted)
    async with wire.consumer(), wire.relay():
        await wire.record(*new_subjects(50))
        await until(wire.published)
        await until(lambda: len(reached) == 7, reason="as many as the prefetch are in handlers")
        ours = await channel.declare_queue(SUBSCRIPTION.queue, passive=True)
        assert ours.declaration_result.message_count == 50 - 7


async def test_failed_message_is_dropped_by_default_and_has_a_net_with_us(
    broker: RabbitBroker, wire: Wire, channel: AbstractChannel
) -> None:
    """`REJECT_ON_ERROR` without a dead-letter exchange drops; each of our queues has one."""
    queue = await channel.declare_queue(f"drops-{uuid4()}", durable=True)
    failed = asyncio.Event()

    @broker.subscriber(RabbitQueue(queue.name, declare=False))
    async def fails(_body: bytes) -> None:
        failed.set()
        raise ArithmeticError("planted")

    await broker.start()
    await broker.publish(b"x", queue=queue.name)
    async with asyncio.timeout(10):
        await failed.wait()

    async def gone() -> bool:
        state = await channel.declare_queue(queue.name, passive=True)
        return state.declaration_result.message_count == 0

    await until(gone)

    async with asyncio.timeout(10):
        message = await (await told(wire, channel)).get()
    await message.reject(requeue=False)
    dead = await channel.get_queue(SUBSCRIPTION.dead_queue)
    caught = await until(lambda: dead.get(fail=False), reason="the net caught it")
    assert caught.body == message.body


async def test_nack_on_error_loops_by_default_and_crash_loops_end_with_us(
    broker: RabbitBroker, wire: Wire, channel: AbstractChannel
) -> None:
    """`NACK_ON_ERROR` gives a poison message again and again; our queues have a delivery limit."""
    # A classic queue: from RabbitMQ 4.0 on, a quorum queue has a limit of its own.
    queue = await channel.declare_queue(f"loops-{uuid4()}", durable=True)
    tries = 0

    @broker.subscriber(
        RabbitQueue(queue.name, declare=False),
        channel=Channel(prefetch_count=1),
        ack_policy=AckPolicy.NACK_ON_ERROR,
    )
    async def fails(_body: bytes) -> None:
        nonlocal tries
        tries += 1
        raise ArithmeticError("planted")

    await broker.start()
    await broker.publish(b"x", queue=queue.name)
    await until(lambda: tries > 100, reason="it came a hundred times in no time")
    await broker.stop()

    arrived = await told(wire, channel)
    dead = await channel.get_queue(SUBSCRIPTION.dead_queue)
    deliveries = 0

    async def reject_until_caught() -> bool:
        nonlocal deliveries
        while not arrived.empty():
            deliveries += 1
            await arrived.get_nowait().reject(requeue=True)
        return await dead.get(fail=False) is not None

    await until(reject_until_caught, reason="the net caught it")
    assert deliveries == DELIVERY_LIMIT + 1
