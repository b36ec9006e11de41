"""Conceptvragen over HTTP: training that a barrier suggests, taken over or dismissed by form."""

import re
from datetime import timedelta
from uuid import UUID

import pytest

from shared.contracts.engagement_v1 import BarrierDetected, BarrierEvidence, Stage
from shared.web.access import Role
from tests.support.dutch_text import objections
from tests.support.planning_world import TownHall
from tests.support.visitor import Visitor

PAGE = "/conceptvragen"


@pytest.fixture
def manager(town: TownHall) -> Visitor:
    """A programme manager."""
    return Visitor(town.api, Role.PROGRAMME_MANAGER)


@pytest.fixture
async def subproject(town: TownHall) -> str:
    """A subproject in which a group lacks knowledge."""
    made = await town.subproject(await town.programme())
    await town.hears(
        BarrierDetected(
            barrier_id=UUID(made),
            subproject_id=UUID(made),
            function_group_id=None,
            stage=Stage.KNOWING,
            evidence=BarrierEvidence(round_id=UUID(int=1), share=0.44, answers=18),
        )
    )
    return made


async def only_draft(manager: Visitor) -> str:
    """The address of the one draft in the list."""
    (address,) = set(re.findall(rf'href="([^"]*{PAGE}/[0-9a-f-]+)"', await manager.read(PAGE)))
    return str(address)


async def test_a_draft_is_found_with_its_evidence_and_becomes_demand(
    town: TownHall, manager: Visitor, subproject: str
) -> None:
    expertise = await town.expertise("Opleiden")
    assert "1 conceptvraag wacht" in await manager.read("/inzetverzoeken")
    assert "1 conceptvraag wacht" in await manager.read("/inzetverzoeken/nieuw")
    assert f"{PAGE}/" in await manager.read("/koers")
    draft = await only_draft(manager)
    page = await manager.read(draft)
    assert "In 44% van de 18 antwoorden op de peiling is “weten” te laag." in page

    form = {"version": "1", "expertiseId": expertise, "level": "2"}
    wrong = await manager.send(f"{draft}/overnemen", form | {f"weeks.{town.week(1)}": "veel"})
    assert wrong.status_code == 400
    assert 'value="veel"' in wrong.text
    right = form | {f"weeks.{town.week(1)}": "7,5", f"weeks.{town.week(2)}": "4"}
    done = await manager.does(f"{draft}/overnemen", right)
    assert "De conceptvraag is overgenomen." in done
    assert "Neem over als vraag" not in done
    (demand,) = (await town.plans("GET", f"/subprojects/{subproject}/demands"))["items"]
    assert (demand["level"], [each["hours"] for each in demand["weeks"]]) == (2, [7.5, 4.0])
    again = await manager.send(f"{draft}/overnemen", right)
    assert "intussen gewijzigd" in again.text
    assert "1 conceptvraag wacht" not in await manager.read("/inzetverzoeken")


async def test_a_draft_is_dismissed_with_a_reason(
    town: TownHall, manager: Visitor, subproject: str
) -> None:
    draft = await only_draft(manager)
    refused = await manager.send(f"{draft}/afwijzen", {"version": "1"})
    assert refused.status_code == 400
    done = await manager.does(f"{draft}/afwijzen", {"version": "1", "reason": "Is al gepland"})
    assert "Is al gepland" in done
    assert "Is al gepland" in await manager.read(PAGE)
    assert await town.count("demands") == 0


async def test_a_subproject_that_ended_takes_no_demand_any_more(
    town: TownHall, manager: Visitor, subproject: str
) -> None:
    path = f"/subprojects/{subproject}/cancellations"
    await town.plans("POST", path, {"reason": "Toch niet"}, If_Match="*")
    page = await manager.read(await only_draft(manager))
    assert "Er kan geen vraag meer bij komen." in page
    assert "Wijs af" in page


async def test_a_team_leader_reads_and_does_not_decide(
    town: TownHall, manager: Visitor, subproject: str
) -> None:
    draft = await only_draft(manager)
    leader = Visitor(town.api, Role.TEAM_LEADER, [await town.team("Publiekszaken")])
    assert '<form class="sheet"' not in await leader.read(draft)
    refused = await leader.send(f"{draft}/afwijzen", {"version": "1", "reason": "Nee"})
    assert refused.status_code == 403
    for role in set(Role) - {Role.PROGRAMME_MANAGER, Role.TEAM_LEADER}:
        assert (await Visitor(town.api, role).get(PAGE)).status_code == 403


async def test_a_day_in_the_past_shows_what_waited_then(
    town: TownHall, manager: Visitor, subproject: str
) -> None:
    draft = await only_draft(manager)
    town.api.now += timedelta(days=3)
    await manager.does(f"{draft}/afwijzen", {"version": "1", "reason": "Is al gepland"})
    now = await manager.read(f"{draft}?per={town.day(-3)}")
    assert "zoals het bekend was op" in now
    assert "Wijs af" not in now


async def test_the_text_is_dutch_that_everybody_can_read(
    town: TownHall, manager: Visitor, subproject: str
) -> None:
    pages = (PAGE, await only_draft(manager))
    assert [list(objections(await manager.read(each))) for each in pages] == [[], []]
