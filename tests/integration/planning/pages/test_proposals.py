"""Inzetvoorstellen over HTTP: asked by form, followed, stopped, and made into scenarios."""

import csv
import html
import io
import re

import pytest
from sqlalchemy import update

from services.planning.domain.proposal.jobs import State
from services.planning.solving.proposals import Proposer
from services.planning.solving.work import given_for, work
from services.planning.tables import proposals
from shared.database import transaction
from shared.web.access import Role
from tests.support.dutch_text import objections
from tests.support.planning_world import TownHall
from tests.support.visitor import Visitor

LIST = "/inzetvoorstellen"


@pytest.fixture
async def programme(town: TownHall) -> str:
    """A subproject that asks 30 hours a week of a team that has 20, 10 of which are asked."""
    programme = await town.programme()
    expertise = await town.expertise("Inrichting")
    team = await town.team("Applicatiebeheer", h20=[expertise])
    subproject = await town.subproject(programme)
    await town.demand(subproject, expertise, town.weeks(30, 4, 6))
    await town.request(subproject, expertise, team, town.weeks(10, 4, 6))
    return programme


@pytest.fixture
def manager(town: TownHall) -> Visitor:
    """A programme manager."""
    return Visitor(town.api, Role.PROGRAMME_MANAGER)


async def ask(manager: Visitor, programme: str) -> str:
    """The address of a proposal that is asked for."""
    fields = {"programmeId": programme, "effort": "5", "key": "1"}
    answer = await manager.send(LIST, fields)
    assert answer.status_code == 303, answer.text
    again = await manager.send(LIST, fields)
    assert again.headers["location"] == answer.headers["location"]
    return answer.headers["location"]


async def solved(town: TownHall) -> None:
    """What a replica does with the proposal that waits."""
    assert await Proposer(town.api.engine, lambda: town.api.now, given_for, work).worked()


async def test_a_repair_of_a_conflict_becomes_a_scenario(
    town: TownHall, manager: Visitor, programme: str
) -> None:
    address = await ask(manager, programme)
    await solved(town)
    page = html.unescape(await manager.read(address))
    assert "Ook zo komt dit programma 30 uur tekort." in page
    assert "Inrichting voor “" in page
    assert list(objections(page)) == []
    key, repair = re.findall(
        r'name="key" value="([^"]+)">\s*<input type="hidden" name="repair" value="([^"]+)"', page
    )[0]
    made = await manager.does(f"{address}/scenario", {"key": key, "repair": repair})
    assert "Oplossing 1 bij conflict 1" in made
    rows = list(csv.reader(io.StringIO(await manager.read(f"{address}/tekort.csv")), delimiter=";"))
    assert [row[2] for row in rows[1:]] == ["10,0", "10,0", "10,0"]


async def test_a_part_of_a_proposal_becomes_a_scenario_and_asks_nothing_twice(
    town: TownHall, manager: Visitor, programme: str
) -> None:
    address = await ask(manager, programme)
    await solved(town)
    page = html.unescape(await manager.read(address))
    assert "Team Applicatiebeheer geeft 30 uur Inrichting" in page
    made = html.unescape(await manager.does(f"{address}/scenario", {"key": "2", "change": ["0"]}))
    assert "geeft 30 uur Inrichting" in made
    refused = await manager.send(f"{address}/scenario", {"key": "3"})
    assert refused.status_code == 400
    assert "Kies ten minste 1 wijziging." in refused.text


async def test_a_proposal_is_followed_and_stopped(
    town: TownHall, manager: Visitor, programme: str
) -> None:
    address = await ask(manager, programme)
    waiting = await manager.get(address)
    assert waiting.headers["Refresh"] == "3"
    still = await manager.get(f"{address}?ververs=nee")
    assert (still.status_code, "Refresh" in still.headers) == (200, False)
    stopped = await manager.does(f"{address}/stoppen", {})
    assert "Deze berekening is gestopt." in stopped
    assert "Refresh" not in (await manager.get(address)).headers
    assert "gestopt" in await manager.read(LIST)


async def test_a_proposal_that_failed_says_what_to_do(
    town: TownHall, manager: Visitor, programme: str
) -> None:
    address = await ask(manager, programme)
    async with transaction(town.api.engine) as connection:
        await connection.execute(update(proposals).values(state=State.FAILED.value))
    assert "bel dan de beheerder" in await manager.read(address)
    assert (await manager.send(f"{address}/stoppen", {})).status_code == 400


async def test_only_a_programme_manager_asks(town: TownHall, programme: str) -> None:
    leader = Visitor(town.api, Role.TEAM_LEADER)
    assert (await leader.get(LIST)).status_code == 403
