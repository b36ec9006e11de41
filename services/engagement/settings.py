"""The settings of engagement: its own addresses, and the municipality's norms."""

from typing import Annotated

from pydantic import AfterValidator, Field, SecretStr
from pydantic_settings import SettingsConfigDict

from services.engagement.domain.involvement import (
    COVERAGE_NORM,
    NOTICE_DAYS,
    SMALLEST_GROUP,
    Norms,
)
from services.engagement.domain.rounds.ballots import KEY_BYTES, BallotKey
from shared.runtime.settings import PREFIX, DatabaseSettings, ServiceSettings, Settings

_CONFIG = SettingsConfigDict(env_prefix=f"{PREFIX}ENGAGEMENT_")


def _long_enough(value: SecretStr) -> SecretStr:
    if len(value.get_secret_value().encode()) < KEY_BYTES:
        raise ValueError(f"must be at least {KEY_BYTES} random characters")
    return value


class EngagementNorms(Settings):
    """The municipality's norms, read from DRAAGVLAK_ENGAGEMENT_COVERAGE_NORM and so on."""

    model_config = _CONFIG

    coverage_norm: Annotated[
        float, Field(ge=0, le=1, description="share of affected staff involved by T0")
    ] = COVERAGE_NORM
    decision_notice_days: Annotated[
        int, Field(ge=1, le=365, description="days before a decision at which coverage is checked")
    ] = NOTICE_DAYS
    minimum_group: Annotated[
        int, Field(ge=SMALLEST_GROUP, le=100, description="smallest group that has figures")
    ] = SMALLEST_GROUP

    @property
    def norms(self) -> Norms:
        """The norms, as the domain takes them."""
        return Norms(self.coverage_norm, self.decision_notice_days, self.minimum_group)


class EngagementDatabase(DatabaseSettings, EngagementNorms):
    """What a command needs: the database, from DRAAGVLAK_ENGAGEMENT_APP_URL, and the norms."""


class EngagementSettings(ServiceSettings, EngagementNorms):
    """What the service needs: its addresses, and the norms."""

    ballot_key: Annotated[
        SecretStr,
        AfterValidator(_long_enough),
        Field(description="seals the answers of rounds; in no database and in no backup of one"),
    ]

    @property
    def ballots(self) -> BallotKey:
        """The ballot key, as the domain takes it."""
        return BallotKey(self.ballot_key.get_secret_value().encode())
