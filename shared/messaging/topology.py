"""Names on the broker, and the queues a service declares for itself.

Exchanges are declared once, by provisioning. A service declares its own queues and bindings, each
time it connects, so that a lost queue comes back without an operator.
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


async def declare_exchanges(channel: AbstractChannel) -> None:
    """Declare the exchanges; needs an administrator's rights."""
    for name, kind in EXCHANGES.items():
        await channel.declare_exchange(name, kind, durable=True)


async def queue_exists(connection: AbstractConnection, name: str) -> bool:
    """Whether the broker has the queue; asked on a channel of its own, which a no closes."""
    try:
        async with connection.channel() as channel:
            await channel.declare_queue(name, passive=True)
    except ChannelNotFoundEntity:
        return False
    return True


async def declare_queues(channel: AbstractChannel, subscriptions: Sequence[Subscription]) -> None:
    """Declare a service's queues with their dead-letter queues and bindings; does nothing where
    they are.
    """
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
