"""The settings of planning: its own addresses."""

from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import PREFIX, DatabaseSettings, ServiceSettings

_CONFIG = SettingsConfigDict(env_prefix=f"{PREFIX}PLANNING_")


class PlanningDatabase(DatabaseSettings):
    """Read from DRAAGVLAK_PLANNING_APP_URL."""

    model_config = _CONFIG


class PlanningSettings(ServiceSettings):
    """Read from DRAAGVLAK_PLANNING_…, such as DRAAGVLAK_PLANNING_APP_URL."""

    model_config = _CONFIG
