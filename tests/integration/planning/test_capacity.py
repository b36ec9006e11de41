"""Demand, the weekly balance and what is told of it."""

from services.planning.commands.balance import refresh_balance
from shared.contracts.planning_v1 import (
    CapacityBalanceUpdated,
    CapacityShortageDetected,
    CapacityShortageResolved,
    ShortWeek,
    WeekBalance,
)
from shared.database import transaction
from shared.web.access import Role
from tests.support.planning_world import TownHall

MANAGER = Role.PROGRAMME_MANAGER


async def test_an_hour_that_two_expertises_want_is_short_once(town: TownHall) -> None:
    counter, data = await town.expertise("Balie"), await town.expertise("Data")
    await town.team("Publiekszaken", h20=[counter, data])
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(15))
    await town.demand(subproject, data, town.weeks(15))

    balance = await town.balance()

    assert {name: each["supply"] for name, each in balance.items()} == {"Balie": 20, "Data": 20}
    assert sum(each["short"] for each in balance.values()) == 10


async def test_people_count_once_under_consent_and_replace_their_teams_pool(
    town: TownHall,
) -> None:
    await town.consents()
    counter, data = await town.expertise("Balie"), await town.expertise("Data")
    team = await town.team("Publiekszaken", h100=[counter, data])
    for expertises in ((counter, data), (counter,)):
        await town.capacity(await town.staff(team), 18, *expertises)
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(30))
    await town.demand(subproject, data, town.weeks(10))

    balance = await town.balance()

    assert balance["Balie"] == {
        "demand": 30,
        "supply": 36,
        "confirmed": 0,
        "short": 4,
        "overAllocated": 0,
    }
    assert balance["Data"] == {
        "demand": 10,
        "supply": 18,
        "confirmed": 0,
        "short": 0,
        "overAllocated": 0,
    }


async def test_a_change_that_leaves_the_balance_as_it_was_is_not_told(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    await town.people(await town.team("Publiekszaken", h20=[counter]), 5)
    assert await town.told(CapacityBalanceUpdated) == []
    subproject = await town.subproject(await town.programme())
    demand = await town.demand(subproject, counter, town.weeks(15, 1, 2))
    assert len(await town.told(CapacityBalanceUpdated)) == 1

    path = f"/subprojects/{subproject}/demands/{demand}"
    await town.plans("PUT", path, {"weeks": town.weeks(15, 1, 2)}, If_Match='"1"')
    await town.team("Archief", h20=[await town.expertise("Archief")])
    async with transaction(town.api.engine) as connection:
        await refresh_balance(connection, town.today)
    assert len(await town.told(CapacityBalanceUpdated)) == 1

    await town.plans("PUT", path, {"weeks": town.weeks(16, 1, 2)}, If_Match='"2"')
    told = await town.told(CapacityBalanceUpdated)
    assert [[week.demand for week in each.weeks] for each in told] == [[15, 15], [16, 16]]


async def test_a_shortage_is_told_when_it_comes_changes_and_goes(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    await town.people(await town.team("Publiekszaken", h20=[counter]), 5)
    subproject = await town.subproject(await town.programme())
    demand = await town.demand(subproject, counter, town.weeks(25, 1, 2))
    path = f"/subprojects/{subproject}/demands/{demand}"
    await town.plans("PUT", path, {"weeks": town.weeks(22, 2, 3)}, If_Match='"1"')
    await town.plans("PUT", path, {"weeks": town.weeks(20, 2, 3)}, If_Match='"2"')

    detected = await town.told(CapacityShortageDetected)
    assert [[(each.week, each.short) for each in event.weeks] for event in detected] == [
        [(town.week(1), 5), (town.week(2), 5)],
        [(town.week(2), 2), (town.week(3), 2)],
    ]
    (resolved,) = await town.told(CapacityShortageResolved)
    assert resolved.expertise == "Balie"


async def test_a_shortage_that_went_by_with_its_week_is_resolved(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(25, 0, 0))
    async with transaction(town.api.engine) as connection:
        await refresh_balance(connection, town.today.replace(year=town.today.year + 1))
    assert len(await town.told(CapacityShortageResolved)) == 1
    assert await town.count("capacity_balance") == 0


async def test_hours_of_people_are_in_the_balance_and_in_no_public_event(town: TownHall) -> None:
    await town.consents()
    counter = await town.expertise("Balie")
    people = await town.people(await town.team("Publiekszaken"), 6)
    for each in people:
        await town.capacity(each, 4, counter)
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(30))
    await town.capacity(people[0], 8, counter)

    assert (await town.balance())["Balie"] == {
        "demand": 30,
        "supply": 28,
        "confirmed": 0,
        "short": 2,
        "overAllocated": 0,
    }
    # One of each: that somebody's hours changed is not told either.
    (updated,) = await town.told(CapacityBalanceUpdated)
    assert updated.weeks == (WeekBalance(week=town.week(1)),)
    (detected,) = await town.told(CapacityShortageDetected)
    assert detected.weeks == (ShortWeek(week=town.week(1)),)


async def test_a_teams_hours_are_public_while_five_people_are_in_it(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h20=[counter])
    people = await town.people(team, 4)
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(15))
    await town.people(team, 1)
    await town.plans("POST", f"/staff/{people[0]}/departures", {"leftOn": town.day(0)})

    told = await town.told(CapacityBalanceUpdated)
    assert [week.supply for event in told for week in event.weeks] == [None, 20, None]


async def test_demand_outside_the_subproject_is_refused_with_every_week(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    subproject = await town.subproject(await town.programme(), endsOn=town.day(7))
    path = f"/subprojects/{subproject}/demands"
    body = {"expertiseId": counter, "weeks": town.weeks(4, 2, 3)}
    assert await town.api.refused(400, MANAGER, "POST", path, body) == ["outside-subproject"] * 2
    body["weeks"] = [{"week": "2026-W54", "hours": 4}]
    assert await town.api.refused(400, MANAGER, "POST", path, body) == ["iso-week"]
    assert await town.count("demands") == 0


async def test_an_expertise_has_one_demand_in_a_subproject(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(4))
    body = {"expertiseId": counter, "weeks": town.weeks(4)}
    path = f"/subprojects/{subproject}/demands"
    assert await town.api.refused(409, MANAGER, "POST", path, body) == ["demand-exists"]
    found = await town.plans("GET", path)
    assert [item["weeks"] for item in found["items"]] == [town.weeks(4)]


async def test_a_demand_has_hours_or_is_taken_away(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    subproject = await town.subproject(await town.programme())
    path = f"/subprojects/{subproject}/demands"
    nothing = {"expertiseId": counter, "weeks": []}
    assert await town.api.refused(400, MANAGER, "POST", path, nothing) == ["too-short"]
    demand = f"{path}/{await town.demand(subproject, counter, town.weeks(20))}"
    codes = await town.api.refused(400, MANAGER, "PUT", demand, {"weeks": []}, If_Match="*")
    assert codes == ["too-short"]
    assert (await town.balance())["Balie"]["demand"] == 20

    answer = await town.api.ask(MANAGER, "DELETE", demand, If_Match='"0"')
    assert answer.status_code == 412
    answer = await town.api.ask(MANAGER, "DELETE", demand, If_Match="*")
    assert answer.status_code == 204
    assert (await town.plans("GET", path))["items"] == []
    assert await town.balance() == {}
    assert (await town.api.ask(MANAGER, "GET", demand)).status_code == 404
    assert await town.demand(subproject, counter, town.weeks(8))


async def test_what_a_closed_subproject_asked_stays(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    subproject = await town.subproject(await town.programme())
    demand = await town.demand(subproject, counter, town.weeks(20))
    other = await town.subproject(await town.programme(), "Ander")
    elsewhere = f"/subprojects/{other}/demands/{demand}"
    assert (await town.api.ask(MANAGER, "DELETE", elsewhere, If_Match="*")).status_code == 404
    cancelled = {"reason": "Het gaat niet door."}
    await town.plans("POST", f"/subprojects/{subproject}/cancellations", cancelled, If_Match="*")
    path = f"/subprojects/{subproject}/demands/{demand}"
    assert await town.api.refused(409, MANAGER, "DELETE", path, If_Match="*") == [
        "subproject-closed"
    ]
    assert (await town.api.ask(MANAGER, "GET", path)).status_code == 200
