"""The settings of metrics: its own addresses."""

from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import PREFIX, DatabaseSettings, ServiceSettings

_CONFIG = SettingsConfigDict(env_prefix=f"{PREFIX}METRICS_")


class MetricsDatabase(DatabaseSettings):
    """Read from DRAAGVLAK_METRICS_APP_URL."""

    model_config = _CONFIG


class MetricsSettings(ServiceSettings):
    """Read from DRAAGVLAK_METRICS_…, such as DRAAGVLAK_METRICS_APP_URL."""

    model_config = _CONFIG
