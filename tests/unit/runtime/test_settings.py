"""Settings from the environment and from files, and what is said when they are wrong."""

from pathlib import Path

import pytest
from pydantic_settings import SettingsConfigDict

from shared.runtime.settings import InvalidSettings, ProcessSettings, ServiceSettings

GIVEN = {
    "DRAAGVLAK_OIN": "00000001823288444000",
    "DRAAGVLAK_MUNICIPALITY": "Wilgenmonde",
    "DRAAGVLAK_JWKS_FILE": "/keys/jwks.json",
    "DRAAGVLAK_TOKEN_ISSUER": "https://aanmelden.example.nl",
}


class OneSettings(ServiceSettings):
    """A service's settings."""

    model_config = SettingsConfigDict(env_prefix="DRAAGVLAK_TESTED_")


@pytest.fixture(autouse=True)
def given(monkeypatch: pytest.MonkeyPatch) -> None:
    """A complete environment."""
    for name, value in GIVEN.items():
        monkeypatch.setenv(name, value)


def test_a_secret_can_come_from_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file wins over the environment, and its line end is no part of it."""
    file = tmp_path / "app-url"
    file.write_text("postgresql://planning_app:geheim@db/draagvlak\n")
    monkeypatch.setenv("DRAAGVLAK_TESTED_APP_URL_FILE", str(file))
    monkeypatch.setenv("DRAAGVLAK_TESTED_APP_URL", "postgresql://other@db/draagvlak")
    monkeypatch.setenv("DRAAGVLAK_TESTED_BROKER_URL", "amqp://planning:geheim@broker/draagvlak")
    settings = OneSettings()
    assert settings.app_url.get_secret_value().endswith(":geheim@db/draagvlak")
    assert "geheim" not in repr(settings)


def test_everything_wrong_is_named_at_once_without_values(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the names an operator sets, and never with a secret."""
    monkeypatch.setenv("DRAAGVLAK_TESTED_APP_URL", "mysql://planning:geheim@db/draagvlak")
    with pytest.raises(InvalidSettings) as caught:
        OneSettings()
    assert [fault.partition(":")[0] for fault in caught.value.faults] == [
        "DRAAGVLAK_TESTED_APP_URL",
        "DRAAGVLAK_TESTED_BROKER_URL",
    ]
    assert "geheim" not in str(caught.value)


def test_a_file_that_is_not_there_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not shown as a traceback."""
    monkeypatch.setenv("DRAAGVLAK_TESTED_APP_URL_FILE", "/run/secrets/weg")
    with pytest.raises(InvalidSettings, match="/run/secrets/weg"):
        OneSettings()


@pytest.mark.parametrize("url", ["https://aanmelden.example.nl/jwks", None])
def test_keys_come_from_one_place(monkeypatch: pytest.MonkeyPatch, url: str | None) -> None:
    """A file or an address: two would leave open which one holds, none leaves nothing."""
    if url is None:
        monkeypatch.delenv("DRAAGVLAK_JWKS_FILE")
    else:
        monkeypatch.setenv("DRAAGVLAK_JWKS_URL", url)
    with pytest.raises(InvalidSettings, match="DRAAGVLAK_JWKS_FILE and DRAAGVLAK_JWKS_URL"):
        ProcessSettings()
