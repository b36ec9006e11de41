"""Acknowledging groups: everything committed, nothing else, whatever the order of the commits."""

from collections.abc import Sequence
from typing import Any, cast

from aio_pika import IncomingMessage
from aiormq.abc import DeliveredMessage
from aiormq.exceptions import ChannelInvalidStateError
from hypothesis import given
from hypothesis import strategies as st
from pamqp.commands import Basic
from pamqp.header import ContentHeader

from shared.messaging.acknowledgement import Acknowledgements


class BrokerChannel:
    """The broker's side of a channel: what is delivered and not acknowledged."""

    def __init__(self, delivered: int) -> None:
        self.unacknowledged = set(range(1, delivered + 1))
        self.words = 0
        self.is_closed = False

    async def basic_ack(self, delivery_tag: int, multiple: bool = False) -> None:
        """As RabbitMQ does it: a number that is not outstanding closes the channel."""
        if delivery_tag not in self.unacknowledged:
            self.is_closed = True
            raise ChannelInvalidStateError(f"unknown delivery tag {delivery_tag}")
        up_to = {tag for tag in self.unacknowledged if tag <= delivery_tag}
        self.unacknowledged -= up_to if multiple else {delivery_tag}
        self.words += 1


def messages(channel: BrokerChannel, *numbers: int) -> list[IncomingMessage]:
    """These deliveries, as the client hands them on."""
    return [
        IncomingMessage(
            DeliveredMessage(
                delivery=Basic.Deliver(delivery_tag=number),
                header=ContentHeader(properties=Basic.Properties()),
                body=b"",
                channel=cast("Any", channel),
            )
        )
        for number in numbers
    ]


@st.composite
def groups(draw: st.DrawFn) -> list[list[int]]:
    """Deliveries in groups: mostly in a row, some in another order, some never committed."""
    numbers = list(range(1, 13))
    if draw(st.booleans()):
        numbers = draw(st.permutations(numbers))
    left_out = draw(st.sets(st.sampled_from(numbers), max_size=2))
    committed = [number for number in numbers if number not in left_out]
    cuts = sorted(draw(st.sets(st.integers(1, len(committed) - 1))))
    return [
        committed[start:end] for start, end in zip([0, *cuts], [*cuts, len(committed)], strict=True)
    ]


@given(groups())
async def test_what_is_committed_is_acknowledged_and_nothing_else(
    committed: Sequence[Sequence[int]],
) -> None:
    """After each group the broker still holds exactly what is not committed."""
    channel = BrokerChannel(12)
    acknowledgements = Acknowledgements()
    expected = set(channel.unacknowledged)
    for group in committed:
        await acknowledgements.send(messages(channel, *group))
        expected -= set(group)
        assert channel.unacknowledged == expected
    assert not channel.is_closed


async def test_an_unbroken_row_takes_one_word_a_group() -> None:
    """That is the gain."""
    channel = BrokerChannel(9)
    acknowledgements = Acknowledgements()
    for group in ([1], [2, 3, 4, 5], [6, 7, 8, 9]):
        await acknowledgements.send(messages(channel, *group))
    assert not channel.unacknowledged
    assert channel.words == 3


async def test_a_new_channel_counts_anew_and_a_lost_one_stops_nobody() -> None:
    """After a lost connection a group can hold messages of both channels."""
    lost, new = BrokerChannel(4), BrokerChannel(3)
    acknowledgements = Acknowledgements()
    await acknowledgements.send(messages(lost, 1, 2))
    in_hand = messages(lost, 3, 4)
    lost.is_closed = True
    await acknowledgements.send([*in_hand, *messages(new, 1, 2)])
    assert lost.unacknowledged == {3, 4}
    assert new.unacknowledged == {3}
    assert new.words == 1
