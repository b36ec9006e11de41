"""Messages that are no events, through the real broker: they stop nobody and are seen."""

import aio_pika
import pytest

from shared.contracts.envelope import CONTENT_TYPE
from shared.contracts.planning_v1 import SubprojectStarted
from shared.messaging.topology import PUBLIC_EXCHANGE
from tests.support.scenarios import wire_bodies
from tests.support.waiting import until
from tests.support.wire import SUBSCRIPTION, Wire, new_subjects

WRONG_SCHEMA = (b'"startedOn":"2026-03-02"', b'"startedOn":"gisteren"')


async def publish(wire: Wire, *bodies: bytes) -> None:
    """Send these as planning could."""
    connection = await aio_pika.connect(wire.addresses["planning"].broker_url)
    async with connection:
        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
        exchange = await channel.get_exchange(PUBLIC_EXCHANGE, ensure=False)
        for body in bodies:
            await exchange.publish(
                aio_pika.Message(body, content_type=CONTENT_TYPE), SubprojectStarted.routing_key()
            )


@pytest.mark.parametrize("together", [True, False], ids=["in-one-batch", "one-after-another"])
async def test_poison_is_dead_and_seen_and_the_others_have_their_effect(
    wire: Wire, together: bool
) -> None:
    """Not JSON, a wrong schema, over 64 KiB: dead rows with their bytes; the queue is empty."""
    await wire.record(*new_subjects(5))
    first, *good = await wire_bodies(wire)
    poison = (b"not json", first.replace(*WRONG_SCHEMA), b" " * 70_000)
    messages = [good[0], poison[0], good[1], poison[1], good[2], poison[2], good[3]]
    if together:
        async with wire.consumer():
            pass
        await publish(wire, *messages)
    async with wire.consumer():
        if not together:
            for message in messages:
                await publish(wire, message)

        async def all_decided() -> bool:
            return await wire.states() == {"applied": 4, "dead": 3}

        await until(all_decided)
        gauge = wire.instruments.dead.labels("engagement")
        await until(lambda: gauge._value.get() == 3, reason="the alert's figure shows them")
        assert len((await wire.ledger()).applied) == 4

        connection = await aio_pika.connect(wire.addresses["engagement"].broker_url)
        async with connection:
            channel = await connection.channel()

            async def queue_is_empty() -> bool:
                queue = await channel.declare_queue(SUBSCRIPTION.queue, passive=True)
                return queue.declaration_result.message_count == 0

            await until(queue_is_empty)
