"""Working through the inbox: stopping it."""

import asyncio
from collections import Counter
from datetime import UTC, datetime
from typing import cast

import pytest
from prometheus_client import CollectorRegistry

from shared.messaging.inbox import InboxApplier
from shared.messaging.inbox_rows import State
from shared.messaging.processor import InboxProcessor
from shared.messaging.telemetry import ConsumerTelemetry, MessagingTelemetry


class Unfinished:
    """An inbox that always has something to try again, and nothing that is due."""

    def __init__(self) -> None:
        self.tried = asyncio.Event()

    async def apply(self, _deliveries: object) -> list[object]:
        return []

    async def retry_due(self) -> bool:
        self.tried.set()
        return False

    async def counts(self) -> Counter[State]:
        return Counter({State.PARKED: 1})


@pytest.mark.parametrize("steps", range(6))
async def test_told_to_stop_while_it_is_woken_it_stops(steps: int) -> None:
    """At whatever moment between being woken and trying again."""
    inbox = Unfinished()
    telemetry = ConsumerTelemetry(MessagingTelemetry(CollectorRegistry()), "engagement", "queue")
    processor = InboxProcessor(cast(InboxApplier, inbox), telemetry, lambda: datetime.now(UTC))
    retrying = asyncio.create_task(processor.retry_unfinished())
    await inbox.tried.wait()
    await asyncio.sleep(0)
    await processor.apply([])
    for _ in range(steps):
        await asyncio.sleep(0)
    retrying.cancel()
    ended, _ = await asyncio.wait({retrying}, timeout=2)
    assert ended
    assert retrying.cancelled()
