"""PostgreSQL and RabbitMQ for a demo or a test run, wherever they can be had."""

from deploy.addresses import AdminAddresses
from deploy.embedded.choose import private_servers, servers
from deploy.embedded.errors import ServerFailed, ServersUnavailable
from deploy.embedded.private import PrivateServers

__all__ = [
    "AdminAddresses",
    "PrivateServers",
    "ServerFailed",
    "ServersUnavailable",
    "private_servers",
    "servers",
]
