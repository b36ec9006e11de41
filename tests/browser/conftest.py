"""Pages in a real browser, served by planning on a database of the test's own."""

from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page

from shared.web.access import COOKIE, Role
from tests.support.browser import CHROMIUM, chromium, served
from tests.support.installations import Database
from tests.support.koers_world import tell_koers
from tests.support.planning_world import TownHall
from tests.support.service_api import ServiceApi, service_api

SignIn = Callable[..., Awaitable[None]]


@pytest.fixture(autouse=True)
def weeks_without_holidays(monkeypatch: pytest.MonkeyPatch) -> None:
    """Weeks like any other, on whatever day the tests run; holidays have tests of their own."""
    monkeypatch.setattr("services.planning.domain.supply.calendar.days_off", lambda *_: frozenset())


@pytest.fixture
async def api(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[ServiceApi]:
    """Planning, now, in weeks without holidays."""
    monkeypatch.setattr("services.planning.domain.supply.calendar.days_off", lambda *_: frozenset())
    async with service_api(
        "planning", database.app_url("planning"), tmp_path, datetime.now(UTC)
    ) as api:
        yield api


@pytest.fixture
def town(api: ServiceApi) -> TownHall:
    """A town hall of which nothing is known yet."""
    return TownHall(api)


@pytest.fixture
async def told(town: TownHall) -> TownHall:
    """A town hall with figures in every part of Koers."""
    await tell_koers(town)
    return town


@pytest.fixture
async def address(api: ServiceApi) -> AsyncIterator[str]:
    """Where planning answers."""
    async with served(api.served) as address:
        yield address


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    """Chromium."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    async with chromium() as browser:
        yield browser


@pytest.fixture
def complaints() -> list[str]:
    """What the page wrote to the console as a warning or an error."""
    return []


@pytest.fixture
async def page(browser: Browser, complaints: list[str]) -> Page:
    """A page of somebody who is not signed in."""
    context = await browser.new_context(
        locale="nl-NL", timezone_id="Europe/Amsterdam", viewport={"width": 1280, "height": 900}
    )
    page = await context.new_page()
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text) if message.type in ("error", "warning") else None
        ),
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page


@pytest.fixture
def sign_in(page: Page, api: ServiceApi, address: str) -> SignIn:
    """Lets somebody with a role, and the teams that they lead, take over the page."""

    async def take_over(role: Role, teams: Collection[str] = ()) -> None:
        await page.context.clear_cookies()
        cookie = {
            "name": COOKIE,
            "value": api.token(role, teams=teams),
            "url": address,
            "httpOnly": True,
            "sameSite": "Strict",
        }
        await page.context.add_cookies([cookie])  # type: ignore[list-item]

    return take_over


@pytest.fixture
async def manager(page: Page, sign_in: SignIn) -> Page:
    """A page of a programme manager who is signed in."""
    await sign_in(Role.PROGRAMME_MANAGER)
    return page
