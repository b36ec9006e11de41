"""Inzetvoorstel in a real browser: a shortage is resolved by a repair, on every screen."""

import re
from collections.abc import Awaitable, Callable

from playwright.async_api import Page

from services.planning.solving.proposals import Proposer
from services.planning.solving.work import given_for, work
from shared.web.access import Role
from tests.support.browser import overflow, violations
from tests.support.planning_world import TownHall

SCREENS = (1280, 320)
SignIn = Callable[..., Awaitable[None]]


async def test_a_shortage_is_resolved_by_a_repair_that_is_compared_and_promoted(
    town: TownHall, page: Page, sign_in: SignIn, address: str, complaints: list[str]
) -> None:
    programme = await town.programme()
    expertise = await town.expertise("Inrichting")
    await town.team("Applicatiebeheer", h20=[expertise])
    subproject = await town.subproject(programme)
    await town.demand(subproject, expertise, town.weeks(30, 4, 6))
    await sign_in(Role.PROGRAMME_MANAGER)

    await page.goto(f"{address}/planning/inzetvoorstellen")
    await page.get_by_label("Rekentijd").select_option("10")
    await page.get_by_role("button", name="Vraag een inzetvoorstel").press("Enter")
    await page.get_by_role("link", name="Ververs deze pagina niet vanzelf").click()
    assert "wacht op rekentijd" in await page.locator("main").inner_text()
    assert await violations(page) == []
    assert await Proposer(town.api.engine, lambda: town.api.now, given_for, work).worked()
    await page.reload()

    assert "30 uur tekort" in await page.get_by_role("status").first.inner_text()
    assert await violations(page) == []
    for width in SCREENS:
        await page.set_viewport_size({"width": width, "height": 900})
        assert await overflow(page) == 0
    await page.set_viewport_size({"width": SCREENS[0], "height": 900})
    repair = page.get_by_role("button", name=re.compile("Maak scenario ?: ")).first
    await repair.press("Enter")
    assert "Het scenario is gemaakt." in await page.get_by_role("status").inner_text()
    await page.get_by_role("link", name="Vergelijk met het plan").click()
    assert await page.locator("#samen ~ .table-scroll thead th").count() == 3
    await page.get_by_role("link", name="Doorvoeren…").first.click()
    await page.get_by_label("Waarom voert u dit door?").fill("De balie is dan rustiger")
    await page.get_by_role("button", name="Ja, voer dit scenario door").click()
    assert "doorgevoerd" in await page.get_by_role("status").inner_text()
    assert complaints == []
