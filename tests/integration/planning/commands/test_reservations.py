"""Reservations: asked by the programme, decided by the team's leader, with reason and history."""

import asyncio
from typing import Any

import pytest

from shared.contracts.planning_v1 import (
    ReservationConfirmed,
    ReservationDeclined,
    ReservationReleased,
    ReservationRequested,
)
from shared.web.access import Role
from tests.support.planning_world import TownHall

MANAGER, LEADER = Role.PROGRAMME_MANAGER, Role.TEAM_LEADER


async def test_who_asked_confirmed_and_released_is_kept_with_the_reason(
    town: TownHall, counter: str, team: str, subproject: str
) -> None:
    await town.demand(subproject, counter, town.weeks(20, 1, 2))
    reservation = await town.request(subproject, counter, team, town.weeks(20, 1, 2))
    path = f"/reservations/{reservation}"
    assert (await town.balance())["Balie"]["confirmed"] == 0
    await town.leads(team, f"{path}/confirmations", {"reason": "Past"}, subject="leider-1")
    assert (await town.balance())["Balie"]["confirmed"] == 20
    await town.leads(team, f"{path}/releases", {"reason": "Ziekte"}, subject="leider-2")
    assert (await town.balance())["Balie"]["confirmed"] == 0

    history = (await town.plans("GET", f"{path}/history"))["items"]
    assert [(each["state"], each["role"], each["reason"]) for each in history] == [
        ("requested", "programme-manager", ""),
        ("confirmed", "team-leader", "Past"),
        ("released", "team-leader", "Ziekte"),
    ]
    assert [each["by"] for each in history[1:]] == ["leider-1", "leider-2"]
    (requested,) = await town.told(ReservationRequested)
    assert [(each.week, each.hours) for each in requested.weeks] == [
        (town.week(1), 20),
        (town.week(2), 20),
    ]
    assert [each.reason for each in await town.told(ReservationConfirmed)] == ["Past"]
    assert [each.reason for each in await town.told(ReservationReleased)] == ["Ziekte"]


async def test_a_declined_request_says_why_and_is_closed(
    town: TownHall, counter: str, team: str, subproject: str
) -> None:
    reservation = await town.request(subproject, counter, team, town.weeks(20))
    path = f"/reservations/{reservation}"
    await town.leads(team, f"{path}/rejections", {"reason": "Verkiezingen"})
    assert [each.reason for each in await town.told(ReservationDeclined)] == ["Verkiezingen"]
    assert await town.api.refused(
        409, LEADER, "POST", f"{path}/confirmations", {}, teams=[team], If_Match="*"
    ) == ["impossible-transition"]


async def test_of_sixteen_who_confirm_the_last_hours_at_once_one_succeeds(
    town: TownHall, counter: str, team: str, subproject: str
) -> None:
    asked = [await town.request(subproject, counter, team, town.weeks(30)) for _ in range(16)]
    answers = await asyncio.gather(
        *(
            town.api.ask(
                LEADER,
                "POST",
                f"/reservations/{each}/confirmations",
                {},
                teams=[team],
                If_Match='"1"',
            )
            for each in asked
        )
    )
    assert sorted(answer.status_code for answer in answers) == [200, *[409] * 15]
    assert len(await town.told(ReservationConfirmed)) == 1
    for answer in answers:
        if answer.status_code == 409:
            (error,) = answer.json()["errors"]
            assert error["code"] == "over-allocated"
            assert error["figures"]["percentage"] == 150


async def test_confirming_and_cancelling_at_once_leave_no_hours_with_a_cancelled_subproject(
    town: TownHall, counter: str, team: str, subproject: str
) -> None:
    asked = [await town.request(subproject, counter, team, town.weeks(5)) for _ in range(3)]
    answers = await asyncio.gather(
        *(
            town.api.ask(
                LEADER,
                "POST",
                f"/reservations/{each}/confirmations",
                {},
                teams=[team],
                If_Match="*",
            )
            for each in asked
        ),
        town.api.ask(
            MANAGER, "POST", f"/subprojects/{subproject}/cancellations", {"reason": "Stop"}
        ),
    )
    assert {answer.status_code for answer in answers} <= {200, 409}
    found = (await town.plans("GET", "/reservations"))["items"]
    assert {each["state"] for each in found} <= {"withdrawn", "released"}


async def test_a_leader_of_another_team_neither_sees_nor_decides(
    town: TownHall, counter: str, team: str, subproject: str
) -> None:
    reservation = await town.request(subproject, counter, team, town.weeks(20))
    other = await town.team("Archief")
    path = f"/reservations/{reservation}"
    assert await town.api.refused(
        403, LEADER, "POST", f"{path}/confirmations", {}, teams=[other], If_Match="*"
    ) == ["outside-scope"]
    assert await town.api.refused(403, LEADER, "GET", path, teams=[other]) == ["outside-scope"]
    seen = await town.api.ok(LEADER, "GET", "/reservations?state=requested", teams=[other])
    assert seen["items"] == []
    seen = await town.api.ok(LEADER, "GET", "/reservations?state=requested", teams=[team, other])
    assert [each["id"] for each in seen["items"]] == [reservation]


async def test_a_request_that_fits_nowhere_gets_every_reason_at_once(
    town: TownHall, counter: str, subproject: str
) -> None:
    body = {
        "subprojectId": subproject,
        "expertiseId": subproject,
        "teamId": subproject,
        "staffId": subproject,
        "weeks": town.weeks(1, -1, -1) + town.weeks(1, 100, 100),
    }
    assert await town.api.refused(409, MANAGER, "POST", "/reservations", body) == [
        "expertise-unknown",
        "team-unknown",
        "outside-subproject",
        "week-past",
        "consent-missing",
        "staff-unknown",
    ]


async def test_a_persons_hours_are_reserved_once_whoever_asks(
    town: TownHall, counter: str, team: str, subproject: str
) -> None:
    await town.consents()
    data = await town.expertise("Data")
    anna, ben = await town.staff(team), await town.staff(team)
    await town.capacity(anna, 36, counter, data)
    await town.capacity(ben, 36, counter)
    of_anna = await town.request(subproject, data, team, town.weeks(30), anna)
    await town.leads(team, f"/reservations/{of_anna}/confirmations", {})
    of_team = await town.request(subproject, counter, team, town.weeks(40))
    await town.leads(team, f"/reservations/{of_team}/confirmations", {})

    body = {
        "subprojectId": subproject,
        "expertiseId": counter,
        "teamId": team,
        "staffId": anna,
        "weeks": town.weeks(3),
    }
    (conflict,) = (await town.plans("POST", "/reservations", body))["conflicts"]
    assert (conflict["freeHours"], conflict["overHours"]) == (2, 1)
    body |= {"expertiseId": data, "staffId": ben}
    assert await town.api.refused(400, MANAGER, "POST", "/reservations", body) == [
        "expertise-not-mastered"
    ]


DECISIONS: dict[str, tuple[Role, dict[str, Any]]] = {
    "confirmations": (LEADER, {}),
    "postponements": (LEADER, {"reason": "Vol"}),
    "counter-offers": (LEADER, {"weeks": [], "reason": "Minder"}),
    "rejections": (LEADER, {"reason": "Nee"}),
    "releases": (LEADER, {"reason": "Ziekte"}),
    "acceptances": (MANAGER, {}),
    "refusals": (MANAGER, {"reason": "Te laat"}),
    "withdrawals": (MANAGER, {"reason": "Niet meer nodig"}),
}


@pytest.mark.parametrize("decision", DECISIONS)
async def test_who_decides_names_the_version_they_saw(
    town: TownHall, counter: str, team: str, subproject: str, decision: str
) -> None:
    reservation = await town.request(subproject, counter, team, town.weeks(20))
    role, body = DECISIONS[decision]
    if "weeks" in body:
        body = body | {"weeks": town.weeks(10)}
    path = f"/reservations/{reservation}/{decision}"
    missing = await town.api.refused(428, role, "POST", path, body, teams=[team])
    assert missing == ["if-match-missing"]
    stale = await town.api.refused(412, role, "POST", path, body, teams=[team], If_Match='"2"')
    assert stale == ["version-changed"]
    other = MANAGER if role is LEADER else LEADER
    assert await town.api.refused(403, other, "POST", path, body, teams=[team], If_Match='"1"') == [
        "role-missing"
    ]
    history = (await town.plans("GET", f"/reservations/{reservation}/history"))["items"]
    assert [each["state"] for each in history] == ["requested"]


async def test_of_two_who_decide_on_the_same_version_the_second_is_told(
    town: TownHall, counter: str, team: str, subproject: str
) -> None:
    reservation = await town.request(subproject, counter, team, town.weeks(20))
    path = f"/reservations/{reservation}"
    first = await town.api.ask(
        LEADER, "POST", f"{path}/confirmations", {}, teams=[team], If_Match='"1"'
    )
    assert first.headers["etag"] == '"2"'
    second = await town.api.refused(
        412, MANAGER, "POST", f"{path}/withdrawals", {"reason": "Weg"}, If_Match='"1"'
    )
    assert second == ["version-changed"]
