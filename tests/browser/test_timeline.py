"""Tijdlijn and Capaciteit in a real browser: plan a subproject, ask for its hours, move it."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page

from services.planning.commands.forecasts import refresh_forecasts
from shared.database import transaction
from shared.web.access import Role
from tests.support.browser import open_everything, overflow, violations
from tests.support.planning_world import TownHall
from tests.support.staffing_world import Staffing, staff_town

SCREENS = (1280, 320)
SignIn = Callable[..., Awaitable[None]]


@pytest.fixture
async def made(town: TownHall) -> Staffing:
    """A town hall that asks for hours, with its forecasts."""
    found = await staff_town(town)
    async with transaction(town.api.engine) as connection:
        await refresh_forecasts(connection, town.today)
    return found


async def test_a_subproject_is_planned_moved_and_its_hours_are_asked(
    made: Staffing, town: TownHall, manager: Page, address: str, complaints: list[str]
) -> None:
    await manager.goto(f"{address}/planning/tijdlijn")
    await manager.get_by_role("link", name="Deelproject plannen").click()
    await manager.get_by_label("Naam").fill("Paspoort zonder wachtrij")
    await manager.get_by_label("Aandachtsgebied").fill("Reisdocumenten")
    await manager.get_by_label("Functie van de trekker").fill("Projectleider")
    await manager.get_by_label("Eerste dag").fill(town.day(60))
    await manager.get_by_label("Laatste dag").fill(town.day(100))
    await manager.get_by_label("Expertise").first.select_option("Procesontwerp")
    await manager.get_by_label("Uren per week").first.fill("7,5")
    await manager.get_by_role("button", name="Nog een expertise").click()
    assert await manager.get_by_label("Uren per week").count() == 4
    assert await manager.get_by_label("Uren per week").first.input_value() == "7,5"
    await manager.get_by_label("Expertise").last.select_option("Opleiden van collega’s")
    await manager.get_by_label("Uren per week").last.fill("2")
    await manager.get_by_role("button", name="Deelproject plannen").click()
    assert await manager.get_by_role("status").inner_text() == "Het deelproject is gepland."

    await manager.get_by_label("Laatste dag").fill(town.day(110))
    await manager.get_by_role("button", name="Bekijk wat dit raakt").click()
    assert "Dit raakt niets anders." in await manager.get_by_role("status").inner_text()
    await manager.get_by_label("Reden").fill("Meer tijd voor de test")
    await manager.get_by_role("button", name="Opslaan").click()
    assert await manager.get_by_role("status").inner_text() == "De nieuwe data zijn opgeslagen."

    await manager.get_by_role("link", name="Inzet vragen").click()
    await manager.get_by_role("link", name="Paspoort zonder wachtrij: Procesontwerp").click()
    await manager.get_by_role("button", name="Inzet vragen").click()
    assert await manager.get_by_role("status").inner_text() == "Het inzetverzoek is gedaan."

    await manager.goto(f"{address}/planning/tijdlijn")
    await manager.get_by_role("link", name="Paspoort zonder wachtrij").focus()
    await manager.keyboard.press("Enter")
    await manager.wait_for_url("**/tijdlijn/*-*")
    assert await manager.locator("h1").inner_text() == "Paspoort zonder wachtrij"
    assert complaints == []


@pytest.mark.parametrize("path", ["/tijdlijn", "/tijdlijn/nieuw", "/tijdlijn/{}", "/capaciteit"])
async def test_axe_finds_nothing_and_everything_fits_on_any_screen_and_on_paper(
    made: Staffing, manager: Page, address: str, complaints: list[str], path: str
) -> None:
    await manager.goto(f"{address}/planning{path.format(made.moving)}")
    await open_everything(manager)
    for width in SCREENS:
        await manager.set_viewport_size({"width": width, "height": 800})
        assert await violations(manager) == []
        assert await overflow(manager) <= 0
    await manager.emulate_media(media="print")
    await manager.set_viewport_size({"width": 703, "height": 1000})
    assert await overflow(manager) <= 0
    assert await manager.locator("button:visible").count() == 0
    assert complaints == []


async def test_101_and_150_percent_look_different_to_who_sees_no_colour(
    made: Staffing, town: TownHall, page: Page, sign_in: SignIn, address: str
) -> None:
    await sign_in(Role.TEAM_LEADER, [made.front_office])
    await page.goto(f"{address}/planning/inzetverzoeken")
    over = page.locator(".effect-strip .load--over").first
    far = page.locator(".effect-strip .load--far-over").first
    assert "101%" in await over.inner_text()
    assert "▲▲" in await far.inner_text()
    assert "150%" in await far.inner_text()
    assert "▲▲" not in await over.inner_text()
