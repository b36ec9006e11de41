"""A scenario becomes the plan by an act, with the ordinary events."""

from shared.contracts.planning_v1 import (
    MilestoneMoved,
    ReservationReleased,
    ReservationRequested,
    SubprojectRescheduled,
)
from tests.support.branches import (
    branch,
    codes,
    compared,
    dates,
    decision,
    etag,
    promote,
    reserve,
    told,
)
from tests.support.planning_world import TownHall


async def test_promoting_does_it_all_with_the_ordinary_events(
    town: TownHall, programme: str, moving: str, counter: str, team: str
) -> None:
    held = await town.request(moving, counter, team, town.weeks(10, 10, 10))
    await town.leads(team, f"/reservations/{held}/confirmations", {"reason": "Akkoord"})
    new = await town.expertise("Chat")
    (milestone,) = (await town.plans("GET", f"/subprojects/{moving}/milestones"))["items"]
    scenario = await branch(
        town,
        programme,
        reserve(moving, counter, team, town.weeks(20, 12, 12)),
        {"kind": "release", "reservationId": held},
        {
            "kind": "change-demand",
            "subprojectId": moving,
            "expertiseId": new,
            "level": 2,
            "weeks": town.weeks(5, 13, 13),
        },
        {"kind": "move-milestone", "milestoneId": milestone["id"], "dueOn": town.day(100)},
        dates(town, moving, 84, 160),
        {
            "kind": "add-supply",
            "teamId": team,
            "expertiseId": new,
            "weeklyHours": 8,
            "fromWeek": town.week(13),
            "untilWeek": town.week(14),
        },
    )
    answer = await promote(town, scenario, await etag(town, scenario))
    assert answer.status_code == 200
    done = answer.json()
    assert done["scenario"]["promotedAt"] is not None
    assert [each["change"]["kind"] for each in done["toArrange"]] == ["add-supply"]

    present = await town.plans("GET", f"/subprojects/{moving}")
    assert (present["startsOn"], present["endsOn"]) == (town.day(84), town.day(160))
    demands = (await town.plans("GET", f"/subprojects/{moving}/demands"))["items"]
    assert {each["expertiseId"]: (each["level"], each["weeks"]) for each in demands} == {
        counter: (1, town.weeks(50, 12, 12)),
        new: (2, town.weeks(5, 13, 13)),
    }
    (requested,) = done["requested"]
    asked = await town.plans("GET", f"/reservations/{requested}")
    assert (asked["state"], asked["weeks"]) == ("requested", town.weeks(20, 12, 12))
    assert (await town.plans("GET", f"/reservations/{held}"))["state"] == "released"

    assert [str(each.subproject_id) for each in await town.told(SubprojectRescheduled)] == [moving]
    assert [each.due_on.isoformat() for each in await town.told(MilestoneMoved)] == [town.day(100)]
    assert len(await town.told(ReservationReleased)) == 1
    assert [str(each.reservation_id) for each in await town.told(ReservationRequested)] == [
        held,
        requested,
    ]
    assert (await town.balance(12))["Balie"]["demand"] == 50

    again = await promote(town, scenario)
    assert (again.status_code, codes(again)) == (409, ["scenario-promoted"])


async def test_the_plan_comes_to_what_the_scenario_came_to(
    town: TownHall, programme: str, moving: str, counter: str, team: str
) -> None:
    more = {
        "kind": "change-demand",
        "subprojectId": moving,
        "expertiseId": counter,
        "level": 1,
        "weeks": town.weeks(45, 13, 15),
    }
    scenario = await branch(town, programme, dates(town, moving, 84, 160), more)
    before = (await compared(town, scenario))["differences"]
    assert (await promote(town, scenario)).status_code == 200
    balances = await town.plans("GET", "/capacity-balances?weeks=52")
    assert {each["week"]: each["short"] for each in balances["items"][0]["weeks"]} == {
        each["week"]: each["values"][1]["short"] for each in before["weeks"] if each["values"][1]
    }
    (deadline,) = (await town.plans("GET", "/reservation-deadlines"))["items"]
    assert deadline["lastDay"] == before["deadlines"][0]["values"][1]
    assert (await compared(town, scenario))["differences"]["weeks"] == []


async def test_what_one_waits_for_moves_with_it_in_one_act(
    town: TownHall, programme: str, moving: str
) -> None:
    waiting = await town.subproject(
        programme,
        "Later",
        dependsOn=[moving],
        startsOn=town.day(141),
        endsOn=town.day(200),
    )
    alone = await branch(town, programme, dates(town, moving, 84, 160))
    (_, column) = (await compared(town, alone))["columns"]
    (obstacle,) = column["obstacles"]
    assert obstacle["code"] == "starts-before-dependency-ends"
    assert obstacle["changeId"] == alone["changes"][0]["id"]
    before = await told(town)
    refused = await promote(town, alone)
    assert (refused.status_code, codes(refused)) == (409, ["starts-before-dependency-ends"])
    assert await told(town) == before

    both = await branch(
        town, programme, dates(town, moving, 84, 160), dates(town, waiting, 161, 220)
    )
    assert (await promote(town, both)).status_code == 200


async def test_who_did_not_see_that_the_plan_changed_is_told_what_did(
    town: TownHall, programme: str, moving: str
) -> None:
    scenario = await branch(town, programme, dates(town, moving, 84, 160))
    seen = await etag(town, scenario)
    await town.plans("POST", f"/subprojects/{moving}/milestones", decision(town))
    refused = await promote(town, scenario, seen)
    assert refused.status_code == 412
    assert [each["message"] for each in refused.json()["errors"]] == [
        "Mijlpaal “Besluit” van “Verhuizen” is toegevoegd."
    ]
    found = await town.plans("GET", f"/scenarios/{scenario['id']}")
    assert found["planChanges"] == ["Mijlpaal “Besluit” van “Verhuizen” is toegevoegd."]
    assert (await promote(town, scenario, await etag(town, scenario))).status_code == 200
