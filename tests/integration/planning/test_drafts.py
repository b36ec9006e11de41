"""Draft demand: a barrier that engagement detects, and the programme manager's word on it."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.contracts.engagement_v1 import BarrierDetected, BarrierEvidence, Stage
from shared.web.access import Role
from tests.support.planning_world import TownHall

MANAGER = Role.PROGRAMME_MANAGER


@pytest.fixture
async def subproject(town: TownHall) -> str:
    """A subproject in which a group can be stuck."""
    return await town.subproject(await town.programme())


@pytest.fixture
async def training(town: TownHall) -> str:
    """What a trainer masters."""
    return await town.expertise("Opleiden")


@pytest.fixture
async def group(town: TownHall) -> str:
    """A function group."""
    made = await town.plans("POST", "/function-groups", {"name": "Medewerker burgerzaken"})
    return str(made["id"])


def barrier(
    subproject: str, stage: Stage = Stage.KNOWING, *, group: str | None = None, **figures: Any
) -> BarrierDetected:
    """The barrier of a group in a first round; of which nothing more is told when it is small."""
    return BarrierDetected(
        barrier_id=UUID(subproject),
        subproject_id=UUID(subproject),
        function_group_id=None if group is None else UUID(group),
        stage=stage,
        evidence=BarrierEvidence(**{"round_id": UUID(int=1)} | figures),
    )


async def drafts(town: TownHall, query: str = "state=open") -> list[dict[str, Any]]:
    found = await town.plans("GET", f"/draft-demands?{query}")
    return list(found["items"])


async def demands(town: TownHall, subproject: str) -> list[dict[str, Any]]:
    found = await town.plans("GET", f"/subprojects/{subproject}/demands")
    return list(found["items"])


async def test_a_barrier_becomes_a_draft_with_its_evidence_and_no_demand(
    town: TownHall, subproject: str, group: str
) -> None:
    await town.hears(barrier(subproject, group=group, share=0.44, answers=18))

    (draft,) = await drafts(town)
    assert draft["evidence"] == {"roundId": str(UUID(int=1)), "share": 0.44, "answers": 18}
    assert (draft["subproject"], draft["functionGroup"]) == ("Verhuizen", "Medewerker burgerzaken")
    assert (draft["stage"], draft["state"], draft["demandId"]) == ("knowing", "open", None)
    assert await town.plans("GET", f"/draft-demands/{draft['id']}") == draft
    assert await demands(town, subproject) == []
    assert await town.balance() == {}


async def test_figures_of_a_group_that_is_too_small_stay_unknown(
    town: TownHall, subproject: str
) -> None:
    await town.hears(barrier(subproject, Stage.ABLE))
    (draft,) = await drafts(town)
    assert (draft["evidence"]["share"], draft["evidence"]["answers"]) == (None, None)
    assert draft["functionGroup"] is None


@pytest.mark.parametrize("stage", [Stage.AWARE, Stage.WILLING, Stage.DOING])
async def test_no_training_is_suggested_where_it_does_not_help(
    town: TownHall, subproject: str, stage: Stage
) -> None:
    await town.hears(barrier(subproject, stage))
    assert await drafts(town, "") == []


async def test_an_accepted_draft_becomes_ordinary_demand(
    town: TownHall, subproject: str, training: str
) -> None:
    await town.hears(barrier(subproject))
    (draft,) = await drafts(town)
    body = {"expertiseId": training, "level": 2, "weeks": town.weeks(12, 1, 2)}
    path = f"/draft-demands/{draft['id']}/acceptances"
    accepted = await town.plans("POST", path, body, If_Match='"1"')

    (demand,) = await demands(town, subproject)
    assert (demand["expertiseId"], demand["level"]) == (training, 2)
    assert demand["weeks"] == town.weeks(12, 1, 2)
    assert (accepted["state"], accepted["demandId"]) == ("accepted", demand["id"])
    assert (accepted["role"], accepted["version"]) == ("programme-manager", 2)
    assert (await town.balance())["Opleiden"]["demand"] == 12
    assert await drafts(town) == []
    assert await town.api.refused(409, MANAGER, "POST", path, body, If_Match="*") == [
        "impossible-transition"
    ]


async def test_a_draft_stays_open_when_its_demand_cannot_be_asked(
    town: TownHall, subproject: str
) -> None:
    await town.hears(barrier(subproject))
    (draft,) = await drafts(town)
    body = {"expertiseId": str(uuid4()), "weeks": town.weeks(4, 100, 100)}
    path = f"/draft-demands/{draft['id']}/acceptances"
    reasons = await town.api.refused(400, MANAGER, "POST", path, body, If_Match="*")
    assert sorted(reasons) == ["expertise-unknown", "outside-subproject"]
    assert await drafts(town) == [draft]


async def test_a_dismissed_draft_keeps_its_reason_and_comes_back_with_another_round(
    town: TownHall, subproject: str
) -> None:
    await town.hears(barrier(subproject))
    (draft,) = await drafts(town)
    path = f"/draft-demands/{draft['id']}/dismissals"
    assert await town.api.refused(400, MANAGER, "POST", path, {"reason": ""}, If_Match="*")
    dismissed = await town.plans("POST", path, {"reason": "Is al gepland"}, If_Match='"1"')
    assert (dismissed["state"], dismissed["reason"]) == ("dismissed", "Is al gepland")
    assert await demands(town, subproject) == []

    await town.hears(barrier(subproject))
    assert await drafts(town) == []
    town.api.now += timedelta(days=1)
    await town.hears(barrier(subproject, round_id=UUID(int=2)))
    assert [each["evidence"]["roundId"] for each in await drafts(town)] == [str(UUID(int=2))]
    assert len(await drafts(town, "")) == 2


async def test_an_open_draft_follows_its_group_and_who_knew_less_has_to_look_again(
    town: TownHall, subproject: str
) -> None:
    await town.hears(barrier(subproject, share=0.4, answers=10))
    await town.hears(barrier(subproject, Stage.ABLE, share=0.2, answers=30, round_id=UUID(int=2)))
    (draft,) = await drafts(town)
    assert (draft["stage"], draft["evidence"]["share"], draft["version"]) == ("able", 0.2, 2)
    path = f"/draft-demands/{draft['id']}/dismissals"
    body = {"reason": "Nee"}
    assert await town.api.refused(412, MANAGER, "POST", path, body, If_Match='"1"') == [
        "version-changed"
    ]
    await town.hears(barrier(subproject, Stage.WILLING, round_id=UUID(int=3)))
    assert await drafts(town) == []
    (lapsed,) = await drafts(town, "state=lapsed")
    assert lapsed["evidence"]["share"] == 0.2


async def test_drafts_are_those_of_a_programme(town: TownHall, subproject: str) -> None:
    other = await town.programme()
    await town.hears(barrier(subproject), barrier(await town.subproject(other, "Geboorte")))
    names = [each["subproject"] for each in await drafts(town, f"programmeId={other}")]
    assert names == ["Geboorte"]
    assert len(await drafts(town)) == 2


async def test_a_draft_leads_to_the_demand_in_which_its_own_went_up(
    town: TownHall, subproject: str, training: str
) -> None:
    surviving = await town.expertise("Training geven")
    kept = await town.demand(subproject, surviving, town.weeks(3))
    await town.hears(barrier(subproject))
    (draft,) = await drafts(town)
    body = {"expertiseId": training, "weeks": town.weeks(5)}
    await town.plans("POST", f"/draft-demands/{draft['id']}/acceptances", body, If_Match="*")
    merged = {"intoExpertiseId": surviving}
    await town.plans("POST", f"/expertises/{training}/mergers", merged)
    (accepted,) = await drafts(town, "state=accepted")
    assert accepted["demandId"] == kept


async def test_only_the_programme_manager_decides(town: TownHall, subproject: str) -> None:
    await town.hears(barrier(subproject))
    (draft,) = await drafts(town)
    team = await town.team("Publiekszaken")
    path = f"/draft-demands/{draft['id']}"
    assert (await town.api.ok(Role.TEAM_LEADER, "GET", path, teams=[team]))["state"] == "open"
    assert await town.api.refused(
        403, Role.TEAM_LEADER, "POST", f"{path}/dismissals", {"reason": "Nee"}, teams=[team]
    ) == ["role-missing"]
