"""How long a relay waits for a broker, and what it says when it leads no more."""

import asyncio

import pytest
from prometheus_client import CollectorRegistry

from shared.messaging import relay
from shared.messaging.telemetry import MessagingTelemetry, RelayTelemetry


async def test_a_broker_that_does_not_confirm_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """After five seconds: a blocked broker never answers, and the library would wait with it."""
    assert relay.CONFIRM_SECONDS == 5
    monkeypatch.setattr(relay, "CONFIRM_SECONDS", 0.01)
    never: asyncio.Future[None] = asyncio.get_running_loop().create_future()
    with pytest.raises(TimeoutError):
        await relay._confirmed(never)


def test_a_relay_that_leads_no_more_is_not_failing() -> None:
    """What another relay publishes cannot clear it; a standby would stay not ready for ever."""
    telemetry = RelayTelemetry(MessagingTelemetry(CollectorRegistry()), "planning")
    telemetry.leads(True)
    telemetry.failed()
    telemetry.leads(False)
    assert not telemetry.failing
