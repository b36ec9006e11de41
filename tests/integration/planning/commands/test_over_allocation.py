"""More than there is: shown with its number when asked, given only when allowed with a reason."""

from typing import Any

import pytest

from shared.contracts.planning_v1 import CapacityBalanceUpdated, ReservationConfirmed
from shared.web.access import Role
from tests.support.planning_world import TownHall

LEADER = Role.TEAM_LEADER


@pytest.fixture
async def team(town: TownHall, counter: str) -> str:
    """A team of five with a pool of 40 hours a week, of which 30 are confirmed next week."""
    team = await town.team("Publiekszaken", h40=[counter])
    await town.people(team, 5)
    return team


@pytest.fixture
async def subproject(town: TownHall, counter: str, team: str) -> str:
    """The subproject that asks."""
    subproject = await town.subproject(await town.programme())
    confirmed = await town.request(subproject, counter, team, town.weeks(30))
    await town.leads(team, f"/reservations/{confirmed}/confirmations", {})
    return subproject


@pytest.fixture
async def asked(town: TownHall, counter: str, team: str, subproject: str) -> Any:
    """A request for a little too much next week, and far too much the week after."""
    body = {
        "subprojectId": subproject,
        "expertiseId": counter,
        "teamId": team,
        "weeks": town.weeks(10.4) + town.weeks(60, 2, 2) + town.weeks(40, 3, 3),
    }
    return await town.plans("POST", "/reservations", body)


async def test_a_request_for_more_than_there_is_shows_by_how_much(
    town: TownHall, asked: Any
) -> None:
    assert asked["state"] == "requested"
    shown = await town.plans("GET", f"/reservations/{asked['id']}")
    assert (
        shown["conflicts"]
        == asked["conflicts"]
        == [
            {
                "week": town.week(1),
                "askedHours": 10.4,
                "freeHours": 10,
                "availableHours": 40,
                "overHours": 0.4,
                "percentage": 101,
            },
            {
                "week": town.week(2),
                "askedHours": 60,
                "freeHours": 40,
                "availableHours": 40,
                "overHours": 20,
                "percentage": 150,
            },
        ]
    )


async def test_confirming_it_is_refused_with_the_weeks_and_how_much_over(
    town: TownHall, team: str, asked: Any
) -> None:
    path = f"/reservations/{asked['id']}/confirmations"
    answer = await town.api.ask(LEADER, "POST", path, {}, teams=[team], If_Match='"1"')
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    errors = answer.json()["errors"]
    assert [each["code"] for each in errors] == ["over-allocated"] * 2
    assert [each["figures"]["percentage"] for each in errors] == [101, 150]
    assert [each["figures"]["week"] for each in errors] == [town.week(1), town.week(2)]
    assert "dat is 101 % van wat er is" in errors[0]["message"]
    assert await town.told(ReservationConfirmed) != []
    assert (await town.plans("GET", f"/reservations/{asked['id']}"))["state"] == "requested"


async def test_it_is_given_when_allowed_with_a_reason_that_stays_visible(
    town: TownHall, team: str, asked: Any
) -> None:
    path = f"/reservations/{asked['id']}"
    body: dict[str, Any] = {"overAllocationAllowed": True}
    assert await town.api.refused(
        400, LEADER, "POST", f"{path}/confirmations", body, teams=[team], If_Match='"1"'
    ) == ["reason-missing"]
    body |= {"reason": "Twee weken overwerk, afgesproken met het team"}
    given = await town.leads(team, f"{path}/confirmations", body)

    assert (given["state"], given["conflicts"]) == ("confirmed", [])
    line = (await town.plans("GET", f"{path}/history"))["items"][-1]
    assert (line["reason"], line["hours"], line["overAllocatedHours"]) == (
        body["reason"],
        110.4,
        20.4,
    )
    assert [each.over_allocated for each in await town.told(ReservationConfirmed)] == [0, 20.4]


async def test_the_balance_counts_hours_that_nobody_has_also_without_demand(
    town: TownHall, team: str, asked: Any
) -> None:
    path = f"/reservations/{asked['id']}/confirmations"
    body = {"overAllocationAllowed": True, "reason": "Overwerk"}
    await town.leads(team, path, body)
    expected = {"demand": 0, "supply": 40, "confirmed": 60, "short": 0, "overAllocated": 20}
    assert (await town.balance(2))["Balie"] == expected
    assert await town.balance(3) == {}
    told = (await town.told(CapacityBalanceUpdated))[-1]
    assert [(each.week, each.over_allocated) for each in told.weeks] == [
        (town.week(1), 0.4),
        (town.week(2), 20),
    ]
    await town.leads(team, f"/reservations/{asked['id']}/releases", {"reason": "Toch niet"})
    assert await town.balance(2) == {}


async def test_who_promised_more_than_they_have_is_shown_per_person_or_team_and_week(
    town: TownHall, counter: str, team: str, subproject: str, asked: Any
) -> None:
    allowed = {"overAllocationAllowed": True, "reason": "Overwerk"}
    await town.leads(team, f"/reservations/{asked['id']}/confirmations", allowed)
    of_team = {
        "teamId": team,
        "staffId": None,
        "expertiseId": counter,
        "availableHours": 40,
    }
    found = await town.api.ok(LEADER, "GET", "/over-allocations", teams=[team])
    assert found == {
        "definition": "C6",
        "overHours": 20.4,
        "personWeeks": 0,
        "items": [
            of_team
            | {"week": town.week(1), "confirmedHours": 40.4, "overHours": 0.4, "percentage": 101},
            of_team
            | {"week": town.week(2), "confirmedHours": 60, "overHours": 20, "percentage": 150},
        ],
    }
    other = await town.team("Archief")
    assert (await town.api.ok(LEADER, "GET", "/over-allocations", teams=[other]))["items"] == []

    await town.consents()
    (anna,) = await town.people(other, 1)
    await town.capacity(anna, 36, counter)
    of_anna = await town.request(subproject, counter, other, town.weeks(54), anna)
    await town.leads(other, f"/reservations/{of_anna}/confirmations", allowed)
    found = await town.plans("GET", f"/over-allocations?teamId={other}")
    assert (found["overHours"], found["personWeeks"]) == (18, 1)
    assert [(each["staffId"], each["percentage"]) for each in found["items"]] == [(anna, 150)]
