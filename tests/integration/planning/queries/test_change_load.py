"""What changes for a team per week, and weeks in which less does."""

from datetime import timedelta
from typing import Any

import pytest

from tests.support.planning_world import TownHall


@pytest.fixture
async def team(town: TownHall) -> str:
    """A team that handles two products."""
    team = await town.team("Publiekszaken")
    body = {"products": ["verhuismelding", "paspoort"]}
    await town.plans("PUT", f"/teams/{team}/products", body, If_Match="*")
    return team


@pytest.fixture
async def subproject(town: TownHall) -> str:
    """A subproject of this half year."""
    return await town.subproject(await town.programme())


async def milestone(
    town: TownHall, subproject: str, kind: str, ahead: int, *products: str
) -> dict[str, Any]:
    body = {
        "kind": kind,
        "name": f"{kind} {ahead}",
        "dueOn": (town.today + timedelta(weeks=ahead)).isoformat(),
        "affects": [{"product": each, "channels": ["web"]} for each in products],
    }
    made = await town.plans("POST", f"/subprojects/{subproject}/milestones", body)
    return dict(made)


async def peak(town: TownHall, team: str, first: int, last: int) -> None:
    weeks = {"fromWeek": town.week(first), "untilWeek": town.week(last), "weeklyHours": 8}
    body = {"peaks": [{"name": "Verkiezingen", **weeks}]}
    await town.plans("PUT", f"/teams/{team}/peaks", body, If_Match="*")


async def test_go_lives_trainings_and_peaks_weigh_on_the_team_of_the_product(
    town: TownHall, team: str, subproject: str
) -> None:
    await town.team("Archief")
    await milestone(town, subproject, "training", 2)
    await milestone(town, subproject, "decision", 2)
    go_live = await milestone(town, subproject, "go-live", 3, "verhuismelding", "paspoort")
    await peak(town, team, 2, 3)

    found = await town.plans("GET", "/change-loads")
    assert found["weights"] == {"goLive": 3, "peak": 2, "training": 1}
    team_week = {"teamId": team, "team": "Publiekszaken"}
    assert found["items"] == [
        team_week | {"week": town.week(2), "points": 3, "goLives": 0, "trainings": 1, "peaks": 1},
        team_week | {"week": town.week(3), "points": 5, "goLives": 1, "trainings": 0, "peaks": 1},
    ]
    (suggested,) = found["goLives"]
    assert (suggested["milestoneId"], suggested["points"]) == (go_live["id"], 2)
    assert suggested["quieterWeeks"] == [
        {"week": town.week(ahead), "points": 0} for ahead in (4, 5, 6)
    ]


async def test_what_is_cancelled_or_of_no_team_weighs_nothing(
    town: TownHall, team: str, subproject: str
) -> None:
    gone = await milestone(town, subproject, "go-live", 3, "verhuismelding")
    await milestone(town, subproject, "go-live", 3, "rijbewijs")
    path = f"/subprojects/{subproject}/milestones/{gone['id']}/cancellations"
    await town.plans("POST", path, {"reason": "Later"})
    found = await town.plans("GET", "/change-loads")
    assert found["items"] == []
    assert [each["quieterWeeks"] for each in found["goLives"]] == [[]]


async def test_a_week_outside_what_is_shown_counts_for_a_suggestion(
    town: TownHall, team: str, subproject: str
) -> None:
    await milestone(town, subproject, "go-live", 1, "verhuismelding")
    await milestone(town, subproject, "go-live", 2, "paspoort")
    await peak(town, team, 1, 1)
    found = await town.plans("GET", "/change-loads?weeks=2")
    (suggested,) = found["goLives"]
    assert [each["week"] for each in suggested["quieterWeeks"]] == [
        town.week(ahead) for ahead in (0, 3, 4)
    ]
