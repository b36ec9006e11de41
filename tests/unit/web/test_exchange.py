import hashlib

import httpx
import pytest
from prometheus_client import generate_latest
from structlog.testing import capture_logs

from shared.web.access import Role
from tests.support.web_service import THING, WebService

TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"
ADDRESSES = [
    "/planning/v1/things",
    "/planning/v1/nergens",
    "/planning/v1/failures/crash",
    "/planning/v1/openapi.json",
    "/planning/health/live",
    "/planning/aanmelden",
]


@pytest.mark.parametrize("address", ADDRESSES)
async def test_every_answer_has_the_version_and_the_security_headers(
    manager: httpx.AsyncClient, address: str
) -> None:
    headers = (await manager.get(address)).headers
    assert headers["api-version"] == "1.2.3"
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert headers["strict-transport-security"].startswith("max-age=31536000")
    assert "frame-ancestors 'none'" in headers["content-security-policy"]


async def test_pages_run_only_our_own_scripts(client: httpx.AsyncClient) -> None:
    policy = (await client.get("/planning/aanmelden")).headers["content-security-policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy


async def test_a_problem_names_the_trace_of_the_caller(client: httpx.AsyncClient) -> None:
    answer = await client.get(
        "/planning/v1/things", headers={"traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"}
    )
    assert answer.json()["instance"] == f"urn:trace:{TRACE}"


async def test_a_malformed_trace_is_replaced(client: httpx.AsyncClient) -> None:
    answer = await client.get("/planning/v1/things", headers={"traceparent": "nonsense"})
    assert len(answer.json()["instance"].removeprefix("urn:trace:")) == 32


async def test_a_request_is_logged_with_who_did_what_to_what(service: WebService) -> None:
    with capture_logs() as lines:
        async with service.client(headers=service.bearer(Role.PROGRAMME_MANAGER)) as client:
            await client.get(f"/planning/v1/things/{THING}?email=jan@example.nl")
    [line] = [line for line in lines if line["event"] == "request"]
    assert line["action"] == "GET /v1/things/{thing_id}"
    assert line["object"] == {"thing_id": str(THING)}
    assert line["result"] == 200
    assert line["origin"] == "program"
    assert line["actor"] == hashlib.sha256(b"3f0c").hexdigest()[:16]
    assert "jan@example.nl" not in str(line)
    assert "3f0c" not in line["actor"]


async def test_an_unexpected_error_is_logged_with_its_place_and_not_its_words(
    service: WebService,
) -> None:
    with capture_logs() as lines:
        async with service.client(headers=service.bearer(Role.PROGRAMME_MANAGER)) as client:
            await client.get("/planning/v1/failures/crash")
    [line] = [line for line in lines if line["event"] == "unexpected error"]
    assert line["error"] == ["RuntimeError"]
    assert "in fail" in line["stack"]
    assert "de naam van iemand" not in str(line)


async def test_health_checks_do_not_fill_the_log(client: httpx.AsyncClient) -> None:
    with capture_logs() as lines:
        await client.get("/planning/health/live")
    assert lines == []


async def test_figures_count_by_route_and_never_by_address(
    service: WebService, manager: httpx.AsyncClient
) -> None:
    await manager.get(f"/planning/v1/things/{THING}")
    await manager.get("/planning/v1/verzonnen-adres")
    await manager.request("VERZONNEN", "/planning/v1/things")
    figures = generate_latest(service.registry).decode()
    labels = 'method="GET",route="/v1/things/{thing_id}",service="planning",status="200"'
    assert f"draagvlak_http_request_seconds_count{{{labels}}} 1.0" in figures
    assert 'route="none"' in figures
    assert str(THING) not in figures
    assert "verzonnen" not in figures.lower()
