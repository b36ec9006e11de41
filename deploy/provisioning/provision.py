"""Everything one municipality needs on the servers, in one call."""

from collections.abc import Sequence
from dataclasses import dataclass

from deploy.addresses import Addresses, AdminAddresses, ServiceAddresses
from deploy.provisioning.installation import SERVICES, Installation, Passwords
from deploy.provisioning.postgres import database_url, provision_postgres
from deploy.provisioning.rabbitmq import broker_url, provision_queues, provision_rabbitmq
from shared.messaging.topology import Subscription


@dataclass(frozen=True, slots=True)
class Provisioned:
    """Each service's addresses, and the queues that were not there: what was told before has not
    reached those.
    """

    addresses: Addresses
    new_queues: Sequence[Subscription]


async def provision(
    admin: AdminAddresses, passwords: Passwords, installation: Installation = Installation()
) -> Provisioned:
    """Create what is missing and set all rights and passwords."""
    await provision_postgres(admin.postgres_url, installation, passwords)
    await provision_rabbitmq(admin.rabbitmq_api_url, installation, passwords)
    new_queues = await provision_queues(admin.rabbitmq_url, installation.vhost)
    return Provisioned(service_addresses(admin, passwords, installation), new_queues)


def service_addresses(
    admin: AdminAddresses, passwords: Passwords, installation: Installation
) -> Addresses:
    """Each service's addresses on servers that have been provisioned."""
    return {
        service: ServiceAddresses(
            migrate_url=database_url(
                admin.postgres_url,
                installation.database,
                user=installation.migrate(service),
                password=passwords.migrate(service),
            ),
            app_url=database_url(
                admin.postgres_url,
                installation.database,
                user=installation.app(service),
                password=passwords.app(service),
            ),
            broker_url=broker_url(
                admin.rabbitmq_url,
                installation.vhost,
                installation.broker_user(service),
                passwords.broker(service),
            ),
        )
        for service in SERVICES
    }
