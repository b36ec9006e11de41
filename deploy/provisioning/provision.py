"""Everything one municipality needs on the servers, in one call."""

from deploy.addresses import Addresses, AdminAddresses, ServiceAddresses
from deploy.provisioning.installation import SERVICES, Installation, Passwords
from deploy.provisioning.postgres import database_url, provision_postgres
from deploy.provisioning.rabbitmq import broker_url, provision_rabbitmq


async def provision(
    admin: AdminAddresses, passwords: Passwords, installation: Installation = Installation()
) -> Addresses:
    """Create what is missing, set all rights and passwords, and tell each service's addresses."""
    await provision_postgres(admin.postgres_url, installation, passwords)
    await provision_rabbitmq(admin.rabbitmq_api_url, installation, passwords)
    return service_addresses(admin, passwords, installation)


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
