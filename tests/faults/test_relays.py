"""Two relays of one service: one leads, and one that freezes is replaced."""

import os
import signal
import time

import psutil

from tests.support.waiting import until
from tests.support.wire import Wire, new_subjects
from tests.support.workers import worker

FROZEN_SECONDS = 60.0


async def test_leader_frozen_for_a_minute_is_replaced_and_its_return_is_harmless(
    wire: Wire,
) -> None:
    """The database ends the session of a leader that says nothing; its successor publishes all
    that is told meanwhile. What the woken one still sends is known, and it can lead again.
    """
    subjects = new_subjects(10)

    async def tell(rounds: int = 1) -> None:
        for _ in range(rounds):
            await wire.record(*subjects)

    async def has_begun() -> object:
        query = "SELECT published >= 100 FROM planning.event_cursor WHERE audience = 'public'"
        return await wire.value(query, engine=wire.planning)

    async def all_had_their_effect() -> object:
        query = "SELECT count(*) FROM planning.event_log"
        told = await wire.value(query, engine=wire.planning)
        return await wire.value(f"SELECT count(*) >= {told} FROM engagement.ledger")  # noqa: S608

    async with wire.consumer(), worker("relay", wire.addresses) as leader:
        await tell()
        await wire.settled()
        await wire.record(*subjects * 300)
        await until(has_begun, reason="the leader is in the middle of its work")
        os.kill(leader.pid, signal.SIGSTOP)
        thaw = time.monotonic() + FROZEN_SECONDS
        async with wire.relay():
            while time.monotonic() < thaw:
                await tell()
                await until(all_had_their_effect, wire.patience)
            assert psutil.Process(leader.pid).status() == psutil.STATUS_STOPPED
            os.kill(leader.pid, signal.SIGCONT)
            await tell(rounds=20)
            (await wire.settled()).assert_whole()
        await tell(rounds=20)
        (await wire.settled()).assert_whole()
        await until(wire.published)
