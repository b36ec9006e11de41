"""Takes an installation off servers that live on after a demonstration or a test."""

import asyncpg

from deploy.addresses import AdminAddresses
from deploy.provisioning.installation import SERVICES, Installation
from deploy.provisioning.rabbitmq import ManagementApi
from shared.messaging.topology import source_account


async def remove(admin: AdminAddresses, installation: Installation) -> None:
    """Remove its database, roles, vhost and users, as far as they are there."""
    connection = await asyncpg.connect(admin.postgres_url)
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{installation.database}" WITH (FORCE)')
        await connection.execute(f'DROP ROLE IF EXISTS "{installation.ballots}"')
        for name in (installation.app, installation.migrate, installation.owner):
            for service in SERVICES:
                await connection.execute(f'DROP ROLE IF EXISTS "{name(service)}"')
    finally:
        await connection.close()
    async with ManagementApi(admin.rabbitmq_api_url) as api:
        await api.delete("vhosts", installation.vhost)
        for service in SERVICES:
            await api.delete("users", installation.broker_user(service))
        sources = installation.broker_user(source_account(""))
        for user in await api.get("users"):
            if user["name"].startswith(sources):
                await api.delete("users", user["name"])
