"""Publishing with confirms, many in flight, in order, on a connection of its own."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, Self

import aio_pika
from aio_pika.abc import AbstractConnection
from aiormq import Channel as UnderlayChannel
from pamqp.commands import Basic

from shared.contracts.envelope import CONTENT_TYPE
from shared.messaging.codec import LoggedEvent

HEARTBEAT_SECONDS = 20
# Shorter than the silence after which a relay loses its session (leadership.SILENCE_SECONDS), so
# that a broker that does not answer cannot make it lose that too.
CONNECT_SECONDS = 4.0
PERSISTENT = 2


class PublishFailed(Exception):
    """Some event of a batch has no confirm: unroutable, refused, or its fate is unknown. Publish
    again, same ids.
    """


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
    ) -> "asyncio.Future[list[Any]]":
        """Start publishing events in this order; the answer is done when every one is confirmed.

        Tasks start, and take the channel's first-in-first-out lock, in the order they are made: so
        the wire has the order of the log.
        """
        return asyncio.gather(
            *(self._publish_one(exchange, source, event, body) for event, body in events)
        )

    async def _publish_one(
        self, exchange: str, source: str, event: LoggedEvent, body: bytes
    ) -> None:
        confirmation = await self._channel.basic_publish(
            body,
            exchange=exchange,
            routing_key=event.routing_key,
            mandatory=True,
            properties=Basic.Properties(
                content_type=CONTENT_TYPE,
                delivery_mode=PERSISTENT,
                message_id=str(event.id),
                message_type=event.type,
                app_id=source,
                timestamp=event.logged_at,
            ),
            wait=False,
        )
        if not isinstance(confirmation, Basic.Ack):
            raise PublishFailed(f"{event.type} was not accepted")

    async def close(self) -> None:
        """Close the connection; one that is blocked is cut after a second."""
        with suppress(Exception):
            async with asyncio.timeout(1):
                await self._connection.close()
