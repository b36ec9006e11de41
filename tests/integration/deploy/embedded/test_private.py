"""Servers of our own: they come, survive what tests do to them, and leave nothing behind."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import aio_pika
import asyncpg
import httpx
import psutil
import pytest

from deploy.embedded import PrivateServers, private_servers
from deploy.provisioning.rabbitmq import ManagementApi
from tests.support.waiting import until

ROOT = Path(__file__).parents[4]
HOLDER = """
import signal, sys
from deploy.embedded import private_servers
with private_servers(durable=False, progress=lambda line: None) as servers:
    print(servers.postgres.pid, servers.rabbitmq.pid, flush=True)
    signal.pause()
"""


async def test_two_pairs_side_by_side_do_not_see_each_other(own_servers: PrivateServers) -> None:
    with private_servers(durable=False) as others:
        async with ManagementApi(own_servers.rabbitmq.api_url) as api:
            await api.put("vhosts", "of-one")
        async with ManagementApi(others.rabbitmq.api_url) as api:
            assert [vhost["name"] for vhost in await api.get("vhosts")] == ["/"]
        await _create_table(own_servers.postgres.url, "of_one")
        await _create_table(others.postgres.url, "of_one")
    await _create_table(own_servers.postgres.url, "of_one_still_there")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
async def test_no_process_outlives_its_holder(number: signal.Signals) -> None:
    with _holder() as holder:
        family = psutil.Process(holder.pid).children(recursive=True)
        assert len(family) >= 3  # PostgreSQL, RabbitMQ and its port mapper
        holder.send_signal(number)
        holder.wait(timeout=30)
        await until(lambda: not any(_runs(process) for process in family))


async def test_committed_rows_survive_a_kill_of_the_database(own_servers: PrivateServers) -> None:
    postgres = own_servers.postgres
    await _create_table(postgres.url, "kept")
    idle = await asyncpg.connect(postgres.url)
    postgres.kill()
    with pytest.raises(ConnectionRefusedError):
        await asyncpg.connect(postgres.url, timeout=5)
    postgres.start()
    idle.terminate()
    connection = await asyncpg.connect(postgres.url)
    assert await connection.fetchval("SELECT id FROM kept") == 1
    await connection.close()


async def test_a_paused_database_answers_nobody_until_it_is_resumed(
    own_servers: PrivateServers,
) -> None:
    connection = await asyncpg.connect(own_servers.postgres.url)
    own_servers.postgres.pause()
    with pytest.raises(TimeoutError):
        await connection.fetchval("SELECT 1", timeout=0.5)
    own_servers.postgres.resume()
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()


async def test_a_broker_keeps_confirmed_messages_over_a_kill_and_loses_them_when_wiped(
    own_servers: PrivateServers,
) -> None:
    rabbitmq = own_servers.rabbitmq
    async with await aio_pika.connect(rabbitmq.url) as connection:
        channel = await connection.channel()
        queue = await channel.declare_queue("kept", durable=True)
        message = aio_pika.Message(b"1", delivery_mode=aio_pika.DeliveryMode.PERSISTENT)
        await channel.default_exchange.publish(message, queue.name)
    # A queue's declaration is answered before it is on disk, unlike a message's confirm.
    rabbitmq.control("eval", "mnesia:sync_log().")
    rabbitmq.kill()
    rabbitmq.start()
    async with await aio_pika.connect(rabbitmq.url) as connection:
        channel = await connection.channel()
        kept = await channel.declare_queue("kept", passive=True)
        assert kept.declaration_result.message_count == 1
    rabbitmq.kill()
    rabbitmq.wipe()
    rabbitmq.start()
    async with ManagementApi(rabbitmq.api_url) as api:
        assert await api.get("queues") == []


async def test_a_disk_alarm_is_raised_and_cleared(own_servers: PrivateServers) -> None:
    async def alarmed() -> bool:
        async with ManagementApi(own_servers.rabbitmq.api_url) as api:
            try:
                await api.get("health", "checks", "local-alarms")
            except httpx.HTTPStatusError:
                return True
            return False

    assert not await alarmed()
    own_servers.rabbitmq.raise_disk_alarm()
    assert await alarmed()
    own_servers.rabbitmq.clear_disk_alarm()
    assert not await alarmed()


@contextmanager
def _holder() -> Iterator[subprocess.Popen[str]]:
    """A process that holds servers, once they run."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as holder:
        try:
            assert holder.stdout is not None
            assert holder.stdout.readline(), "the servers did not start"
            yield holder
        finally:
            holder.kill()


def _runs(process: psutil.Process) -> bool:
    # Who reaps orphans is the machine's business: a zombie runs no more.
    try:
        return bool(process.status() != psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return False


async def _create_table(url: str, name: str) -> None:
    connection = await asyncpg.connect(url)
    await connection.execute(f"CREATE TABLE {name} AS SELECT 1 AS id")
    await connection.close()
