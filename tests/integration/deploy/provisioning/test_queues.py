"""Queues are there before anything is told."""

import aio_pika
from structlog.testing import capture_logs

from deploy.addresses import Addresses
from deploy.provisioning.rabbitmq import provision_queues
from shared.messaging.subscriptions import SUBSCRIPTIONS
from tests.support.installations import Vhost
from tests.support.waiting import until
from tests.support.wire import new_subjects, open_wire


async def test_an_event_arrives_that_was_told_before_its_consumer_first_started(
    addresses: Addresses, vhost: Vhost
) -> None:
    await provision_queues(vhost.admin_url, vhost.name)
    async with open_wire(addresses) as wire:
        await wire.record(*new_subjects(3))
        async with wire.relay():
            await until(wire.published, reason="the broker confirmed what nobody consumes yet")
        with capture_logs() as told:
            async with wire.consumer():
                (await wire.settled()).assert_whole()
    assert "queue_was_not_there" not in {line["event"] for line in told}


async def test_every_queue_has_its_net_and_is_made_once(vhost: Vhost) -> None:
    """What is answered is what missed something: all of them, then none."""
    assert await provision_queues(vhost.admin_url, vhost.name) == list(SUBSCRIPTIONS)
    assert await provision_queues(vhost.admin_url, vhost.name) == []
    async with await aio_pika.connect(vhost.admin_url) as connection:
        channel = await connection.channel()
        for subscription in SUBSCRIPTIONS:
            for name in (subscription.queue, subscription.dead_queue):
                queue = await channel.declare_queue(name, passive=True)
                assert queue.declaration_result.message_count == 0
