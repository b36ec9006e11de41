"""Scenarios: a branch that nobody hears of, compared with the plan, and promoted by an act."""

from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.planning.commands.consent import uphold_consent
from shared.contracts.planning_v1 import (
    MilestoneMoved,
    ReservationReleased,
    ReservationRequested,
    SubprojectRescheduled,
)
from shared.database import transaction
from shared.web.access import Role
from tests.support.planning_world import TownHall

MANAGER = Role.PROGRAMME_MANAGER


@pytest.fixture
async def counter(town: TownHall) -> str:
    """The expertise that is asked for."""
    return await town.expertise("Balie")


@pytest.fixture
async def team(town: TownHall, counter: str) -> str:
    """A team with a pool of 40 hours a week."""
    return await town.team("Publiekszaken", h40=[counter])


@pytest.fixture
async def programme(town: TownHall) -> str:
    """The programme that is branched."""
    return await town.programme()


@pytest.fixture
async def moving(town: TownHall, programme: str, counter: str) -> str:
    """Ten weeks from now on for ten weeks, with 50 hours in its first week, and a milestone."""
    subproject = await town.subproject(programme, startsOn=town.day(70), endsOn=town.day(140))
    await town.demand(subproject, counter, town.weeks(50, 10, 10))
    await town.plans("POST", f"/subprojects/{subproject}/milestones", decision(town))
    return subproject


def decision(town: TownHall) -> dict[str, Any]:
    """A milestone in eighty days."""
    return {"kind": "decision", "name": "Besluit", "dueOn": town.day(80)}


def dates(town: TownHall, subproject: str, first: int, last: int) -> dict[str, Any]:
    """Other dates for a subproject, counted in days from today."""
    return {
        "kind": "reschedule",
        "subprojectId": subproject,
        "startsOn": town.day(first),
        "endsOn": town.day(last),
    }


def reserve(subproject: str, expertise: str, team: str, weeks: list[dict[str, Any]]) -> Any:
    """Hours of a team."""
    return {
        "kind": "reserve",
        "subprojectId": subproject,
        "expertiseId": expertise,
        "teamId": team,
        "weeks": weeks,
    }


async def branch(town: TownHall, programme: str, *changes: object) -> Any:
    """A scenario with these changes."""
    body = {"programmeId": programme, "name": "Later", "changes": list(changes)}
    return await town.plans("POST", "/scenarios", body)


async def compared(town: TownHall, *scenarios: Any) -> Any:
    """The scenarios beside the plan as it is."""
    asked = "&".join(f"scenarioId={each['id']}" for each in scenarios)
    return await town.plans("GET", f"/scenario-comparisons?{asked}")


async def promote(town: TownHall, scenario: Any, etag: str = "*") -> Any:
    """What the answer to promoting is."""
    path = f"/scenarios/{scenario['id']}/promotions"
    body = {"reason": "Zo is het beter"}
    return await town.api.ask(MANAGER, "POST", path, body, If_Match=etag)


async def etag(town: TownHall, scenario: Any) -> str:
    """The ETag of a scenario as it is now."""
    answer = await town.api.ask(MANAGER, "GET", f"/scenarios/{scenario['id']}")
    return str(answer.headers["etag"])


async def discard(town: TownHall, path: str, etag: str = "*") -> int:
    """The status of the answer to throwing something away."""
    answer = await town.api.ask(MANAGER, "DELETE", path, If_Match=etag)
    return int(answer.status_code)


def codes(answer: Any) -> list[str]:
    """Why something was refused."""
    return [each["code"] for each in answer.json()["errors"]]


async def told(town: TownHall) -> int:
    """How many events were ever recorded."""
    async with transaction(town.api.engine) as connection:
        found = await connection.scalar(
            text("SELECT coalesce(max(entry), 0) FROM planning.event_log")
        )
        return int(found or 0)


async def test_a_branch_is_never_heard_of_until_it_is_promoted(
    town: TownHall, programme: str, moving: str, counter: str, team: str
) -> None:
    before, balance = await told(town), await town.balance(10)
    scenario = await branch(town, programme, dates(town, moving, 84, 160))
    path = f"/scenarios/{scenario['id']}/changes"
    added = await town.plans("POST", path, reserve(moving, counter, team, town.weeks(20, 12, 12)))
    await town.plans(
        "PUT",
        f"{path}/{added['id']}",
        reserve(moving, counter, team, town.weeks(30, 12, 12)),
        If_Match='"1"',
    )
    await compared(town, scenario)
    await discard(town, f"{path}/{added['id']}")
    assert (await told(town), await town.balance(10)) == (before, balance)
    assert (await town.plans("GET", f"/subprojects/{moving}"))["startsOn"] == town.day(70)

    assert (await promote(town, scenario)).status_code == 200
    assert await told(town) > before


async def test_what_scenarios_come_to_is_shown_beside_the_plan_where_it_differs(
    town: TownHall, programme: str, moving: str, counter: str, team: str
) -> None:
    later = await branch(town, programme, dates(town, moving, 84, 160))
    hired = await branch(
        town,
        programme,
        {
            "kind": "add-supply",
            "teamId": team,
            "expertiseId": counter,
            "weeklyHours": 10,
            "fromWeek": town.week(10),
        },
    )
    found = await compared(town, later, hired)
    assert [(each["scenarioId"], each["shortHours"]) for each in found["columns"]] == [
        (None, 10),
        (later["id"], 10),
        (hired["id"], 0),
    ]
    assert [each["obstacles"] for each in found["columns"]] == [[], [], []]
    (subproject,) = found["subprojects"]
    assert [each["startsOn"] for each in subproject["values"]] == [
        town.day(70),
        town.day(84),
        town.day(70),
    ]
    (milestone,) = found["milestones"]
    assert milestone["milestone"] == "Besluit"
    assert [each["dueOn"] for each in milestone["values"]] == [
        town.day(80),
        town.day(94),
        town.day(80),
    ]
    assert milestone["values"][0]["p80"] < milestone["values"][1]["p80"]
    short = {each["week"]: [at and at["short"] for at in each["values"]] for each in found["weeks"]}
    assert short == {town.week(10): [10, None, 0], town.week(12): [None, 10, None]}
    (deadline,) = found["deadlines"]
    assert deadline["values"][0] < deadline["values"][1]
    assert deadline["values"][0] < deadline["values"][2]


async def test_the_plan_as_it_is_has_the_deadlines_and_the_balance_that_planning_tells(
    town: TownHall, programme: str, moving: str, counter: str, team: str
) -> None:
    other = await town.subproject(programme, "Paspoorten")
    await town.demand(other, counter, town.weeks(30, 3, 12))
    asked = await town.request(other, counter, team, town.weeks(20, 3, 4))
    await town.leads(team, f"/reservations/{asked}/confirmations", {"reason": "Akkoord"})
    nothing_needed = {
        "kind": "change-demand",
        "expertiseId": counter,
        "weeks": [],
    }
    empty = await branch(
        town,
        programme,
        nothing_needed | {"subprojectId": moving},
        nothing_needed | {"subprojectId": other},
    )
    found = await compared(town, empty)
    deadlines = await town.plans("GET", "/reservation-deadlines")
    assert {each["subprojectId"]: each["values"] for each in found["deadlines"]} == {
        each["subprojectId"]: [each["lastDay"], None] for each in deadlines["items"]
    }
    assert len(deadlines["items"]) == 2
    balances = await town.plans("GET", "/capacity-balances?weeks=52")
    assert {each["week"]: each["values"][0] for each in found["weeks"]} == {
        each["week"]: {key: each[key] for key in ("demand", "supply", "confirmed", "short")}
        for item in balances["items"]
        for each in item["weeks"]
    }


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
    before = await compared(town, scenario)
    assert (await promote(town, scenario)).status_code == 200
    balances = await town.plans("GET", "/capacity-balances?weeks=52")
    assert {each["week"]: each["short"] for each in balances["items"][0]["weeks"]} == {
        each["week"]: each["values"][1]["short"] for each in before["weeks"] if each["values"][1]
    }
    (deadline,) = (await town.plans("GET", "/reservation-deadlines"))["items"]
    assert deadline["lastDay"] == before["deadlines"][0]["values"][1]
    assert (await compared(town, scenario))["weeks"] == []


async def test_hours_that_are_needed_no_more_leave_no_demand_behind(
    town: TownHall, programme: str, moving: str, counter: str
) -> None:
    unneeded = {
        "kind": "change-demand",
        "subprojectId": moving,
        "expertiseId": counter,
        "level": 1,
        "weeks": [],
    }
    assert await town.count("reservation_deadlines") == 1
    scenario = await branch(town, programme, unneeded)
    assert (await promote(town, scenario)).status_code == 200
    assert (await town.plans("GET", f"/subprojects/{moving}/demands"))["items"] == []
    assert await town.count("reservation_deadlines") == 0
    assert (await town.plans("GET", "/capacity-balances?weeks=52"))["items"] == []


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


async def test_all_that_is_wrong_with_the_changes_is_named_and_nothing_is_kept(
    town: TownHall, programme: str, moving: str, counter: str, team: str
) -> None:
    elsewhere = await town.subproject(await town.programme(), "Belastingen")
    body = {
        "programmeId": programme,
        "name": "Kan niet",
        "changes": [
            dates(town, elsewhere, 1, 20),
            dates(town, moving, 20, 1),
            dates(town, moving, 1, 20),
            reserve(moving, str(uuid4()), str(uuid4()), town.weeks(0)),
            {
                "kind": "learn",
                "staffId": str(uuid4()),
                "expertiseId": counter,
                "fromWeek": town.week(1),
            },
        ],
    }
    refused = await town.api.ask(MANAGER, "POST", "/scenarios", body)
    assert [(each["code"], each["field"]) for each in refused.json()["errors"]] == [
        ("other-programme", "changes.0"),
        ("ends-before-start", "changes.1.endsOn"),
        ("changed-twice", "changes.2"),
        ("no-hours", "changes.3.weeks.0"),
        ("expertise-unknown", "changes.3.expertiseId"),
        ("team-unknown", "changes.3.teamId"),
        ("consent-missing", "changes.4"),
        ("staff-unknown", "changes.4.staffId"),
    ]
    assert (await town.count("scenarios"), await town.count("scenario_changes")) == (0, 0)


async def test_what_a_scenario_says_of_somebody_ends_with_the_consent(
    town: TownHall, programme: str, moving: str, counter: str
) -> None:
    consent = await town.consents()
    chat = await town.expertise("Chat")
    team = await town.team("Contactcentrum")
    anna = await town.staff(team)
    await town.capacity(anna, 24, chat)
    learns = {
        "kind": "learn",
        "staffId": anna,
        "expertiseId": counter,
        "level": 1,
        "fromWeek": town.week(10),
    }
    by_name = reserve(moving, counter, team, town.weeks(20, 10, 10)) | {"staffId": anna}
    scenario = await branch(town, programme, learns, by_name, dates(town, moving, 69, 140))
    assert [each["change"] for each in scenario["changes"]][:2] == [learns, by_name]
    found = await compared(town, scenario)
    assert [each["people"] for each in found["columns"]] == [0, 1]
    (line,) = found["given"]
    assert (line["staffId"], line["values"]) == (anna, [None, 20])
    not_yet = await promote(town, scenario)
    assert codes(not_yet) == ["expertise-not-mastered"]
    async with transaction(town.api.engine) as connection:
        kept = (
            await connection.scalars(text("SELECT content FROM planning.scenario_changes"))
        ).all()
    assert anna not in str(kept)

    await town.withdraws(consent)
    async with transaction(town.api.engine) as connection:
        await uphold_consent(connection, town.today)
    left = await town.plans("GET", f"/scenarios/{scenario['id']}")
    assert [each["change"]["kind"] for each in left["changes"]] == ["reschedule"]


async def test_a_merged_expertise_is_the_surviving_one_in_a_scenario_too(
    town: TownHall, programme: str, moving: str, counter: str
) -> None:
    old = await town.expertise("Loket")
    asks = {
        "kind": "change-demand",
        "subprojectId": moving,
        "expertiseId": old,
        "level": 1,
        "weeks": town.weeks(5, 11, 11),
    }
    scenario = await branch(town, programme, asks)
    await town.plans("POST", f"/expertises/{old}/mergers", {"intoExpertiseId": counter})
    found = await town.plans("GET", f"/scenarios/{scenario['id']}")
    assert [each["change"]["expertiseId"] for each in found["changes"]] == [counter]
    assert (await promote(town, scenario)).status_code == 200


async def test_a_discarded_scenario_is_gone_and_one_without_changes_promotes_nothing(
    town: TownHall, programme: str, moving: str
) -> None:
    scenario = await branch(town, programme, dates(town, moving, 84, 160))
    change = f"/scenarios/{scenario['id']}/changes/{scenario['changes'][0]['id']}"
    assert await discard(town, change, '"2"') == 412
    assert await discard(town, change, '"1"') == 204
    assert await discard(town, change) == 404
    refused = await promote(town, scenario)
    assert codes(refused) == ["no-changes"]
    path = f"/scenarios/{scenario['id']}"
    assert await discard(town, path, '"1"') == 412
    assert await discard(town, path, await etag(town, scenario)) == 204
    assert (await town.api.ask(MANAGER, "GET", path)).status_code == 404
    assert (await town.plans("GET", f"/scenarios?programmeId={programme}"))["items"] == []


async def test_scenarios_of_one_programme_are_listed_and_compared_with_no_other(
    town: TownHall, programme: str, moving: str
) -> None:
    other = await town.programme()
    mine, theirs = await branch(town, programme), await branch(town, other)
    listed = await town.plans("GET", f"/scenarios?programmeId={programme}")
    assert [each["id"] for each in listed["items"]] == [mine["id"]]
    path = f"/scenario-comparisons?scenarioId={mine['id']}&scenarioId={theirs['id']}"
    refused = await town.api.ask(MANAGER, "GET", path)
    assert codes(refused) == ["different-programmes"]
