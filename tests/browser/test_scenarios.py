"""Scenario's in a real browser: make, change, compare and promote, on every screen."""

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
    """A town hall that asks for hours, more than it has."""
    staffing = await staff_town(town)
    await town.demand(staffing.licences, staffing.design, town.weeks(30, 8, 12))
    return staffing


async def branch(town: TownHall, made: Staffing, name: str, *changes: object) -> str:
    """A scenario with these changes."""
    body = {"programmeId": made.programme, "name": name, "changes": list(changes)}
    return str((await town.plans("POST", "/scenarios", body))["id"])


async def test_a_shortage_is_resolved_by_a_scenario_that_is_compared_and_promoted(
    town: TownHall,
    made: Staffing,
    page: Page,
    sign_in: SignIn,
    address: str,
    complaints: list[str],
) -> None:
    later = {
        "kind": "reschedule",
        "subprojectId": made.licences,
        "startsOn": town.day(51),
        "endsOn": town.day(351),
    }
    await branch(town, made, "Rijbewijzen later", later)
    await sign_in(Role.PROGRAMME_MANAGER)
    await page.goto(f"{address}/planning/scenarios")
    await page.get_by_label("Naam").fill("Minder uren vragen")
    await page.get_by_role("button", name="Maak scenario").click()
    await page.get_by_role("link", name="Meer, minder of geen uren nodig").click()
    await page.get_by_label("Deelproject").select_option(made.licences)
    await page.get_by_label("Expertise").select_option(made.design)
    await page.get_by_label("Uren per week").fill("0")
    await page.get_by_role("button", name="Opslaan in het scenario").click()
    assert "heeft geen Procesontwerp" in await page.locator("#wijzigingen + ol").inner_text()

    await page.get_by_role("link", name="Alle scenario’s").click()
    for box in await page.get_by_role("checkbox").all():
        await box.check()
    await page.get_by_role("button", name="Vergelijk met het plan").click()
    heading = await page.locator("h1").inner_text()
    assert heading.startswith("“Minder uren vragen” heeft het minste tekort")
    assert await page.locator("#samen ~ .table-scroll thead th").count() == 4

    await page.get_by_role("link", name="Doorvoeren… Minder uren vragen").click()
    assert "Niets. Het plan is nog zoals" in await page.locator("main").inner_text()
    await page.get_by_label("Waarom voert u dit door?").fill("Een bureau ontwerpt dit")
    await page.get_by_role("button", name="Ja, voer dit scenario door").click()
    assert "doorgevoerd" in await page.get_by_role("status").inner_text()
    demands = await town.plans("GET", f"/subprojects/{made.licences}/demands")
    asked = {each["expertiseId"] for each in demands["items"] if each["weeks"]}
    assert asked == {made.training}
    assert complaints == []


async def test_what_is_wrong_with_a_change_is_said_beside_its_field_and_nothing_is_lost(
    town: TownHall, made: Staffing, page: Page, sign_in: SignIn, address: str
) -> None:
    scenario = await branch(town, made, "Proef")
    await sign_in(Role.PROGRAMME_MANAGER)
    path = f"/planning/scenarios/{scenario}/wijzigingen/nieuw?soort=reschedule"
    await page.goto(address + path)
    await page.get_by_label("Deelproject").select_option(made.moving)
    await page.get_by_label("Eerste dag").fill(town.day(90))
    await page.get_by_label("Laatste dag").fill(town.day(60))
    await page.get_by_role("button", name="Opslaan in het scenario").click()
    assert await page.get_by_role("alert").count() == 1
    last = page.get_by_label("Laatste dag")
    assert await last.get_attribute("aria-invalid") == "true"
    assert await last.input_value() == town.day(60)
    assert await page.get_by_label("Deelproject").input_value() == made.moving
    assert await violations(page) == []


async def test_axe_finds_nothing_and_everything_fits_on_any_screen_and_on_paper(
    town: TownHall,
    made: Staffing,
    page: Page,
    sign_in: SignIn,
    address: str,
    complaints: list[str],
) -> None:
    later = {
        "kind": "reschedule",
        "subprojectId": made.moving,
        "startsOn": town.day(28),
        "endsOn": town.day(221),
    }
    more = {
        "kind": "add-supply",
        "teamId": made.front_office,
        "expertiseId": made.design,
        "weeklyHours": 40,
        "fromWeek": town.week(8),
    }
    first = await branch(town, made, "Na de verkiezingen", later)
    second = await branch(town, made, "Iemand erbij", more, later)
    await sign_in(Role.PROGRAMME_MANAGER)
    for path in (
        "",
        f"/{second}",
        f"/{second}/doorvoeren",
        f"/{second}/wijzigingen/nieuw?soort=reserve",
        f"/vergelijken?scenario={first}&scenario={second}",
    ):
        await page.goto(f"{address}/planning/scenarios{path}")
        await open_everything(page)
        for width in SCREENS:
            await page.set_viewport_size({"width": width, "height": 800})
            assert await violations(page) == []
            assert await overflow(page) <= 0
        await page.emulate_media(media="print")
        await page.set_viewport_size({"width": 703, "height": 1000})
        assert await overflow(page) <= 0
        await page.emulate_media(media="screen")
    assert complaints == []
