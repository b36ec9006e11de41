"""One municipality's database, roles, schemas, vhost, exchanges and users, with least rights. Running it again changes nothing."""

from deploy.provisioning.installation import SERVICES, SOURCE, Installation, Passwords
from deploy.provisioning.provision import provision

__all__ = ["SERVICES", "SOURCE", "Installation", "Passwords", "provision"]
