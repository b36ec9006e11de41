"""Two relays of one service: one leads, and one that freezes is replaced."""

import os
import signal

from tests.support.waiting import until
from tests.support.wire import Wire, new_subjects
from tests.support.workers import worker


async def test_frozen_leader_is_replaced_and_its_return_is_harmless(wire: Wire) -> None:
    """The database ends the session of a leader that says nothing; what it still publishes is
    known.
    """
    subjects = new_subjects(10)
    async with wire.consumer(), worker("relay", wire.addresses) as frozen:
        await wire.record(*subjects)
        await wire.settled()
        os.kill(frozen.pid, signal.SIGSTOP)
        async with wire.relay():
            await wire.record(*subjects)
            await wire.settled(60)
            os.kill(frozen.pid, signal.SIGCONT)
            for _ in range(5):
                await wire.record(*subjects)
            ledger = await wire.settled()
            await until(wire.published)
    ledger.assert_whole()
