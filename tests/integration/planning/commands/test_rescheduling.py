"""Other dates for a subproject: seen before they are saved, with what moves along."""

from typing import Any

import pytest

from shared.contracts.planning_v1 import MilestoneMoved, ReservationRequested, SubprojectRescheduled
from shared.web.access import Role
from tests.support.planning_world import TownHall

MANAGER = Role.PROGRAMME_MANAGER


@pytest.fixture
async def subproject(town: TownHall, programme: str, counter: str) -> str:
    """From ten weeks on, with a milestone and 30 hours in its first two weeks."""
    subproject = await town.subproject(programme, startsOn=town.day(70), endsOn=town.day(140))
    await town.plans(
        "POST",
        f"/subprojects/{subproject}/milestones",
        {"kind": "decision", "name": "Besluit", "dueOn": town.day(75)},
    )
    await town.demand(subproject, counter, town.weeks(30, 10, 11))
    return subproject


def dates(town: TownHall, first: int, last: int, **more: Any) -> dict[str, Any]:
    """A period, counted in days from today."""
    return {"startsOn": town.day(first), "endsOn": town.day(last), **more}


async def test_a_preview_names_what_breaks_and_saves_nothing(
    town: TownHall, programme: str, subproject: str, counter: str, team: str
) -> None:
    waiting = await town.subproject(
        programme, "Later", dependsOn=[subproject], **dates(town, 141, 200)
    )
    await town.demand(waiting, counter, town.weeks(40, 21, 21))
    asked = await town.request(subproject, counter, team, town.weeks(30, 10, 10))
    preview = f"/subprojects/{subproject}/reschedule-previews"

    answer = await town.api.ask(MANAGER, "POST", preview, dates(town, 84, 160))
    assert answer.status_code == 200
    assert answer.headers["etag"] == '"1"'
    found = answer.json()
    assert [(each["kind"], each["state"], len(each["weeks"])) for each in found["outside"]] == [
        ("demand", None, 2),
        ("reservation", "requested", 1),
    ]
    assert [each["id"] for each in found["outside"]][1] == asked
    assert [(each["name"], each["waitsFor"]) for each in found["tooEarly"]] == [
        ("Later", "Verhuizen")
    ]
    assert [(each["name"], each["isOutside"]) for each in found["milestones"]] == [
        ("Besluit", True)
    ]
    assert found["weeks"] == []
    assert [each["code"] for each in found["obstacles"]] == [
        "starts-before-dependency-ends",
        "milestone-outside-dates",
        "hours-outside-dates",
        "hours-outside-dates",
    ]

    found = await town.plans("POST", preview, dates(town, 147, 217, movesAlong=True))
    assert [(each["week"], each["shortBefore"], each["shortAfter"]) for each in found["weeks"]] == [
        (town.week(21), 0, 30)
    ]
    assert [each["movesTo"] for each in found["milestones"]] == [town.day(152)]
    assert found["outside"] == []

    found = await town.plans("POST", preview, dates(town, 7, 77, movesAlong=True))
    assert [(each["firstWeek"], each["subprojectId"]) for each in found["deadlines"]] == [
        (town.week(1), subproject)
    ]
    shown = await town.plans("GET", f"/subprojects/{subproject}")
    assert (shown["startsOn"], shown["version"]) == (town.day(70), 1)
    assert await town.told(SubprojectRescheduled) == []


async def test_all_moves_along_when_asked_and_what_was_asked_is_open_again(
    town: TownHall, subproject: str, counter: str, team: str
) -> None:
    asked = await town.request(subproject, counter, team, town.weeks(20, 10, 11))
    await town.leads(team, f"/reservations/{asked}/postponements", {"reason": "Vol"})
    body = dates(town, 91, 161, movesAlong=True, reason="De leverancier is laat")
    await town.plans("PUT", f"/subprojects/{subproject}/period", body, If_Match='"1"')

    (demand,) = (await town.plans("GET", f"/subprojects/{subproject}/demands"))["items"]
    assert (demand["weeks"], demand["version"]) == (town.weeks(30, 13, 14), 2)
    (milestone,) = (await town.plans("GET", f"/subprojects/{subproject}/milestones"))["items"]
    assert milestone["dueOn"] == town.day(96)
    moved = await town.plans("GET", f"/reservations/{asked}")
    assert (moved["state"], moved["weeks"], moved["version"]) == (
        "requested",
        town.weeks(20, 13, 14),
        3,
    )
    assert [each.weeks[0].week for each in await town.told(ReservationRequested)] == [
        town.week(10),
        town.week(13),
    ]
    assert [each.reason for each in await town.told(MilestoneMoved)] == [body["reason"]]
    assert set(await town.balance(13)) == {"Balie"}
    assert await town.balance(10) == {}


async def test_a_confirmed_reservation_does_not_move_and_stands_in_the_way(
    town: TownHall, subproject: str, counter: str, team: str
) -> None:
    asked = await town.request(subproject, counter, team, town.weeks(20, 10, 11))
    await town.leads(team, f"/reservations/{asked}/confirmations", {})
    body = dates(town, 91, 161, movesAlong=True, reason="De leverancier is laat")
    path = f"/subprojects/{subproject}/period"
    assert await town.api.refused(409, MANAGER, "PUT", path, body, If_Match='"1"') == [
        "hours-outside-dates"
    ]
    (demand,) = (await town.plans("GET", f"/subprojects/{subproject}/demands"))["items"]
    assert demand["weeks"] == town.weeks(30, 10, 11)
    await town.leads(team, f"/reservations/{asked}/releases", {"reason": "Schuift door"})
    await town.plans("PUT", path, body, If_Match='"1"')


async def test_hours_do_not_move_into_weeks_that_have_gone_by(
    town: TownHall, subproject: str
) -> None:
    body = dates(town, -14, 140, movesAlong=True, reason="Eerder")
    assert await town.api.refused(
        409, MANAGER, "PUT", f"/subprojects/{subproject}/period", body, If_Match='"1"'
    ) == ["hours-in-the-past"]
