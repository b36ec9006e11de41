"""The settings of engagement."""

import pytest

from services.engagement.domain.involvement import Norms
from services.engagement.settings import EngagementSettings
from shared.runtime.settings import InvalidSettings


@pytest.fixture(autouse=True)
def _addresses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAAGVLAK_ENGAGEMENT_APP_URL", "postgresql://localhost/x")
    monkeypatch.setenv("DRAAGVLAK_ENGAGEMENT_BROKER_URL", "amqp://localhost/x")
    monkeypatch.setenv("DRAAGVLAK_ENGAGEMENT_BALLOT_KEY", 32 * "s")


def test_the_norms_have_defaults() -> None:
    assert EngagementSettings().norms == Norms(0.8, 28, 5)


def test_the_environment_sets_the_norms(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAAGVLAK_ENGAGEMENT_COVERAGE_NORM", "0.9")
    monkeypatch.setenv("DRAAGVLAK_ENGAGEMENT_DECISION_NOTICE_DAYS", "42")
    monkeypatch.setenv("DRAAGVLAK_ENGAGEMENT_MINIMUM_GROUP", "10")
    assert EngagementSettings().norms == Norms(0.9, 42, 10)


def test_the_smallest_group_can_not_be_lowered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DRAAGVLAK_ENGAGEMENT_MINIMUM_GROUP", "4")
    with pytest.raises(InvalidSettings, match="greater than or equal to 5"):
        EngagementSettings()


def test_a_ballot_key_that_could_be_guessed_is_refused_and_not_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DRAAGVLAK_ENGAGEMENT_BALLOT_KEY", "geheim")
    with pytest.raises(InvalidSettings, match="at least 32 random characters") as refused:
        EngagementSettings()
    assert "geheim" not in str(refused.value)
