"""The consumer's queue: declared by itself, and not without a word when that comes late."""

import aio_pika
from structlog.testing import capture_logs

from tests.support.wire import SUBSCRIPTION, Wire


async def test_queue_that_was_not_there_is_declared_and_the_log_names_the_remedy(
    wire: Wire,
) -> None:
    """What was told while the queue was gone reached other queues: only a replay brings it."""
    with capture_logs() as first:
        async with wire.consumer():
            pass
    with capture_logs() as second:
        async with wire.consumer():
            pass
    named = [line for line in first if line["event"] == "queue_was_not_there"]
    assert [(line["queue"], line["remedy"]) for line in named] == [
        (SUBSCRIPTION.queue, "draagvlak events replay planning")
    ]
    assert not [line for line in second if line["event"] == "queue_was_not_there"]


async def test_queue_has_its_net(wire: Wire) -> None:
    """Beside the queue stands its dead-letter queue."""
    async with wire.consumer():
        connection = await aio_pika.connect(wire.addresses["engagement"].broker_url)
        async with connection:
            channel = await connection.channel()
            await channel.declare_queue(SUBSCRIPTION.dead_queue, passive=True)
