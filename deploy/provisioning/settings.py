"""What provisioning needs to know, from the environment and files."""

from pathlib import Path

from pydantic import Field, SecretStr

from deploy.addresses import AdminAddresses
from deploy.provisioning.installation import Installation
from shared.runtime.settings import AmqpUrl, PostgresUrl, Settings


class ProvisioningSettings(Settings):
    """The administrators' addresses, the names of the installation, and where passwords are."""

    postgres_url: PostgresUrl
    rabbitmq_url: AmqpUrl
    rabbitmq_api_url: SecretStr
    passwords_folder: Path = Field(description="a file per account, see Passwords.from_folder")
    database: str = "draagvlak"
    vhost: str = "draagvlak"
    account_prefix: str = ""

    @property
    def admin(self) -> AdminAddresses:
        """The servers to provision."""
        return AdminAddresses(
            self.postgres_url.get_secret_value(),
            self.rabbitmq_url.get_secret_value(),
            self.rabbitmq_api_url.get_secret_value(),
        )

    @property
    def installation(self) -> Installation:
        """The names to use on them."""
        return Installation(self.database, self.vhost, self.account_prefix)
