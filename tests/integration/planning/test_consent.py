"""Without the works council's consent planning keeps nothing about a person's hours."""

import gc
from datetime import timedelta
from typing import Any

from services.planning.commands.consent import uphold_consent
from services.planning.commands.workforce import workforce
from services.planning.domain.supply.workforce import Person
from services.planning.tables import PERSON_LEVEL, metadata
from shared.contracts.planning_v1 import (
    OrganisationUpdated,
    ReservationRequested,
    StaffChanged,
    StaffJoined,
    StaffLeft,
)
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.web.access import Role
from tests.support.planning_world import TownHall

MANAGER = Role.PROGRAMME_MANAGER


def everything_about_a_person(town: TownHall, expertise: str) -> dict[str, dict[str, Any]]:
    """A row for every table of what may be known of a person, in the order to say it."""
    return {
        "working-hours": {"workingHours": [{"fromDate": town.day(0), "weeklyHours": 36}]},
        "expertises": {"expertises": [{"expertiseId": expertise, "level": 2}]},
        "absences": {"absences": [{"startsOn": town.day(0), "endsOn": town.day(3)}]},
        "counter-duties": {"counterDuties": [{"fromWeek": town.week(1), "weeklyHours": 4}]},
        "deputyships": {
            "deputyships": [{"focusArea": "Burgerzaken", "expertiseId": expertise}],
        },
    }


async def test_without_consent_hours_and_expertise_of_a_person_are_refused(
    town: TownHall,
) -> None:
    counter = await town.expertise("Balie")
    anna = await town.staff(await town.team("Publiekszaken"))
    await town.subproject(await town.programme())
    for what, body in everything_about_a_person(town, counter).items():
        path = f"/staff/{anna}/{what}"
        codes = await town.api.refused(409, MANAGER, "PUT", path, body, If_Match='"1"')
        assert "consent-missing" in codes
    for table in PERSON_LEVEL:
        assert await town.count(table.name) == 0


async def test_withdrawal_removes_persons_and_keeps_the_teams_reservations(
    town: TownHall,
) -> None:
    consent = await town.consents()
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h20=[counter])
    anna = await town.staff(team)
    await town.capacity(anna, 36, counter)
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(30))
    reservation = await town.request(subproject, counter, team, town.weeks(30), anna)
    await town.leads(team, f"/reservations/{reservation}/confirmations", {})

    await town.withdraws(consent)

    assert await town.count("staff_hours") == await town.count("staff_expertises") == 0
    kept = await town.plans("GET", f"/reservations/{reservation}")
    assert (kept["staffId"], kept["state"]) == (None, "confirmed")
    assert [each.staff_id for each in await town.told(ReservationRequested)] == [None]
    member = await town.plans("GET", f"/staff/{anna}")
    assert (member["workingHours"], member["expertises"]) == ([], [])
    assert (await town.balance())["Balie"] == {
        "demand": 30,
        "supply": 20,
        "confirmed": 30,
        "short": 10,
        "overAllocated": 10,
    }


def test_every_table_with_a_person_is_emptied_or_keeps_its_row_without_the_person() -> None:
    about_people = {table for table in metadata.tables.values() if "staff_id" in table.columns}
    nameless = {table for table in about_people if table.c.staff_id.nullable}
    assert about_people - nameless == set(PERSON_LEVEL)
    assert {table.name for table in nameless} == {
        "reservations",
        "counter_offers",
        "scenario_changes",
    }


async def test_nothing_about_a_person_outlives_the_consent(town: TownHall) -> None:
    consent = await town.consents()
    counter = await town.expertise("Balie")
    anna = await town.staff(await town.team("Publiekszaken"))
    await town.subproject(await town.programme())
    for what, body in everything_about_a_person(town, counter).items():
        await town.about(anna, what, body)
    assert [await town.count(table.name) for table in PERSON_LEVEL] == [1] * len(PERSON_LEVEL)
    before = await town.plans("GET", f"/staff/{anna}")

    await town.withdraws(consent)

    assert (await town.plans("GET", f"/staff/{anna}"))["version"] > before["version"]
    assert [await town.count(table.name) for table in PERSON_LEVEL] == [0] * len(PERSON_LEVEL)


async def test_a_consent_that_ends_is_upheld_by_the_hourly_work(town: TownHall) -> None:
    await town.consents(valid_days=10)
    counter = await town.expertise("Balie")
    await town.capacity(await town.staff(await town.team("Publiekszaken")), 36, counter)
    async with transaction(town.api.engine) as connection:
        await uphold_consent(connection, town.today + timedelta(days=10))
    assert await town.count("staff_hours") == 1
    async with transaction(town.api.engine) as connection:
        await uphold_consent(connection, town.today + timedelta(days=11))
    assert await town.count("staff_hours") == 0


async def test_one_of_two_consents_that_is_withdrawn_leaves_the_other(town: TownHall) -> None:
    first = await town.consents()
    await town.consents()
    counter = await town.expertise("Balie")
    await town.capacity(await town.staff(await town.team("Publiekszaken")), 36, counter)
    await town.withdraws(first)
    assert await town.count("staff_hours") == 1


async def test_staff_is_told_by_a_random_id_and_the_public_hears_head_counts(
    town: TownHall,
) -> None:
    team, other = await town.team("Publiekszaken"), await town.team("Archief")
    anna = await town.staff(team)
    member = await town.plans("GET", f"/staff/{anna}")
    placement = {"teamId": other, "functionGroupId": member["functionGroupId"]}
    await town.plans("PUT", f"/staff/{anna}/placement", placement, If_Match='"1"')
    await town.plans("POST", f"/staff/{anna}/departures", {"leftOn": town.day(0)})

    assert [str(each.staff_id) for each in await town.told(StaffJoined)] == [anna]
    assert [str(each.team_id) for each in await town.told(StaffChanged)] == [other]
    assert [str(each.left_on) for each in await town.told(StaffLeft)] == [town.day(0)]
    told = await town.told(OrganisationUpdated)
    counts = [{each.name: each.headcount for each in event.teams} for event in told[-3:]]
    assert counts == [
        {"Publiekszaken": 1, "Archief": 0},
        {"Publiekszaken": 0, "Archief": 1},
        {"Publiekszaken": 0, "Archief": 0},
    ]


async def test_an_employee_sees_only_themselves(town: TownHall) -> None:
    team = await town.team("Publiekszaken")
    anna, ben = await town.staff(team), await town.staff(team)
    own = await town.api.ok(Role.EMPLOYEE, "GET", f"/staff/{anna}", subject=anna)
    assert own["id"] == anna
    assert await town.api.refused(403, Role.EMPLOYEE, "GET", f"/staff/{ben}", subject=anna) == [
        "outside-scope"
    ]


async def test_who_leads_a_subproject_cannot_leave_before_somebody_else_does(
    town: TownHall,
) -> None:
    anna = await town.staff(await town.team("Publiekszaken"))
    subproject = await town.subproject(await town.programme(), lead={"staffId": anna})
    path = f"/staff/{anna}/departures"
    body = {"leftOn": town.day(10)}
    assert await town.api.refused(409, MANAGER, "POST", path, body) == ["leads-subproject"]
    await town.plans(
        "PUT", f"/subprojects/{subproject}/lead", {"function": "Projectleider"}, If_Match='"1"'
    )
    await town.plans("POST", path, body)


async def test_whose_hours_were_read_is_not_remembered_when_consent_ended(town: TownHall) -> None:
    consent = await town.consents()
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h20=[counter])
    anna = await town.staff(team)
    await town.capacity(anna, 36, counter)

    async def givers() -> set[str]:
        async with transaction(town.api.engine) as connection:
            found = (await workforce(connection)).supplies(IsoWeek.of(town.today))
        return {str(each.staff_id) for each in found}

    assert await givers() == {anna}
    gc.collect()
    read = [each for each in gc.get_objects() if isinstance(each, Person)]
    assert anna not in {str(each.staff_id) for each in read}, "another replica would keep it"
    await town.withdraws(consent)
    assert await givers() == {"None"}
