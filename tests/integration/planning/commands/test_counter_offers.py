"""Counter-offers: the team offers something else, the programme accepts or refuses."""

import asyncio
from typing import Any

import pytest

from shared.contracts.planning_v1 import (
    ReservationConfirmed,
    ReservationProposed,
    ReservationRequested,
    ReservationWithdrawn,
)
from shared.web.access import Role
from tests.support.planning_world import TownHall

LEADER, MANAGER = Role.TEAM_LEADER, Role.PROGRAMME_MANAGER


@pytest.fixture
async def asked(town: TownHall, counter: str, team: str, subproject: str) -> str:
    """A request for 30 hours in two weeks."""
    return await town.request(subproject, counter, team, town.weeks(30, 1, 2))


@pytest.fixture
def fewer(town: TownHall) -> dict[str, Any]:
    """Fewer hours, a week later."""
    return {"weeks": town.weeks(25, 2, 3), "reason": "Een week later past het"}


async def test_an_offer_stands_beside_what_was_asked_until_it_is_accepted(
    town: TownHall, team: str, asked: str, fewer: dict[str, Any]
) -> None:
    path = f"/reservations/{asked}"
    offered = await town.leads(team, f"{path}/counter-offers", fewer)
    assert (offered["state"], offered["weeks"]) == ("proposed", town.weeks(30, 1, 2))
    assert offered["counterOffer"] == {
        "staffId": None,
        "weeks": town.weeks(25, 2, 3),
        "overAllocationAllowed": False,
    }
    (told,) = await town.told(ReservationProposed)
    assert [(each.week, each.hours) for each in told.weeks] == [
        (town.week(2), 25),
        (town.week(3), 25),
    ]
    decisions = (await town.plans("GET", "/steering-overview"))["decisions"]
    assert "Beantwoord het tegenvoorstel van team Publiekszaken voor Balie bij “Verhuizen”" in [
        each["what"] for each in decisions
    ]

    taken = await town.plans("POST", f"{path}/acceptances", {"reason": "Goed"}, If_Match='"2"')
    assert (taken["state"], taken["weeks"], taken["counterOffer"]) == (
        "confirmed",
        town.weeks(25, 2, 3),
        None,
    )
    history = (await town.plans("GET", f"{path}/history"))["items"]
    assert [(each["state"], each["role"], each["hours"]) for each in history] == [
        ("requested", "programme-manager", 60),
        ("proposed", "team-leader", 50),
        ("confirmed", "programme-manager", 50),
    ]
    assert [each.reason for each in await town.told(ReservationConfirmed)] == ["Goed"]


async def test_a_refused_offer_leaves_what_was_asked_open_again(
    town: TownHall, team: str, asked: str, fewer: dict[str, Any]
) -> None:
    path = f"/reservations/{asked}"
    await town.leads(team, f"{path}/counter-offers", fewer)
    refused = await town.plans(
        "POST", f"{path}/refusals", {"reason": "Dan is de livegang al geweest"}, If_Match="*"
    )
    assert (refused["state"], refused["weeks"], refused["counterOffer"]) == (
        "requested",
        town.weeks(30, 1, 2),
        None,
    )
    assert [len(each.weeks) for each in await town.told(ReservationRequested)] == [2, 2]
    await town.plans("POST", f"{path}/withdrawals", {"reason": "Zonder"}, If_Match="*")
    assert [each.reason for each in await town.told(ReservationWithdrawn)] == ["Zonder"]
    assert await town.count("counter_offers") == await town.count("counter_offer_weeks") == 0


async def test_an_offer_that_is_no_answer_or_does_not_fit_gets_every_reason(
    town: TownHall, team: str, asked: str
) -> None:
    path = f"/reservations/{asked}/counter-offers"
    same = {"weeks": town.weeks(30, 1, 2), "reason": "Zo"}
    assert await town.api.refused(400, LEADER, "POST", path, same, teams=[team], If_Match="*") == [
        "counter-offer-same"
    ]
    wrong = {
        "staffId": asked,
        "weeks": town.weeks(80, 100, 100) + town.weeks(5, -1, -1),
        "reason": "Zo",
    }
    assert await town.api.refused(409, LEADER, "POST", path, wrong, teams=[team], If_Match="*") == [
        "counter-offer-exceeds-request",
        "outside-subproject",
        "week-past",
        "consent-missing",
        "staff-unknown",
    ]
    over: dict[str, Any] = {"weeks": town.weeks(50), "reason": "In een week"}
    assert await town.api.refused(409, LEADER, "POST", path, over, teams=[team], If_Match="*") == [
        "over-allocated"
    ]
    over["overAllocationAllowed"] = True
    offered = await town.leads(team, path, over)
    assert [each["percentage"] for each in offered["conflicts"]] == [125]
    taken = await town.plans("POST", f"/reservations/{asked}/acceptances", {}, If_Match="*")
    assert taken["state"] == "confirmed"
    assert [each.over_allocated for each in await town.told(ReservationConfirmed)] == [10]


async def test_hours_that_went_to_another_meanwhile_cannot_be_accepted(
    town: TownHall, counter: str, team: str, subproject: str, asked: str, fewer: dict[str, Any]
) -> None:
    path = f"/reservations/{asked}"
    await town.leads(team, f"{path}/counter-offers", fewer)
    other = await town.request(subproject, counter, team, town.weeks(20, 2, 2))
    answers = await asyncio.gather(
        town.api.ask(MANAGER, "POST", f"{path}/acceptances", {}, If_Match="*"),
        town.api.ask(
            LEADER, "POST", f"/reservations/{other}/confirmations", {}, teams=[team], If_Match="*"
        ),
    )
    assert sorted(each.status_code for each in answers) == [200, 409]
    (refused,) = [each.json() for each in answers if each.status_code == 409]
    assert [each["code"] for each in refused["errors"]] == ["over-allocated"]
    assert refused["errors"][0]["figures"]["percentage"] == 113


async def test_another_person_can_be_offered_and_is_forgotten_without_consent(
    town: TownHall, counter: str, team: str, subproject: str
) -> None:
    consent = await town.consents()
    anna, ben = await town.staff(team), await town.staff(team)
    await town.capacity(anna, 36, counter)
    await town.capacity(ben, 36, counter)
    asked = await town.request(subproject, counter, team, town.weeks(30), anna)
    body = {"staffId": ben, "weeks": town.weeks(30), "reason": "Ben kent dit werk"}
    offered = await town.leads(team, f"/reservations/{asked}/counter-offers", body)
    assert (offered["staffId"], offered["counterOffer"]["staffId"]) == (anna, ben)

    await town.withdraws(consent)

    kept = await town.plans("GET", f"/reservations/{asked}")
    assert (kept["staffId"], kept["counterOffer"]["staffId"]) == (None, None)
    assert [each.staff_id for each in await town.told(ReservationProposed)] == [None]
