"""A proposal from the question to the plan: asked over HTTP, made in a process of its own, used."""

from typing import Any

import pytest

from services.planning.solving.proposals import Proposer
from services.planning.solving.work import given_for, work
from shared.web.access import Role
from tests.support.planning_world import TownHall
from tests.support.statements import count

MANAGER = Role.PROGRAMME_MANAGER


@pytest.fixture
async def programme(town: TownHall) -> str:
    """A subproject that asks 30 hours a week of a team that has 20."""
    programme = await town.programme()
    expertise = await town.expertise("Inrichting")
    await town.team("Applicatiebeheer", h20=[expertise])
    subproject = await town.subproject(programme)
    await town.demand(subproject, expertise, town.weeks(30, 4, 6))
    return programme


async def test_a_proposal_is_followed_from_question_to_scenario(
    town: TownHall, programme: str
) -> None:
    body = {"programmeId": programme, "effort": 5}
    answer = await town.api.ask(MANAGER, "POST", "/proposals", body)
    asked = answer.json()
    assert (answer.status_code, asked["state"], asked["outcome"]) == (202, "queued", None)
    assert answer.headers["Location"] == asked["id"]
    await _worked(town)
    made = await town.plans("GET", f"/proposals/{asked['id']}")
    assert (made["state"], made["isStale"]) == ("done", False)
    outcome = made["outcome"]
    assert outcome["figures"]["shortHours"] == 30
    assert sum(each["hours"] for each in outcome["shortages"]) == 30
    repairs = [repair for conflict in outcome["conflicts"] for repair in conflict["repairs"]]
    assert repairs
    scenario = {"programmeId": programme, "name": "Oplossing", "changes": repairs[0]["changes"]}
    scenario_id = (await town.plans("POST", "/scenarios", scenario))["id"]
    compared = await town.plans("GET", f"/scenario-comparisons?scenarioId={scenario_id}")
    assert compared


async def test_the_same_seed_gives_the_same_proposal(town: TownHall, programme: str) -> None:
    outcomes = []
    for _ in range(2):
        body = {"programmeId": programme, "effort": 3, "seed": 7}
        asked = await town.plans("POST", "/proposals", body)
        await _worked(town)
        outcomes.append((await town.plans("GET", f"/proposals/{asked['id']}"))["outcome"])
    assert outcomes[0] is not None
    assert outcomes[0] == outcomes[1]


async def test_a_plan_that_changed_makes_a_proposal_stale(town: TownHall, programme: str) -> None:
    asked = await town.plans("POST", "/proposals", {"programmeId": programme, "effort": 3})
    await _worked(town)
    await town.subproject(programme, "Nog een")
    (newest,) = (await town.plans("GET", f"/proposals?programmeId={programme}"))["items"]
    assert (newest["id"], newest["isStale"]) == (asked["id"], True)


async def test_a_list_of_proposals_asks_no_more_when_there_are_more(
    town: TownHall, programme: str
) -> None:
    path = f"/planning/v1/proposals?programmeId={programme}"
    counts = []
    for seed in range(3):
        await town.plans(
            "POST", "/proposals", {"programmeId": programme, "effort": 3, "seed": seed}
        )
        await _worked(town)
        counts.append(await count(town.api, path))
    await town.subproject(programme, "Nog een")
    listed = (await town.plans("GET", f"/proposals?programmeId={programme}"))["items"]
    assert [each["isStale"] for each in listed] == [True] * 3
    assert counts == [counts[0]] * 3


async def test_what_is_stopped_or_done_is_told(town: TownHall, programme: str) -> None:
    body: dict[str, Any] = {"programmeId": programme, "effort": 3}
    waiting = await town.plans("POST", "/proposals", body)
    stopped = await town.plans("POST", f"/proposals/{waiting['id']}/cancellations")
    assert stopped["state"] == "cancelled"
    asked = await town.plans("POST", "/proposals", body)
    await _worked(town)
    ask = (MANAGER, "POST", f"/proposals/{asked['id']}/cancellations")
    assert await town.api.refused(409, *ask) == ["job-ended"]


async def _worked(town: TownHall) -> None:
    proposer = Proposer(town.api.engine, lambda: town.api.now, given_for, work)
    assert await proposer.worked()
