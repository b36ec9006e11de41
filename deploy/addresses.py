"""Addresses: what starting servers gives, what provisioning needs and what services run on."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class AdminAddresses:
    """Where the servers are, for who may create databases, roles, vhosts and users on them."""

    postgres_url: str = field(repr=False)
    """`postgresql://user:password@host:port/postgres` of a superuser."""
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
