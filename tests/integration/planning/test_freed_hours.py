"""Freed counter hours: an estimate of metrics, a proposal, and a team leader's word."""

from datetime import timedelta
from uuid import UUID

import pytest

from shared.contracts.metrics_v1 import Completeness, CounterHoursRelieved, HoursParts
from shared.web.access import Role
from tests.support.planning_world import TownHall

LEADER = Role.TEAM_LEADER


def relieved(
    town: TownHall,
    team: str,
    hours: float,
    *,
    ago: int = 1,
    completeness: Completeness = Completeness.COMPLETE,
) -> CounterHoursRelieved:
    """A level of a team's week, so many weeks ago."""
    return CounterHoursRelieved(
        team_id=UUID(team),
        week=town.week(-ago),
        baseline="2025",
        p10=hours - 1,
        p50=hours,
        p90=hours + 1,
        parts=HoursParts(volume=-2, channel=-hours, minutes=0),
        completeness=completeness,
    )


def month(town: TownHall, team: str, hours: float) -> list[CounterHoursRelieved]:
    """The same level in each of the last four weeks: what a team can count on."""
    return [relieved(town, team, hours, ago=ago) for ago in (4, 3, 2, 1)]


@pytest.fixture
async def counter(town: TownHall) -> str:
    """What the team masters."""
    return await town.expertise("Balie")


@pytest.fixture
async def team(town: TownHall, counter: str) -> str:
    """A team with a pool of 10 hours a week."""
    return await town.team("Publiekszaken", h10=[counter])


async def proposals(town: TownHall, state: str = "open") -> list[dict[str, object]]:
    found = await town.plans("GET", f"/freed-hours-proposals?state={state}")
    return list(found["items"])


def destinations(town: TownHall, **hours: float) -> dict[str, object]:
    return {
        "allocations": [
            {
                "destination": destination,
                "weeklyHours": each,
                "fromWeek": town.week(1),
                "untilWeek": town.week(8),
            }
            for destination, each in hours.items()
        ]
    }


async def test_hours_given_to_projects_become_supply_and_the_rest_does_not(
    town: TownHall, counter: str, team: str
) -> None:
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(16))
    await town.hears(*month(town, team, 12), relieved(town, team, 9, ago=2))
    (proposal,) = await proposals(town)
    assert (proposal["weeklyHours"], proposal["measuredWeek"]) == (9, town.week(-1))
    assert (await town.balance())["Balie"]["short"] == 6

    path = f"/freed-hours-proposals/{proposal['id']}/confirmations"
    await town.leads(team, path, destinations(town, project=5, training=4))

    assert (await town.balance())["Balie"] == {
        "demand": 16,
        "supply": 15,
        "confirmed": 0,
        "short": 1,
        "overAllocated": 0,
    }
    assert await town.api.refused(
        409, LEADER, "POST", path, destinations(town, calm=1), teams=[team]
    ) == ["impossible-transition", "more-than-freed"]


async def test_fewer_than_four_measured_weeks_are_no_level_and_no_proposal(
    town: TownHall, team: str
) -> None:
    await town.hears(*month(town, team, 9)[1:])
    provisional = relieved(town, team, 9, ago=5, completeness=Completeness.PROVISIONAL)
    await town.hears(provisional)
    assert await proposals(town) == []
    assert (await town.plans("GET", "/freed-hours"))["items"] == []
    await town.hears(relieved(town, team, 9, ago=5))
    assert [each["weeklyHours"] for each in await proposals(town)] == [9]


async def test_a_proposal_is_opened_on_the_day_of_the_services_clock(
    town: TownHall, team: str
) -> None:
    town.api.now += timedelta(days=9)
    await town.hears(*month(town, team, 9))
    assert [each["openedOn"] for each in await proposals(town)] == [town.day(0)]


async def test_more_than_was_freed_is_refused(town: TownHall, team: str) -> None:
    await town.hears(*month(town, team, 9))
    (proposal,) = await proposals(town)
    path = f"/freed-hours-proposals/{proposal['id']}/confirmations"
    assert await town.api.refused(
        400, LEADER, "POST", path, destinations(town, project=5, calm=5), teams=[team]
    ) == ["more-than-freed"]


async def test_a_level_is_replaced_by_a_newer_one_of_the_same_week(
    town: TownHall, team: str
) -> None:
    await town.hears(*month(town, team, 9), relieved(town, team, 7))
    await town.hears(relieved(town, team, 5))
    (proposal,) = await proposals(town)
    assert (proposal["weeklyHours"], proposal["version"]) == (5, 2)


async def test_a_provisional_level_is_no_reason_to_ask_a_team_leader(
    town: TownHall, team: str
) -> None:
    provisional = relieved(town, team, 12, completeness=Completeness.PROVISIONAL)
    await town.hears(*month(town, team, 9)[:-1], provisional)
    assert await proposals(town) == []


async def test_an_open_proposal_lapses_when_the_hours_are_gone(town: TownHall, team: str) -> None:
    await town.hears(*month(town, team, 9))
    await town.hears(relieved(town, team, -3))
    assert await proposals(town) == []
    assert len(await proposals(town, "lapsed")) == 1


async def test_a_rejected_level_comes_back_only_when_it_rises(town: TownHall, team: str) -> None:
    await town.hears(*month(town, team, 9))
    (proposal,) = await proposals(town)
    path = f"/freed-hours-proposals/{proposal['id']}/rejections"
    rejected = await town.leads(team, path, {"reason": "Werkvoorraad"})
    assert (rejected["state"], rejected["reason"]) == ("rejected", "Werkvoorraad")
    await town.hears(*month(town, team, 9.5))
    assert await proposals(town) == []
    await town.hears(*month(town, team, 10))
    assert [each["weeklyHours"] for each in await proposals(town)] == [10]


async def test_a_level_below_what_was_confirmed_is_shown_and_takes_nothing_back(
    town: TownHall, counter: str, team: str
) -> None:
    await town.hears(*month(town, team, 9))
    (proposal,) = await proposals(town)
    body = destinations(town, project=8)
    body["allocations"][0]["fromWeek"] = town.week(0)  # type: ignore[index]
    await town.leads(team, f"/freed-hours-proposals/{proposal['id']}/confirmations", body)
    await town.hears(relieved(town, team, 3))

    (shown,) = (await town.plans("GET", "/freed-hours"))["items"]
    assert (shown["freed"], shown["confirmed"], shown["missing"]) == (3, 8, 5)
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(18))
    assert (await town.balance())["Balie"]["supply"] == 18


async def test_a_leader_of_another_team_does_not_decide(town: TownHall, team: str) -> None:
    await town.hears(*month(town, team, 9))
    (proposal,) = await proposals(town)
    other = await town.team("Archief")
    path = f"/freed-hours-proposals/{proposal['id']}"
    assert await town.api.refused(
        403, LEADER, "POST", f"{path}/rejections", {"reason": "Nee"}, teams=[other]
    ) == ["outside-scope"]
    assert (await town.api.ok(LEADER, "GET", "/freed-hours", teams=[other]))["items"] == []
