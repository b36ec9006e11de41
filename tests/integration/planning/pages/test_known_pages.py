"""Every overview page shows a day in the past, and lets nobody decide on it."""

from datetime import timedelta
from uuid import UUID

import pytest

from shared.web.access import Role
from tests.support.branches import dates
from tests.support.dutch_text import objections, texts
from tests.support.installations import Database
from tests.support.past import as_if_days_ago
from tests.support.planning_world import TownHall
from tests.support.staffing_world import Staffing, staff_town
from tests.support.visitor import Visitor

PAGES = (
    "/tijdlijn",
    "/tijdlijn/{moving}",
    "/capaciteit",
    "/inzetverzoeken",
    "/inzetverzoeken/{fits}",
    "/scenarios",
    "/scenarios/vergelijken?scenario={scenario}",
)


@pytest.fixture
async def made(town: TownHall) -> Staffing:
    """A town hall that asks for hours."""
    return await staff_town(town)


@pytest.fixture
async def scenario(town: TownHall, made: Staffing) -> str:
    """A scenario that changes dates, and in which somebody learns."""
    await town.consents()
    somebody = await town.staff(made.front_office)
    learns = {
        "kind": "learn",
        "staffId": somebody,
        "expertiseId": made.training,
        "level": 2,
        "fromWeek": town.week(4),
    }
    body = {
        "programmeId": made.programme,
        "name": "Rijbewijzen na de zomer",
        "changes": [dates(town, made.moving, 28, 221), learns],
    }
    return str((await town.plans("POST", "/scenarios", body))["id"])


@pytest.mark.parametrize("path", PAGES)
async def test_a_page_of_the_past_is_marked_and_has_no_form_that_changes_anything(
    town: TownHall, made: Staffing, scenario: str, path: str
) -> None:
    manager = Visitor(town.api, Role.PROGRAMME_MANAGER)
    town.api.now += timedelta(days=3)
    asked = path.format(moving=made.moving, fits=made.fits, scenario=scenario)
    asked += "&" if "?" in asked else "?"
    page = await manager.read(f"{asked}per={town.day(-1)}")
    assert "U ziet het plan zoals het bekend was op" in page
    assert 'method="post"' not in page.partition("<main")[2]
    assert list(objections(page)) == []
    assert (await manager.get(f"{asked}per={town.day(-9)}")).status_code == 400
    assert (await manager.get(f"{asked}per={town.day(1)}")).status_code == 400


async def test_what_was_there_is_shown_as_it_was(
    town: TownHall, made: Staffing, scenario: str
) -> None:
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


def said(page: str, begin: str, end: str) -> str:
    """What a reader reads of a part of a page."""
    return " ".join(texts(page.partition(begin)[2].partition(end)[0]))


async def test_a_request_is_shown_as_it_was_with_its_steps_until_then(
    town: TownHall, made: Staffing, database: Database
) -> None:
    manager = Visitor(town.api, Role.PROGRAMME_MANAGER)
    path = f"/inzetverzoeken/{made.fits}"
    then = await manager.read(path)
    await as_if_days_ago(database, 3)
    await town.leads(
        made.front_office, f"/reservations/{made.fits}/rejections", {"reason": "Toch geen tijd"}
    )
    page = await manager.read(f"{path}?per={town.day(-1)}")
    assert said(page, "Aandachtsgebied", "nog ") == said(then, "Aandachtsgebied", "nog ")
    assert said(page, 'id="verloop">', "</section>") == said(then, 'id="verloop">', "</section>")
    assert "24,0 uur" in said(page, 'id="weken">', "</section>")
    assert "Besluiten kan ook alleen vandaag." in page
    assert "Toch geen tijd" not in page
    assert "Toch geen tijd" in await manager.read(path)


async def test_a_request_of_the_past_is_shown_to_its_own_team_only(
    town: TownHall, made: Staffing
) -> None:
    town.api.now += timedelta(days=3)
    path = f"/inzetverzoeken/{made.fits}?per={town.day(-1)}"
    own = Visitor(town.api, Role.TEAM_LEADER, [made.front_office])
    assert "Procesontwerp" in await own.read(path)
    other = Visitor(town.api, Role.TEAM_LEADER, [made.civil_registry])
    assert (await other.get(path)).status_code == 403


async def test_scenarios_are_put_beside_each_other_as_they_were(
    town: TownHall, made: Staffing, scenario: str, database: Database
) -> None:
    manager = Visitor(town.api, Role.PROGRAMME_MANAGER)
    then = await manager.read(f"/scenarios/{scenario}")
    await as_if_days_ago(database, 3)
    more = dates(town, made.licences, 60, 340)
    await town.plans("POST", f"/scenarios/{scenario}/changes", more)
    per = f"per={town.day(-1)}"
    assert f'name="scenario" value="{scenario}"' in await manager.read(f"/scenarios?{per}")
    page = await manager.read(f"/scenarios/vergelijken?scenario={scenario}&{per}")
    moved, learns = texts(page.partition('<ul class="verdicts">')[2].partition("</main>")[0])[1:3]
    assert moved in texts(then)
    assert "Iemand kan Opleiden van collega’s (niveau 2)" in learns
    assert "Rijbewijs verlengen" not in page
    assert "Rijbewijs verlengen" in await manager.read(f"/scenarios/{scenario}")
    ids = f"scenario={UUID(int=1)}&{per}"
    assert (await manager.get(f"/scenarios/vergelijken?{ids}")).status_code == 404
