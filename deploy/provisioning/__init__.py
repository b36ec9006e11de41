"""One municipality's place on the servers: database, roles, vhost, queues, users, least rights."""

from deploy.provisioning.installation import SERVICES, Installation, Passwords
from deploy.provisioning.provision import provision

__all__ = ["SERVICES", "Installation", "Passwords", "provision"]
