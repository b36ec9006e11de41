"""kill -9 of a relay or consumer at each point where something could be lost or counted twice."""

import signal

import pytest

from tests.support.messaging_worker import POINTS
from tests.support.wire import Wire, new_subjects
from tests.support.workers import worker

RELAY_POINTS = [
    "between-positions-and-publish",
    "between-publish-and-confirm",
    "between-confirm-and-cursor",
]
CONSUMER_POINTS = ["before-the-transaction", "in-the-handler", "between-commit-and-ack"]


def test_every_point_is_tried() -> None:
    """No point is defined that no test kills at."""
    assert set(POINTS) == {*RELAY_POINTS, *CONSUMER_POINTS}


@pytest.mark.parametrize("point", RELAY_POINTS)
async def test_killed_relay_loses_nothing(wire: Wire, point: str) -> None:
    """Its successor goes on where the broker last confirmed."""
    subjects = new_subjects(30)
    async with wire.consumer():
        for _ in range(10):
            await wire.record(*subjects)
        async with worker("relay", wire.addresses, point, "2") as relay:
            assert await relay.wait() == -signal.SIGKILL
        async with wire.relay():
            ledger = await wire.settled()
    assert len(ledger.committed) == 300
    ledger.assert_whole()


@pytest.mark.parametrize("point", CONSUMER_POINTS)
async def test_killed_consumer_neither_loses_nor_repeats(wire: Wire, point: str) -> None:
    """Its successor gets again what was not acknowledged, and knows what had its effect."""
    subjects = new_subjects(30)
    async with worker("consumer", wire.addresses, point, "2") as consumer, wire.relay():
        assert consumer.stdout is not None
        assert await consumer.stdout.readline() == b"ready\n"
        for _ in range(10):
            await wire.record(*subjects)
        assert await consumer.wait() == -signal.SIGKILL
        async with wire.consumer():
            ledger = await wire.settled()
    assert len(ledger.committed) == 300
    ledger.assert_whole()
