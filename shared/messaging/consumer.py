"""The consumer: FastStream delivers, a group is committed, and what is acknowledged follows its own
effect.
"""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

import structlog
from aio_pika import IncomingMessage
from aio_pika.abc import AbstractConnection
from aio_pika.exceptions import AMQPError
from faststream import AckPolicy
from faststream.rabbit import Channel, RabbitBroker, RabbitMessage, RabbitQueue

from shared.messaging.acknowledgement import Acknowledgements
from shared.messaging.deliveries import Delivery
from shared.messaging.group_commit import GroupCommit
from shared.messaging.processor import InboxProcessor
from shared.messaging.telemetry import ConsumerTelemetry
from shared.messaging.topology import Subscription, declare_queues, queue_exists

PREFETCH = 500
GROUP = 250
WATCH_SECONDS = 5.0
FIRST_PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 5.0
GRACEFUL_SECONDS = 15.0
HEARTBEAT_SECONDS = 20

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

BROKER_ERRORS = (AMQPError, OSError, TimeoutError, RuntimeError)


class Consumer:
    """Consumes one subscription into one inbox, on a connection of its own.

    A lost connection, queue or consumer has one remedy: connect, declare and consume anew. What was
    delivered and not acknowledged comes again, and the inbox knows it.
    """

    def __init__(
        self,
        subscription: Subscription,
        broker_url: str,
        processor: InboxProcessor,
        telemetry: ConsumerTelemetry,
    ) -> None:
        self.subscription = subscription
        self._broker_url = broker_url
        self._processor = processor
        self._telemetry = telemetry
        self._group: GroupCommit[IncomingMessage] = GroupCommit(self._commit, GROUP)
        self._acknowledgements = Acknowledgements()
        self._lost = asyncio.Event()

    async def run(self) -> None:
        """Consume, apply and retry until cancelled."""
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._group.run())
            tasks.create_task(self._processor.retry_unfinished())
            tasks.create_task(self._stay_connected())

    async def _commit(self, messages: Sequence[IncomingMessage]) -> None:
        try:
            await self._processor.apply(
                [
                    Delivery(message.body, bool(message.redelivered), message.user_id)
                    for message in messages
                ]
            )
        except Exception as error:
            # A fault of ours. Held on to, the messages would be out of everybody's sight: drop the
            # connection, so that they come again, and in the end to the broker's dead-letter queue.
            log.warning("inbox_failed", queue=self.subscription.queue, error=type(error).__name__)
            await asyncio.sleep(LONGEST_PAUSE_SECONDS)
            self._lost.set()
            raise

    async def _stay_connected(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while True:
            self._lost = lost = asyncio.Event()
            broker = self._broker(lost)
            connection: AbstractConnection | None = None
            try:
                async with asyncio.timeout(10):
                    connection = await broker.connect()
                    await self._declare(connection)
                    await broker.start()
                pause = FIRST_PAUSE_SECONDS
                log.info("consumer_started", queue=self.subscription.queue)
                await self._watch(connection, lost)
            except BROKER_ERRORS as error:
                log.warning(
                    "consumer_missing", queue=self.subscription.queue, error=type(error).__name__
                )
            finally:
                self._telemetry.active(False)
                await _stop(broker, connection)
            await asyncio.sleep(pause)
            pause = min(LONGEST_PAUSE_SECONDS, pause * 2)

    async def _declare(self, connection: AbstractConnection) -> None:
        """Declare the queue. If it was not there, what was told meanwhile went to others only."""
        if not await queue_exists(connection, self.subscription.queue):
            log.warning(
                "queue_was_not_there",
                queue=self.subscription.queue,
                remedy=self.subscription.remedy,
            )
        async with connection.channel() as channel:
            await declare_queues(channel, [self.subscription])

    def _broker(self, lost: asyncio.Event) -> RabbitBroker:
        broker = RabbitBroker(
            self._broker_url,
            client_properties={"heartbeat": HEARTBEAT_SECONDS},
            graceful_timeout=GRACEFUL_SECONDS,
            on_close=[lambda *_: lost.set()],
            apply_types=False,
            logger=None,
        )
        subscriber = broker.subscriber(
            RabbitQueue(self.subscription.queue, declare=False),
            channel=Channel(prefetch_count=PREFETCH),
            ack_policy=AckPolicy.MANUAL,
            no_reply=True,
            decoder=_undecoded,
        )
        subscriber(self._handle)
        return broker

    async def _handle(self, message: RabbitMessage) -> None:
        """Await the commit of the message's group; who brought its last acknowledges the group."""
        committed = await self._group.submit(message.raw_message)
        if message.raw_message is committed[-1]:
            await self._acknowledgements.send(committed)

    async def _watch(self, connection: AbstractConnection, lost: asyncio.Event) -> None:
        """Return when the connection, the queue or its consumer is gone.

        A queue deleted under its consumer is noticed by nothing else: the connection lives on and
        delivers nothing.
        """
        while not lost.is_set():
            async with asyncio.timeout(WATCH_SECONDS), connection.channel() as channel:
                queue = await channel.declare_queue(self.subscription.queue, passive=True)
                if queue.declaration_result.consumer_count == 0:
                    return
            self._telemetry.active(True)
            with suppress(TimeoutError):
                async with asyncio.timeout(WATCH_SECONDS):
                    await lost.wait()


async def _undecoded(message: RabbitMessage) -> RabbitMessage:
    """Hand the message itself to the handler: its bytes are read once, in the inbox."""
    return message


async def _stop(broker: RabbitBroker, connection: AbstractConnection | None) -> None:
    """Stop, and hang up also where the framework fails before it comes to that."""
    try:
        async with asyncio.timeout(GRACEFUL_SECONDS + 1):
            await broker.stop()
    except* BROKER_ERRORS:  # alone, or in a group of those of its subscribers
        if connection is not None:
            with suppress(*BROKER_ERRORS):
                async with asyncio.timeout(GRACEFUL_SECONDS):
                    await connection.close()
