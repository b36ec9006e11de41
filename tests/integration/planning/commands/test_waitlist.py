"""The waitlist: in turn, and room that came free is offered, never given by itself."""

from typing import Any

import pytest

from shared.contracts.planning_v1 import ReservationWaitlisted
from shared.web.access import Role
from tests.support.planning_world import TownHall

LEADER, MANAGER = Role.TEAM_LEADER, Role.PROGRAMME_MANAGER


@pytest.fixture
async def confirmed(town: TownHall, counter: str, team: str, subproject: str) -> str:
    """A reservation that leaves 10 hours a week."""
    asked = await town.request(subproject, counter, team, town.weeks(30, 1, 10))
    await town.leads(team, f"/reservations/{asked}/confirmations", {})
    return asked


async def waits(
    town: TownHall, team: str, subproject: str, counter: str, weeks: list[dict[str, Any]]
) -> str:
    """A request that the team leader put on the waitlist."""
    asked = await town.request(subproject, counter, team, weeks)
    await town.leads(team, f"/reservations/{asked}/postponements", {"reason": "Vol"})
    return asked


async def waitlist(town: TownHall, team: str) -> list[tuple[str, int, bool]]:
    """Who waits, at which place, and whether there is room."""
    found = await town.api.ok(LEADER, "GET", f"/waiting-reservations?teamId={team}", teams=[team])
    return [
        (each["reservation"]["id"], each["place"], each["reservation"]["roomSince"] is not None)
        for each in found["items"]
    ]


async def test_room_goes_to_who_needs_it_first_and_is_confirmed_by_the_team_leader_only(
    town: TownHall, counter: str, team: str, subproject: str, confirmed: str
) -> None:
    later = await waits(town, team, subproject, counter, town.weeks(30, 5, 6))
    sooner = await waits(town, team, subproject, counter, town.weeks(30, 3, 5))
    assert await waitlist(town, team) == [(sooner, 1, False), (later, 2, False)]
    assert [each.reason for each in await town.told(ReservationWaitlisted)] == ["Vol", "Vol"]

    await town.leads(team, f"/reservations/{confirmed}/releases", {"reason": "Uitgesteld"})
    assert await waitlist(town, team) == [(sooner, 1, True), (later, 2, False)]
    decisions = (await town.plans("GET", "/steering-overview"))["decisions"]
    assert [each["what"] for each in decisions if each["subjectId"] in (sooner, later)] == [
        "Er kwam ruimte vrij: beslis of team Publiekszaken 90 uur Balie geeft aan “Verhuizen”"
    ]

    await town.leads(team, f"/reservations/{sooner}/rejections", {"reason": "Niet meer nodig"})
    assert await waitlist(town, team) == [(later, 1, True)]
    given = await town.leads(team, f"/reservations/{later}/confirmations", {})
    assert (given["state"], given["roomSince"]) == ("confirmed", None)
    assert await waitlist(town, team) == []


async def test_more_supply_makes_room_and_less_takes_the_offer_back(
    town: TownHall, counter: str, team: str, subproject: str, confirmed: str
) -> None:
    asked = await waits(town, team, subproject, counter, town.weeks(20, 2, 3))
    path = f"/teams/{team}/pools"
    for hours, has_room in ((50, True), (40, False)):
        body = {"pools": [{"expertiseIds": [counter], "weeklyHours": hours}]}
        await town.plans("PUT", path, body, If_Match="*")
        assert await waitlist(town, team) == [(asked, 1, has_room)]


async def test_hours_of_a_counter_offer_are_not_offered_to_who_waits(
    town: TownHall, counter: str, team: str, subproject: str, confirmed: str
) -> None:
    offered = await town.request(subproject, counter, team, town.weeks(20, 2, 3))
    body = {"weeks": town.weeks(10, 2, 3), "reason": "Tien kan wel"}
    await town.leads(team, f"/reservations/{offered}/counter-offers", body)
    asked = await waits(town, team, subproject, counter, town.weeks(10, 3, 3))
    assert await waitlist(town, team) == [(asked, 1, False)]
    await town.plans(
        "POST", f"/reservations/{offered}/withdrawals", {"reason": "Zelf opgelost"}, If_Match="*"
    )
    assert await waitlist(town, team) == [(asked, 1, True)]


async def test_the_waitlist_comes_in_pages_and_a_leader_sees_their_own_teams(
    town: TownHall, counter: str, team: str, subproject: str, confirmed: str
) -> None:
    asked = [await waits(town, team, subproject, counter, town.weeks(20, n, n)) for n in (4, 2, 3)]
    seen, address = [], "/waiting-reservations?limit=2"
    while address:
        found = await town.plans("GET", address)
        seen += [each["reservation"]["id"] for each in found["items"]]
        after = found["next"]
        address = after and f"/waiting-reservations?limit=2&cursor={after}"
    assert seen == [asked[1], asked[2], asked[0]]
    other = await town.team("Archief")
    assert await waitlist(town, other) == []
    assert await town.api.refused(
        403, LEADER, "GET", f"/waiting-reservations?teamId={team}", teams=[other]
    ) == ["outside-scope"]
    assert await town.api.refused(
        400, MANAGER, "GET", "/waiting-reservations?cursor=WyIyMDI2LTEyLTA3Il0"
    ) == ["invalid-cursor"]
