"""The settings of metrics: its own addresses."""

from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import PREFIX, ServiceSettings


class MetricsSettings(ServiceSettings):
    """Read from DRAAGVLAK_METRICS_…, such as DRAAGVLAK_METRICS_APP_URL."""

    model_config = SettingsConfigDict(env_prefix=f"{PREFIX}METRICS_")
