"""Every overview page shows a day in the past, and lets nobody decide on it."""

from datetime import timedelta

import pytest

from shared.web.access import Role
from tests.support.dutch_text import objections
from tests.support.planning_world import TownHall
from tests.support.staffing_world import Staffing, staff_town
from tests.support.visitor import Visitor

PAGES = ("/tijdlijn", "/tijdlijn/{}", "/capaciteit", "/inzetverzoeken", "/scenarios")


@pytest.fixture
async def made(town: TownHall) -> Staffing:
    """A town hall that asks for hours, with a scenario."""
    found = await staff_town(town)
    body = {"programmeId": found.programme, "name": "Rijbewijzen na de zomer"}
    await town.plans("POST", "/scenarios", body)
    return found


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_of_the_past_is_marked_and_has_no_form_that_changes_anything(
    town: TownHall, made: Staffing, path: str
) -> None:
    manager = Visitor(town.api, Role.PROGRAMME_MANAGER)
    town.api.now += timedelta(days=3)
    page = await manager.read(f"{path.format(made.moving)}?per={town.day(-1)}")
    assert "U ziet het plan zoals het bekend was op" in page
    assert 'method="post"' not in page.partition("<main")[2]
    assert list(objections(page)) == []
    assert (await manager.get(f"{path.format(made.moving)}?per={town.day(-9)}")).status_code == 400
    assert (await manager.get(f"{path.format(made.moving)}?per={town.day(1)}")).status_code == 400


async def test_what_was_there_is_shown_as_it_was(town: TownHall, made: Staffing) -> None:
    manager = Visitor(town.api, Role.PROGRAMME_MANAGER)
    town.api.now += timedelta(days=3)
    per = f"per={town.day(-1)}"
    requests = await manager.read(f"/inzetverzoeken?toon=wachtlijst&{per}")
    assert "Eerst de verkiezingen" in requests
    assert "Op die dag stonden er 5 inzetverzoeken open." in requests
    assert "Rijbewijzen na de zomer" in await manager.read(f"/scenarios?{per}")
    subproject = await manager.read(f"/tijdlijn/{made.moving}?{per}")
    assert "Iedereen is getraind" in subproject
    assert "Uiterste reserveerdatum" in subproject
