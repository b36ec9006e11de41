"""The consumer: its queue, and what it does when the inbox itself fails."""

from collections.abc import Sequence

import aio_pika
import pytest
from aio_pika import IncomingMessage
from aio_pika.exceptions import ChannelInvalidStateError
from faststream.rabbit.subscriber.usecase import RabbitSubscriber
from sqlalchemy.exc import DBAPIError
from structlog.testing import capture_logs

from shared.database import is_unavailable
from shared.messaging import consumer as consuming
from shared.messaging.deliveries import Delivery
from shared.messaging.inbox import InboxApplier
from shared.messaging.inbox_rows import Entry, InboxRows
from tests.support import scenarios
from tests.support.scenarios import wire_bodies
from tests.support.waiting import until
from tests.support.wire import SUBSCRIPTION, Wire, new_subjects


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


async def test_messages_come_again_after_a_fault_of_the_inbox_itself(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Kept in hand without an answer, they would be out of everybody's sight."""
    apply, failures = InboxApplier.apply, 0

    async def faulty(self: InboxApplier, deliveries: Sequence[Delivery]) -> list[Entry]:
        nonlocal failures
        if failures < 2:
            failures += 1
            raise ArithmeticError("planted")
        return await apply(self, deliveries)

    monkeypatch.setattr(InboxApplier, "apply", faulty)
    monkeypatch.setattr(consuming, "LONGEST_PAUSE_SECONDS", 0.1)
    await wire.record(*new_subjects(5))
    with capture_logs() as told:
        async with wire.consumer(), wire.relay():
            (await wire.settled()).assert_whole()
    assert failures == 2
    assert "inbox_failed" in {line["event"] for line in told}


async def test_stop_that_fails_is_no_end(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    """The framework tells of a subscriber that cannot stop in a group of errors, and hangs up
    nothing: the consumer does, and comes back.
    """
    stop, failures = RabbitSubscriber.stop, 0

    async def faulty(self: RabbitSubscriber) -> None:
        nonlocal failures
        failures += 1
        if failures == 1:
            raise ChannelInvalidStateError("planted")
        await stop(self)

    monkeypatch.setattr(RabbitSubscriber, "stop", faulty)
    monkeypatch.setattr(consuming, "FIRST_PAUSE_SECONDS", 0.01)
    async with wire.consumer() as consumer, wire.relay():
        consumer._lost.set()
        await until(lambda: failures, reason="it was stopped")
        await wire.record(*new_subjects(1))
        (await wire.settled()).assert_whole()


async def test_group_that_failed_is_not_acknowledged_by_the_next(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One word to the broker for many messages does not take in those without a commit."""
    monkeypatch.setattr(consuming, "LONGEST_PAUSE_SECONDS", 0.1)
    await scenarios.committed_after_a_group_that_failed(wire)


async def test_groups_are_acknowledged_in_few_words_and_wholly(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A consumer that stops when all is done leaves nothing to come again."""
    words: list[tuple[int | None, bool]] = []
    ack = IncomingMessage.ack

    async def noted(self: IncomingMessage, multiple: bool = False) -> None:
        await ack(self, multiple)
        words.append((self.delivery_tag, multiple))

    monkeypatch.setattr(IncomingMessage, "ack", noted)
    await wire.record(*new_subjects(600))
    async with wire.relay():
        async with wire.consumer():
            await until(lambda: words and words[-1] == (600, True), reason="all are acknowledged")
        assert len(words) < 200
        async with wire.consumer():
            await wire.record(*new_subjects(1))
            (await wire.settled()).assert_whole()
    assert wire.instruments.handled.labels("engagement", "duplicate")._value.get() == 0


async def test_work_that_waits_too_long_for_a_lock_is_not_parked(wire: Wire) -> None:
    """Nothing is wrong with the events: the same is tried again."""
    await wire.record(*new_subjects(1))
    bodies = [Delivery(body) for body in await wire_bodies(wire)]
    async with wire.engagement.connect() as holder:
        await InboxRows("engagement").lock(holder, "planning")
        with pytest.raises(DBAPIError) as caught:
            await wire.applier().apply(bodies)
    assert is_unavailable(caught.value)
    assert not await wire.states()
    await wire.applier().apply(bodies)
    assert await wire.states() == {"applied": 1}


async def test_queue_has_its_net(wire: Wire) -> None:
    """Beside the queue stands its dead-letter queue."""
    async with wire.consumer():
        connection = await aio_pika.connect(wire.addresses["engagement"].broker_url)
        async with connection:
            channel = await connection.channel()
            net = await channel.declare_queue(SUBSCRIPTION.dead_queue, passive=True)
    assert net.declaration_result.message_count == 0
