"""One municipality's database, schemas, roles, vhost, exchanges and users, with least rights."""

from deploy.provisioning.installation import SERVICES, SOURCE, Installation, Passwords
from deploy.provisioning.provision import provision

__all__ = ["SERVICES", "SOURCE", "Installation", "Passwords", "provision"]
