"""The broker and the database killed, wiped, full and restarted under load."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from shared.database import is_unavailable, transaction
from shared.messaging.operations import replay
from tests.support.fragile_wire import FragileWire
from tests.support.own_servers import queues_are_on_disk
from tests.support.waiting import until
from tests.support.wire import Wire, new_subjects, running


class Load:
    """Writes events, one transaction each, and knows how many were committed."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire
        self._subjects = new_subjects(20)
        self.committed = 0
        self.refused = 0

    async def run(self) -> None:
        """Write without pause; a database that is away refuses, and the next try follows."""
        turn = 0
        while True:
            try:
                await self._wire.record(self._subjects[turn % len(self._subjects)])
            except Exception as error:
                if not is_unavailable(error):
                    raise
                self.refused += 1
            else:
                self.committed += 1
            turn += 1
            await asyncio.sleep(0.002)

    async def grows(self, by: int = 50) -> None:
        """Wait until so many more were committed."""
        target = self.committed + by
        await until(lambda: self.committed >= target, 30, reason="writers go on committing")


@asynccontextmanager
async def under_load(wire: Wire) -> AsyncIterator[Load]:
    """Relay, consumer and a writer at work."""
    load = Load(wire)
    async with wire.consumer(), wire.relay(), running(load.run()):
        await load.grows()
        yield load


async def test_broker_killed_under_load(fragile: FragileWire) -> None:
    """Writers never notice; after the restart everything arrives, once and in order."""
    wire, broker = fragile.wire, fragile.servers.rabbitmq
    async with under_load(wire) as load:
        await queues_are_on_disk(fragile.servers)
        broker.kill()
        await load.grows()
        await until(lambda: not wire.consuming.consuming, reason="the consumer is known to be gone")
        await asyncio.to_thread(broker.start)
        await until(lambda: wire.consuming.consuming, 60, reason="the consumer is back")
        await load.grows()
    async with wire.consumer(), wire.relay():
        ledger = await wire.settled(90)
    assert load.refused == 0
    ledger.assert_whole()


async def test_broker_data_wiped_and_replayed(fragile: FragileWire) -> None:
    """Messages that were confirmed and vanished with the broker come back from the log."""
    wire, broker = fragile.wire, fragile.servers.rabbitmq
    await wire.record(*new_subjects(50))
    async with wire.relay():
        async with wire.consumer():
            await wire.settled()
        await wire.record(*new_subjects(50))
        await until(wire.published, reason="the broker confirmed what nobody consumed yet")
    broker.kill()
    broker.wipe()
    await asyncio.to_thread(broker.start)
    await fragile.provision()
    async with wire.consumer(), wire.relay():
        async with transaction(wire.planning) as connection:
            await replay(connection, "planning")
        ledger = await wire.settled()
    assert len(ledger.committed) == 100
    ledger.assert_whole()


async def test_database_killed_under_load(fragile: FragileWire) -> None:
    """Consumption pauses: nothing is parked or dead for it; what was committed survives."""
    wire, database = fragile.wire, fragile.servers.postgres
    async with under_load(wire) as load:
        database.kill()
        await until(lambda: load.refused > 0, reason="the database is away")
        await asyncio.to_thread(database.start)
        await load.grows()
    async with wire.consumer(), wire.relay():
        ledger = await wire.settled(90)
    ledger.assert_whole()
    assert not {"parked", "waiting", "dead"} & set(await wire.states())


async def test_disk_alarm_of_the_broker(fragile: FragileWire) -> None:
    """Writers go on, publishing gives up and says so, and all is delivered after the alarm."""
    wire, broker = fragile.wire, fragile.servers.rabbitmq
    async with under_load(wire) as load:
        broker.raise_disk_alarm()
        await until(lambda: wire.relaying.failing, 30, reason="publishing gave up")
        await load.grows()
        broker.clear_disk_alarm()
        await until(lambda: not wire.relaying.failing, 60, reason="publishing goes on")
    async with wire.consumer(), wire.relay():
        ledger = await wire.settled(90)
    assert load.refused == 0
    ledger.assert_whole()


async def test_queue_deleted_under_its_consumer(fragile: FragileWire) -> None:
    """The connection lives on and delivers nothing: the consumer notices and restores its queue."""
    wire, broker = fragile.wire, fragile.servers.rabbitmq
    async with under_load(wire) as load:
        await asyncio.to_thread(
            broker.control, "delete_queue", "engagement.planning", "-p", "draagvlak"
        )
        await until(lambda: not wire.consuming.consuming, 30, reason="the loss is seen")
        await until(lambda: wire.consuming.consuming, 30, reason="the queue is back")
        await load.grows()
    async with wire.consumer(), wire.relay():
        async with transaction(wire.planning) as connection:
            await replay(connection, "planning")
        ledger = await wire.settled()
    ledger.assert_whole()
