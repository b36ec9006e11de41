import asyncio

import httpx
import pytest

from shared.web import health
from tests.support.web_service import WebService


async def fails() -> None:
    raise ConnectionRefusedError("10.0.0.1")


async def passes() -> None:
    return


async def test_live_asks_nobody(service: WebService, client: httpx.AsyncClient) -> None:
    service.checks["broker"] = fails
    assert (await client.get("/planning/health/live")).json() == {"status": "live"}


async def test_ready_lists_what_was_checked(service: WebService, client: httpx.AsyncClient) -> None:
    service.checks |= {"database": passes, "broker": passes}
    answer = await client.get("/planning/health/ready")
    assert answer.json() == {"status": "ready", "checks": ["database", "broker"]}


async def test_not_ready_names_what_fails_and_not_why(
    service: WebService, client: httpx.AsyncClient
) -> None:
    service.checks |= {"database": passes, "broker": fails}
    answer = await client.get("/planning/health/ready")
    assert answer.status_code == 503
    assert [error["field"] for error in answer.json()["errors"]] == ["broker"]
    assert "10.0.0.1" not in answer.text


async def test_a_check_that_hangs_has_failed(
    service: WebService, client: httpx.AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def hangs() -> None:
        await asyncio.Event().wait()

    service.checks["broker"] = hangs
    monkeypatch.setattr(health, "CHECK_SECONDS", 0.01)
    answer = await client.get("/planning/health/ready")
    assert answer.status_code == 503
