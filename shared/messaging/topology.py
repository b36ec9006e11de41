"""Names on the broker, and the queues on which services hear each other.

Provisioning declares exchanges and queues, so that a queue is there before anything is told. A
service declares its own queues and bindings again each time it connects, so that a lost queue comes
back without an operator.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.exceptions import ChannelNotFoundEntity
from pamqp.common import Arguments

from shared.contracts.envelope import Audience

PUBLIC_EXCHANGE = "draagvlak.events"
INTERNAL_EXCHANGE = "draagvlak.internal"
IN_EXCHANGE = "draagvlak.in"
DEAD_EXCHANGE = "draagvlak.dead"
EXCHANGES: Mapping[str, ExchangeType] = {
    PUBLIC_EXCHANGE: ExchangeType.TOPIC,
    INTERNAL_EXCHANGE: ExchangeType.TOPIC,
    IN_EXCHANGE: ExchangeType.TOPIC,
    DEAD_EXCHANGE: ExchangeType.TOPIC,
}
EXCHANGE_OF: Mapping[Audience, str] = {
    Audience.PUBLIC: PUBLIC_EXCHANGE,
    Audience.INTERNAL: INTERNAL_EXCHANGE,
}
# A net under the inbox's own count of attempts: it catches a process that dies before it can count.
DELIVERY_LIMIT = 20


def source_account(name: str) -> str:
    """The broker's user of a source. No other user's name has a dot, nor has a source's."""
    return f"source.{name}"


@dataclass(frozen=True, slots=True)
class Subscription:
    """What one service hears of one producer: everything it tells, over these exchanges, in one
    queue.
    """

    consumer: str
    producer: str
    exchanges: tuple[str, ...] = (PUBLIC_EXCHANGE,)

    @property
    def queue(self) -> str:
        """The queue's name; its first part is what the consumer's broker permissions allow."""
        return f"{self.consumer}.{self.producer}"

    @property
    def dead_queue(self) -> str:
        """Where the broker puts what kept killing the consumer."""
        return f"{self.queue}.dead"

    @property
    def binding(self) -> str:
        """Everything of the producer, so that sequence and subject versions have no gaps."""
        return f"{self.producer}.#"

    @property
    def remedy(self) -> str:
        """What brings back what was told while the queue was not there."""
        if IN_EXCHANGE in self.exchanges:
            return "sources report again, under the same ids"
        return f"draagvlak events replay {self.producer}"

    @property
    def arguments(self) -> Arguments:
        """The queue's arguments. They cannot change once declared: tunables are set by policy."""
        return {
            "x-queue-type": "quorum",
            "x-single-active-consumer": True,
            "x-delivery-limit": DELIVERY_LIMIT,
            "x-dead-letter-exchange": DEAD_EXCHANGE,
            "x-dead-letter-routing-key": self.queue,
            "x-dead-letter-strategy": "at-least-once",
            "x-overflow": "reject-publish",
        }


async def queue_exists(connection: AbstractConnection, name: str) -> bool:
    """Whether the broker has the queue; asked on a channel of its own, which a no closes."""
    try:
        async with connection.channel() as channel:
            await channel.declare_queue(name, passive=True)
    except ChannelNotFoundEntity:
        return False
    return True


async def declare_queues(channel: AbstractChannel, subscriptions: Sequence[Subscription]) -> None:
    """Declare queues with their dead-letter queues and bindings; does nothing where they are."""
    for subscription in subscriptions:
        dead = await channel.declare_queue(
            subscription.dead_queue, durable=True, arguments={"x-queue-type": "quorum"}
        )
        await dead.bind(DEAD_EXCHANGE, subscription.queue)
        queue = await channel.declare_queue(
            subscription.queue, durable=True, arguments=subscription.arguments
        )
        for exchange in subscription.exchanges:
            await queue.bind(exchange, subscription.binding)
