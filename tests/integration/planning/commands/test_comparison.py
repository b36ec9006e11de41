"""Scenarios beside the plan as it is, and in what they differ."""

from tests.support.branches import MANAGER, branch, codes, compared, dates
from tests.support.installations import Database
from tests.support.past import as_if_days_ago
from tests.support.planning_world import TownHall


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
    (subproject,) = found["differences"]["subprojects"]
    assert [each["startsOn"] for each in subproject["values"]] == [
        town.day(70),
        town.day(84),
        town.day(70),
    ]
    (milestone,) = found["differences"]["milestones"]
    assert milestone["milestone"] == "Besluit"
    assert [each["dueOn"] for each in milestone["values"]] == [
        town.day(80),
        town.day(94),
        town.day(80),
    ]
    assert milestone["values"][0]["p80"] < milestone["values"][1]["p80"]
    short = {
        each["week"]: [at and at["short"] for at in each["values"]]
        for each in found["differences"]["weeks"]
    }
    assert short == {town.week(10): [10, None, 0], town.week(12): [None, 10, None]}
    (deadline,) = found["differences"]["deadlines"]
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
    assert {each["subprojectId"]: each["values"] for each in found["differences"]["deadlines"]} == {
        each["subprojectId"]: [each["lastDay"], None] for each in deadlines["items"]
    }
    assert len(deadlines["items"]) == 2
    balances = await town.plans("GET", "/capacity-balances?weeks=52")
    assert {each["week"]: each["values"][0] for each in found["differences"]["weeks"]} == {
        each["week"]: {key: each[key] for key in ("demand", "supply", "confirmed", "short")}
        for item in balances["items"]
        for each in item["weeks"]
    }


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


async def test_of_a_day_in_the_past_it_says_what_each_changed_then_and_who_learned_is_not_kept(
    town: TownHall, programme: str, moving: str, counter: str, team: str, database: Database
) -> None:
    await town.consents()
    learns = {
        "kind": "learn",
        "staffId": await town.staff(team),
        "expertiseId": counter,
        "level": 2,
        "fromWeek": town.week(4),
    }
    moved = dates(town, moving, 84, 160)
    scenario = await branch(town, programme, moved, learns)
    await as_if_days_ago(database, 3)
    needs_less = {"kind": "change-demand", "subprojectId": moving, "expertiseId": counter}
    later = needs_less | {"weeks": town.weeks(1)}
    await town.plans("POST", f"/scenarios/{scenario['id']}/changes", later)
    path = f"/scenario-comparisons?scenarioId={scenario['id']}&per={town.day(-1)}"
    then = await town.plans("GET", path)
    (column,) = then["columns"]
    assert [each["id"] for each in column["changes"]] == [
        each["id"] for each in scenario["changes"]
    ]
    somebody = {name: value for name, value in learns.items() if name != "staffId"}
    assert [each["change"] for each in column["changes"]] == [moved, somebody]
    assert [column[name] for name in ("shortHours", "people", "obstacles")] == [None] * 3
    assert then["differences"] is None
    before = f"/scenario-comparisons?scenarioId={scenario['id']}&per={town.day(-9)}"
    assert codes(await town.api.ask(MANAGER, "GET", before)) == ["not-known-then"]
