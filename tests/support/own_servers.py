"""Servers that a test may kill, made as new for the next test."""

import asyncio

import asyncpg

from deploy.embedded import PrivateServers
from deploy.provisioning.rabbitmq import ManagementApi

_INITIAL_VHOST = "/"


async def queues_are_on_disk(servers: PrivateServers) -> None:
    """Have RabbitMQ write down which quorum queues it has.

    Killed within a second or so of declaring one, it comes back with a queue that answers nobody
    (measured on 3.10.8): docs/operations.md says what an operator then does.
    """
    await asyncio.to_thread(
        servers.rabbitmq.control, "eval", "[dets:sync(Table) || Table <- dets:all()]."
    )


async def make_as_new(servers: PrivateServers) -> None:
    """Run again what a test stopped, and drop every database and vhost that it made."""
    servers.restore()
    connection = await asyncpg.connect(servers.postgres.url)
    try:
        for database in await connection.fetch(
            "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres'"
        ):
            await connection.execute(f'DROP DATABASE "{database["datname"]}" WITH (FORCE)')
    finally:
        await connection.close()
    async with ManagementApi(servers.rabbitmq.api_url) as api:
        for vhost in await api.get("vhosts"):
            if vhost["name"] != _INITIAL_VHOST:
                await api.delete("vhosts", vhost["name"])
