"""The names and passwords of one municipality's installation."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

SERVICES = ("planning", "engagement", "metrics")
_PASSWORD_BYTES = 24


@dataclass(frozen=True, slots=True)
class Installation:
    """Names on the servers; `prefix` tells apart installations that share a server."""

    database: str = "draagvlak"
    vhost: str = "draagvlak"
    prefix: str = ""

    def owner(self, service: str) -> str:
        """The role that owns the service's schema; nobody can log in as it."""
        return f"{self.prefix}{service}_owner"

    def migrate(self, service: str) -> str:
        """The role that migrations log in as; acts as the owner."""
        return f"{self.prefix}{service}_migrate"

    def app(self, service: str) -> str:
        """The role that the service logs in as: rows of its own schema, no more."""
        return f"{self.prefix}{service}_app"

    @property
    def ballots(self) -> str:
        """The role in which engagement reaches sealed ballots and nothing else; nobody can log in
        as it.
        """
        return f"{self.prefix}engagement_ballots"

    def broker_user(self, name: str) -> str:
        """The broker's user of a service, a source or a subscriber."""
        return f"{self.prefix}{name}"


@dataclass(frozen=True, slots=True)
class Passwords:
    """Per account: `<service>_migrate`, `<service>_app`, `<service>_broker`."""

    by_account: dict[str, str] = field(repr=False)

    def __post_init__(self) -> None:
        missing = [account for account in _accounts() if not self.by_account.get(account)]
        if missing:
            raise ValueError(f"no password for {', '.join(missing)}")

    @classmethod
    def generate(cls) -> "Passwords":
        """New random passwords, for servers that live as long as one run."""
        return cls({account: secrets.token_urlsafe(_PASSWORD_BYTES) for account in _accounts()})

    @classmethod
    def from_folder(cls, folder: Path) -> "Passwords":
        """Read one file per account, named after it (the way containers hand out secrets)."""
        files = {account: folder / account for account in _accounts()}
        return cls(
            {account: file.read_text().strip() for account, file in files.items() if file.exists()}
        )

    def migrate(self, service: str) -> str:
        """The password of the service's role for migrations."""
        return self.by_account[f"{service}_migrate"]

    def app(self, service: str) -> str:
        """The password of the service's own role."""
        return self.by_account[f"{service}_app"]

    def broker(self, service: str) -> str:
        """The password of the service's user of the broker."""
        return self.by_account[f"{service}_broker"]


def _accounts() -> Iterator[str]:
    for service in SERVICES:
        yield from (f"{service}_migrate", f"{service}_app", f"{service}_broker")
