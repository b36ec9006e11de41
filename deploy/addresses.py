"""The addresses that pass between starting servers, provisioning them and running services on them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AdminAddresses:
    """Where the servers are, with the rights to create databases, roles, vhosts and users. Secrets stay out of `repr`."""

    postgres_url: str = field(repr=False)
    """`postgresql://user:password@host:port/postgres` of a superuser, or of a role with CREATEDB and CREATEROLE."""
    rabbitmq_url: str = field(repr=False)
    """`amqp://user:password@host:port/` of an administrator."""
    rabbitmq_api_url: str = field(repr=False)
    """`http://user:password@host:port` of the management plugin, same administrator."""


@dataclass(frozen=True, slots=True)
class ServiceAddresses:
    """What one service needs to reach its own schema and the broker, each with least rights."""

    migrate_url: str = field(repr=False)
    app_url: str = field(repr=False)
    broker_url: str = field(repr=False)


Addresses = Mapping[str, ServiceAddresses]
"""Per service name: its addresses."""
