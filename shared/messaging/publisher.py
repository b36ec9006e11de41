"""Publishing with confirms, many in flight, in order, on a connection of its own."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import suppress
from typing import Self, TypeAlias

import aio_pika
from aio_pika.abc import AbstractConnection
from aiormq import Channel as UnderlayChannel
from aiormq.abc import ChannelFrame, ConfirmationFrameType
from pamqp.body import ContentBody
from pamqp.commands import Basic
from pamqp.header import ContentHeader

from shared.contracts.envelope import CONTENT_TYPE
from shared.messaging.codec import LoggedEvent

HEARTBEAT_SECONDS = 20
# Shorter than the silence after which a relay loses its session (leadership.SILENCE_SECONDS), so
# that a broker that does not answer cannot make it lose that too.
CONNECT_SECONDS = 4.0
PERSISTENT = 2

_Frame: TypeAlias = Basic.Publish | ContentHeader | ContentBody


class Publisher:
    """A connection and channel with confirms on which returned messages are errors."""

    def __init__(self, connection: AbstractConnection, channel: UnderlayChannel) -> None:
        self._connection = connection
        self._channel = channel

    @classmethod
    async def connect(cls, url: str, name: str) -> Self:
        """Open a connection; nothing reconnects by itself, the caller does.

        Raises:
            OSError, aio_pika.exceptions.AMQPError, TimeoutError: the broker cannot be reached.
        """
        async with asyncio.timeout(CONNECT_SECONDS):
            connection = await aio_pika.connect(
                url,
                heartbeat=HEARTBEAT_SECONDS,
                client_properties={"connection_name": name},
            )
            channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
            underlay = await channel.get_underlay_channel()
            if not isinstance(underlay, UnderlayChannel):
                raise TypeError("aio-pika no longer rests on aiormq's channel")
            return cls(connection, underlay)

    def publish(
        self, exchange: str, source: str, events: Sequence[tuple[LoggedEvent, bytes]]
    ) -> "asyncio.Task[None]":
        """Start publishing events in this order; the task is done when every one is confirmed.

        Tasks start, and take the channel's first-in-first-out lock, in the order they are made: so
        the wire has the order of the log. When a task fails the fate of its events is unknown:
        publish them again, with the same ids.

        Raises, in the task:
            aio_pika.exceptions.AMQPError: an event was refused or is unroutable.
            aio_pika.exceptions.ChannelInvalidStateError, OSError: the connection is lost.
        """
        frames = [
            frame
            for event, body in events
            for frame in _frames(exchange, source, event, body, self._channel.max_content_size)
        ]
        return asyncio.create_task(self._publish([str(event.id) for event, _ in events], frames))

    async def _publish(self, ids: Sequence[str], frames: Sequence[_Frame]) -> None:
        """As the channel's own `basic_publish`, which takes a lock, a task and a write an event."""
        channel = self._channel
        async with channel.lock:
            first = channel.delivery_tag + 1
            confirms = [self._expect(tag, message_id) for tag, message_id in enumerate(ids, first)]
            try:
                await channel.write_queue.put(ChannelFrame.marshall(channel.number, frames))
            except BaseException:
                for tag, confirm in enumerate(confirms, first):
                    del channel.confirmations[tag]
                    confirm.cancel()
                raise
            channel.delivery_tag += len(ids)
        await asyncio.gather(*confirms)

    def _expect(self, tag: int, message_id: str) -> "asyncio.Future[ConfirmationFrameType]":
        """The answer of the broker to the event with this number on the channel."""
        channel = self._channel
        confirm = channel.confirmations[tag] = channel.create_future()
        channel.message_id_delivery_tag[message_id] = tag

        def forget(_: object) -> None:
            if channel.message_id_delivery_tag.get(message_id) == tag:
                del channel.message_id_delivery_tag[message_id]

        confirm.add_done_callback(forget)
        return confirm

    async def close(self) -> None:
        """Close the connection; one that is blocked is cut after a second."""
        with suppress(Exception):
            async with asyncio.timeout(1):
                await self._connection.close()


def _frames(
    exchange: str, source: str, event: LoggedEvent, body: bytes, largest: int
) -> Iterator[_Frame]:
    """An event on the wire: persistent, and returned when nobody has bound for it."""
    yield Basic.Publish(exchange=exchange, routing_key=event.routing_key, mandatory=True)
    yield ContentHeader(
        body_size=len(body),
        properties=Basic.Properties(
            content_type=CONTENT_TYPE,
            delivery_mode=PERSISTENT,
            message_id=str(event.id),
            message_type=event.type,
            app_id=source,
            timestamp=event.logged_at,
        ),
    )
    for start in range(0, len(body), largest):
        yield ContentBody(body[start : start + largest])
