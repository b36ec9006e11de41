"""Conceptvragen and Veranderdruk in a real browser: from a barrier to a request, by keyboard."""

from uuid import UUID

import pytest
from playwright.async_api import Page

from shared.contracts.engagement_v1 import BarrierDetected, BarrierEvidence, Stage
from tests.support.browser import open_everything, overflow, violations
from tests.support.planning_world import TownHall
from tests.support.staffing_world import Staffing, staff_town

SCREENS = (1280, 320)


@pytest.fixture
async def made(town: TownHall) -> Staffing:
    """A town hall in which a group does not know enough, with a go-live in a peak."""
    found = await staff_town(town)
    body = {"products": ["verhuismelding"]}
    await town.plans("PUT", f"/teams/{found.front_office}/products", body, If_Match="*")
    peak = {"fromWeek": town.week(4), "untilWeek": town.week(6), "weeklyHours": 8}
    peaks = {"peaks": [{"name": "Verkiezingen", **peak}]}
    await town.plans("PUT", f"/teams/{found.front_office}/peaks", peaks, If_Match="*")
    await town.plans(
        "POST",
        f"/subprojects/{found.moving}/milestones",
        {
            "kind": "go-live",
            "name": "Verhuizing online voor iedereen",
            "dueOn": town.day(35),
            "affects": [{"product": "verhuismelding", "channels": ["web"]}],
        },
    )
    await town.hears(
        BarrierDetected(
            barrier_id=UUID(int=7),
            subproject_id=UUID(found.deeds),
            function_group_id=None,
            stage=Stage.ABLE,
            evidence=BarrierEvidence(round_id=UUID(int=1), share=0.44, answers=18),
        )
    )
    return found


async def test_a_draft_becomes_a_request_with_the_keyboard_alone(
    made: Staffing, town: TownHall, manager: Page, address: str, complaints: list[str]
) -> None:
    await manager.goto(f"{address}/planning/inzetverzoeken")
    await manager.get_by_role("link", name="1 conceptvraag wacht op een besluit").focus()
    await manager.keyboard.press("Enter")
    await manager.get_by_role("link", name="Opleiding voor alle geraakte medewerkers").focus()
    await manager.keyboard.press("Enter")
    await manager.get_by_label("Expertise").focus()
    await manager.keyboard.type("Opl")
    await manager.keyboard.press("Tab")
    await manager.keyboard.press("Tab")
    await manager.keyboard.type("6,5")
    await manager.keyboard.press("Enter")
    assert "is overgenomen" in await manager.get_by_role("status").inner_text()
    await manager.get_by_role("link", name="Inzet vragen").focus()
    await manager.keyboard.press("Enter")
    await manager.get_by_role("link", name="Akten online bestellen: Opleiden").focus()
    await manager.keyboard.press("Enter")
    await manager.get_by_role("button", name="Inzet vragen").focus()
    await manager.keyboard.press("Enter")
    assert await manager.get_by_role("status").inner_text() == "Het inzetverzoek is gedaan."
    assert complaints == []


async def test_axe_finds_nothing_and_everything_fits_on_any_screen_and_on_paper(
    made: Staffing, town: TownHall, manager: Page, address: str, complaints: list[str]
) -> None:
    (draft,) = (await town.plans("GET", "/draft-demands"))["items"]
    for path in ("/veranderdruk", "/conceptvragen", f"/conceptvragen/{draft['id']}"):
        await manager.goto(f"{address}/planning{path}")
        await open_everything(manager)
        for width in SCREENS:
            await manager.set_viewport_size({"width": width, "height": 800})
            assert await violations(manager) == []
            assert await overflow(manager) <= 0
        await manager.emulate_media(media="print")
        await manager.set_viewport_size({"width": 703, "height": 1000})
        assert await overflow(manager) <= 0
        assert await manager.locator("button:visible").count() == 0
        await manager.emulate_media(media="screen")
    assert complaints == []
