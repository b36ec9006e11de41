"""Takes an installation off servers that live on after a demonstration or a test."""

import asyncpg

from deploy.addresses import AdminAddresses
from deploy.provisioning.installation import SERVICES, SOURCE, Installation
from deploy.provisioning.rabbitmq import ManagementApi


async def remove(admin: AdminAddresses, installation: Installation) -> None:
    """Remove its database, roles, vhost and users, as far as they are there."""
    connection = await asyncpg.connect(admin.postgres_url)
    try:
        await connection.execute(f'DROP DATABASE IF EXISTS "{installation.database}" WITH (FORCE)')
        for name in (installation.app, installation.migrate, installation.owner):
            for service in SERVICES:
                await connection.execute(f'DROP ROLE IF EXISTS "{name(service)}"')
    finally:
        await connection.close()
    async with ManagementApi(admin.rabbitmq_api_url) as api:
        await api.delete("vhosts", installation.vhost)
        for name_of_user in (*SERVICES, SOURCE):
            await api.delete("users", installation.broker_user(name_of_user))
