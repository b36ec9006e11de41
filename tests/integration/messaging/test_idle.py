"""Services that have nothing to do, do next to nothing."""

import asyncio
from typing import Any

import pytest

from shared.messaging import processor, relay
from shared.messaging.inbox import InboxApplier
from shared.messaging.relay_log import RelayLog
from tests.support.waiting import until
from tests.support.wire import Wire

TURNS = 4


async def test_idle_relay_and_consumer_look_once_a_poll(
    wire: Wire, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between two looks passes a poll: a busy loop would take its turns in no time at all."""
    looks: dict[str, list[float]] = {"relay": [], "inbox": []}
    loop = asyncio.get_running_loop()
    give_positions, retry_due = RelayLog.give_positions, InboxApplier.retry_due

    async def counted_positions(self: RelayLog) -> bool:
        looks["relay"].append(loop.time())
        return await give_positions(self)

    async def counted_retry(self: InboxApplier) -> bool:
        looks["inbox"].append(loop.time())
        return await retry_due(self)

    monkeypatch.setattr(RelayLog, "give_positions", counted_positions)
    monkeypatch.setattr(InboxApplier, "retry_due", counted_retry)
    monkeypatch.setattr(processor, "RETRY_POLL_SECONDS", relay.POLL_SECONDS)
    async with wire.consumer(), wire.relay():
        await until(lambda: all(len(times) >= TURNS for times in looks.values()), 60)
    shortest: Any = (TURNS - 1) * relay.POLL_SECONDS * 0.9
    for times in looks.values():
        assert times[TURNS - 1] - times[0] >= shortest
