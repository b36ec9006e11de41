"""Settings from the environment; secrets from files named there.

Every setting NAME can also be given as NAME_FILE, the path of a file with the value: so no secret
need stand in the environment, where dumps and child processes show it.
"""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict

PREFIX = "DRAAGVLAK_"


def _postgres(value: SecretStr) -> SecretStr:
    return _with_scheme(value, "postgresql", "postgres")


def _amqp(value: SecretStr) -> SecretStr:
    return _with_scheme(value, "amqp", "amqps")


def _with_scheme(value: SecretStr, *schemes: str) -> SecretStr:
    if value.get_secret_value().partition("://")[0] not in schemes:
        raise ValueError(f"must be a URL that starts with {schemes[0]}://")
    return value


PostgresUrl = Annotated[SecretStr, AfterValidator(_postgres)]
AmqpUrl = Annotated[SecretStr, AfterValidator(_amqp)]


class InvalidSettings(Exception):
    """Settings that are missing or wrong: a line for each, with its variable and without its
    value.
    """

    def __init__(self, faults: Sequence[str]) -> None:
        super().__init__("; ".join(faults))
        self.faults = tuple(faults)


class FileSettings(PydanticBaseSettingsSource):
    """Reads NAME from the file that NAME_FILE names."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """The content of the field's file, without the line end; None when no file is named."""
        variable = f"{self.config.get('env_prefix', '')}{field_name}_FILE".upper()
        path = os.environ.get(variable)
        return (None if path is None else Path(path).read_text().strip()), field_name, False

    def __call__(self) -> dict[str, Any]:
        """The fields that have a file."""
        found = {
            name: self.get_field_value(field, name)[0]
            for name, field in self.settings_cls.model_fields.items()
        }
        return {name: value for name, value in found.items() if value is not None}


class Settings(BaseSettings):
    """Settings that know files and never show secrets in errors."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, frozen=True, extra="ignore", hide_input_in_errors=True
    )

    def __init__(self, **values: Any) -> None:
        """Read the settings.

        Raises:
            InvalidSettings: some are missing or wrong, or a file that is named cannot be read.
        """
        try:
            super().__init__(**values)
        except OSError as error:
            raise InvalidSettings([f"{error.filename}: het bestand is niet te lezen"]) from None
        except ValidationError as error:
            prefix = self.model_config.get("env_prefix", "")
            raise InvalidSettings(
                [
                    f"{prefix}{'_'.join(map(str, found['loc']))}".upper()
                    + (": ontbreekt" if found["type"] == "missing" else f": {found['msg']}")
                    for found in error.errors(include_input=False, include_url=False)
                ]
            ) from None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What is passed in wins over files, files over the environment."""
        return init_settings, FileSettings(settings_cls), env_settings


class ProcessSettings(Settings):
    """What all services of a process share."""

    oin: Annotated[str, Field(pattern=r"^\d{20}$", description="OIN of the municipality")]
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8000
    municipality: Annotated[str, Field(min_length=1, description="name shown on every page")]
    jwks_file: Path | None = None
    jwks_url: str | None = None
    token_issuer: Annotated[str, Field(min_length=1)]
    token_audience: Annotated[str, Field(min_length=1)] = "draagvlak"  # noqa: S105

    @model_validator(mode="after")
    def _one_key_source(self) -> Self:
        if (self.jwks_file is None) == (self.jwks_url is None):
            raise ValueError("set one of DRAAGVLAK_JWKS_FILE and DRAAGVLAK_JWKS_URL")
        return self


class DatabaseSettings(Settings):
    """What a command on a service's data needs; subclasses set the prefix."""

    app_url: PostgresUrl


class ServiceSettings(DatabaseSettings):
    """What each service needs for itself; subclasses set the prefix and add their norms."""

    broker_url: AmqpUrl
    pool_size: Annotated[int, Field(ge=2, le=50)] = 6
