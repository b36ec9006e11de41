"""Scenarios: a branch that nobody hears of, with all that may be wrong with it."""

from uuid import uuid4

from sqlalchemy import text

from services.planning.commands.consent import uphold_consent
from shared.database import transaction
from tests.support.branches import (
    MANAGER,
    branch,
    codes,
    compared,
    dates,
    discard,
    etag,
    promote,
    reserve,
    told,
)
from tests.support.planning_world import TownHall


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
    (line,) = found["differences"]["given"]
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
