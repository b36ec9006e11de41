"""Acknowledging what is committed, in as few words to the broker as is safe."""

from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress
from weakref import WeakKeyDictionary

from aio_pika import IncomingMessage
from aio_pika.exceptions import AMQPError, ChannelInvalidStateError
from aiormq.abc import AbstractChannel


class Acknowledgements:
    """Acknowledges groups of messages once the effect of each of them is committed.

    The broker numbers what it delivers over a channel: 1, 2, 3. A group that goes on where the last
    one ended is acknowledged by its last number, which stands for all up to it. Where the row is
    broken each message is acknowledged by its own number, so that none is passed over that is not
    committed.
    """

    def __init__(self) -> None:
        self._reached: WeakKeyDictionary[AbstractChannel, int] = WeakKeyDictionary()

    async def send(self, committed: Sequence[IncomingMessage]) -> None:
        """Acknowledge a group; what came over a lost channel comes again and is known."""
        by_channel: defaultdict[AbstractChannel, list[IncomingMessage]] = defaultdict(list)
        for message in committed:
            with suppress(ChannelInvalidStateError):
                by_channel[message.channel].append(message)
        for channel, messages in by_channel.items():
            with suppress(AMQPError, RuntimeError, OSError):
                await self._acknowledge(channel, messages)

    async def _acknowledge(
        self, channel: AbstractChannel, messages: Sequence[IncomingMessage]
    ) -> None:
        reached = self._reached.get(channel, 0)
        if goes_on([message.delivery_tag for message in messages], reached):
            self._reached[channel] = reached + len(messages)
            await messages[-1].ack(multiple=True)
        else:
            for message in messages:
                await message.ack()


def goes_on(numbers: Sequence[int | None], reached: int) -> bool:
    """Whether these are the very next numbers, none left out and none out of turn."""
    return list(numbers) == list(range(reached + 1, reached + 1 + len(numbers)))
