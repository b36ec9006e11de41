"""Inzetverzoeken in a real browser: ask, decide and answer, with the keyboard alone."""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page

from shared.web.access import Role
from tests.support.browser import open_everything, overflow, violations
from tests.support.planning_world import TownHall
from tests.support.staffing_world import Staffing, staff_town

SCREENS = (1280, 320)
SignIn = Callable[..., Awaitable[None]]


@pytest.fixture
async def made(town: TownHall) -> Staffing:
    """A town hall that asks for hours."""
    return await staff_town(town)


async def test_a_request_is_asked_answered_with_a_counter_offer_and_accepted(
    made: Staffing, page: Page, sign_in: SignIn, address: str, complaints: list[str]
) -> None:
    await sign_in(Role.PROGRAMME_MANAGER)
    await page.goto(f"{address}/planning/inzetverzoeken")
    await page.get_by_role("link", name="Inzet vragen").click()
    await page.get_by_role(
        "link", name="Verhuizing doorgeven zonder afspraak: Procesontwerp"
    ).click()
    await page.get_by_label("Toelichting voor de teamleider").fill("Graag iemand met ervaring")
    await page.get_by_role("button", name="Inzet vragen").click()
    assert await page.get_by_role("status").inner_text() == "Het inzetverzoek is gedaan."
    request = page.url.partition("?")[0]

    await sign_in(Role.TEAM_LEADER, [made.front_office])
    await page.goto(request)
    await page.get_by_text("Tegenvoorstel doen").first.focus()
    await page.keyboard.press("Enter")
    form = page.locator("#form-propose")
    hours = form.locator("input[inputmode=decimal]")
    filled = [n for n, each in enumerate(await hours.all()) if await each.input_value()]
    await hours.nth(filled[0]).fill("8,5")
    await form.get_by_label("Reden").fill("De eerste week is er markt")
    await form.get_by_role("button").click()
    assert await page.get_by_role("status").inner_text() == "Het tegenvoorstel is gedaan."

    await sign_in(Role.PROGRAMME_MANAGER)
    await page.goto(request)
    await page.get_by_role("button", name="Tegenvoorstel aannemen").click()
    assert "aangenomen" in await page.get_by_role("status").inner_text()
    steps = await page.locator(".timeline-list__what .utrecht-status-badge").all_inner_texts()
    assert steps == ["bevestigd", "tegenvoorstel gedaan", "gevraagd"]
    assert complaints == []


async def test_many_are_decided_about_with_the_keyboard_alone(
    made: Staffing, page: Page, sign_in: SignIn, address: str
) -> None:
    await sign_in(Role.TEAM_LEADER, [made.front_office])
    await page.goto(f"{address}/planning/inzetverzoeken")
    await page.get_by_role("checkbox").first.focus()
    ticked = 0
    while await page.evaluate("document.activeElement.name !== 'decision'"):
        if await page.evaluate("document.activeElement.type === 'checkbox'"):
            await page.keyboard.press("Space")
            ticked += 1
        await page.keyboard.press("Tab")
    assert ticked == 3
    await page.keyboard.type("Afw")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Het team zit vol")
    await page.keyboard.press("Enter")
    assert "alles wat u had aangevinkt" in await page.get_by_role("status").inner_text()
    assert await page.locator(".request").count() == 0
    assert "Er zijn geen open inzetverzoeken." in await page.locator("main").inner_text()


async def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    made: Staffing, page: Page, sign_in: SignIn, address: str
) -> None:
    await sign_in(Role.TEAM_LEADER, [made.front_office])
    await page.goto(f"{address}/planning/inzetverzoeken/{made.far_over}")
    await page.get_by_text("Tegenvoorstel doen").first.click()
    form = page.locator("#form-propose")
    hours = form.locator("input[inputmode=decimal]")
    await hours.first.fill("veel")
    await form.get_by_role("button").click()
    assert await page.get_by_role("alert").count() == 1
    assert await hours.first.input_value() == "veel"
    assert await hours.first.get_attribute("aria-invalid") == "true"
    described = await hours.first.get_attribute("aria-describedby") or ""
    assert await page.locator(f"[id='{described}']").inner_text() != ""
    assert await form.get_by_label("Reden").get_attribute("aria-invalid") == "true"
    assert await violations(page) == []


async def test_axe_finds_nothing_and_everything_fits_on_any_screen_and_on_paper(
    made: Staffing, page: Page, sign_in: SignIn, address: str, complaints: list[str]
) -> None:
    base = f"{address}/planning/inzetverzoeken"
    await sign_in(Role.TEAM_LEADER, [made.front_office, made.civil_registry])
    for path in ("?alles=true", f"/{made.far_over}", f"/{made.confirmed}"):
        await page.goto(base + path)
        await open_everything(page)
        for width in SCREENS:
            await page.set_viewport_size({"width": width, "height": 800})
            assert await violations(page) == []
            assert await overflow(page) <= 0
        await page.emulate_media(media="print")
        await page.set_viewport_size({"width": 703, "height": 1000})
        assert await overflow(page) <= 0
        assert await page.locator("button:visible").count() == 0
        await page.emulate_media(media="screen")
    assert complaints == []
