"""Signing in to the pages with a real browser."""

import logging
from datetime import timedelta

import pytest
from playwright.async_api import Page
from structlog.testing import capture_logs

from shared.web.access import COOKIE, Role
from tests.support.service_api import ServiceApi


async def test_a_token_in_the_fragment_signs_in_and_reaches_no_log(
    page: Page, api: ServiceApi, address: str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    token = api.token(Role.PROGRAMME_MANAGER)
    with capture_logs() as logged:
        await page.goto(f"{address}/planning/aanmelden?naar=/planning/koers#token={token}")
        await page.wait_for_url(f"{address}/planning/koers")
    assert await page.locator("h1").inner_text() == "Koers"
    (cookie,) = await page.context.cookies()
    assert (cookie["name"], cookie["value"]) == (COOKIE, token)
    assert (cookie["httpOnly"], cookie["sameSite"]) == (True, "Strict")
    assert [entry["action"] for entry in logged if entry["event"] == "request"] == [
        "GET /aanmelden",
        "POST /aanmelden",
        "GET /koers",
    ]
    assert token not in str(logged)
    assert token not in caplog.text


async def test_who_is_not_signed_in_is_asked_to_and_comes_back(
    page: Page, api: ServiceApi, address: str
) -> None:
    await page.goto(f"{address}/planning/koers")
    assert "/planning/aanmelden?naar=" in page.url
    await page.get_by_label("Token").fill(api.token(Role.PROGRAMME_MANAGER))
    await page.get_by_role("button", name="Aanmelden").click()
    await page.wait_for_url(f"{address}/planning/koers")


async def test_an_expired_token_leads_to_the_sign_in_page(
    manager: Page, api: ServiceApi, address: str
) -> None:
    await manager.goto(f"{address}/planning/koers")
    api.now += timedelta(hours=2)
    await manager.reload()
    assert "/planning/aanmelden?naar=" in manager.url


async def test_who_signs_out_has_to_sign_in_again(manager: Page, address: str) -> None:
    await manager.goto(f"{address}/planning/koers")
    await manager.get_by_role("button", name="Afmelden").click()
    await manager.wait_for_url(f"{address}/planning/aanmelden")
    assert await manager.context.cookies() == []
    await manager.goto(f"{address}/planning/koers")
    assert "/planning/aanmelden" in manager.url
