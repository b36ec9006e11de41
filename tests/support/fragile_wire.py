"""Both ends of the messaging on servers that a test may kill."""

from dataclasses import dataclass

from deploy.embedded import PrivateServers
from deploy.provisioning import Passwords, provision
from tests.support.wire import Wire


@dataclass(frozen=True, slots=True)
class FragileWire:
    """Both ends on servers of the test's own."""

    wire: Wire
    servers: PrivateServers
    passwords: Passwords

    async def provision(self) -> None:
        """What an operator runs after a server lost its data."""
        await provision(self.servers.addresses, self.passwords)
