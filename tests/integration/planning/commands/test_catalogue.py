"""The catalogue of expertises: every word leads to one entry, and merged entries stay the way."""

from typing import Any

from shared.web.access import Role
from tests.support.planning_world import TownHall

MANAGER = Role.PROGRAMME_MANAGER


async def found(town: TownHall, word: str) -> list[str]:
    """The names of the expertises that a word stands for."""
    page = await town.api.ok(MANAGER, "GET", f"/expertises?name={word}")
    return [each["name"] for each in page["items"]]


async def merge(town: TownHall, merged: str, into: str) -> Any:
    body = {"intoExpertiseId": into}
    return await town.plans("POST", f"/expertises/{merged}/mergers", body)


async def test_an_expertise_has_lead_times_and_is_renamed_by_who_knows_its_version(
    town: TownHall,
) -> None:
    made = await town.plans("POST", "/expertises", {"name": "Balie", "synonyms": ["Loket"]})
    assert (made["learningWeeks"], made["hiringWeeks"]) == (8, 16)
    path = f"/expertises/{made['id']}"
    body = {"name": "Publieksbalie", "synonyms": ["Balie"], "learningWeeks": 4}
    changed = await town.plans("PUT", path, body, If_Match='"1"')
    assert (changed["name"], changed["learningWeeks"], changed["version"]) == (
        "Publieksbalie",
        4,
        2,
    )
    refused = await town.api.refused(412, MANAGER, "PUT", path, body, If_Match='"1"')
    assert refused == ["version-changed"]
    assert await found(town, "BALIE") == ["Publieksbalie"]
    assert await found(town, "loket") == []


async def test_a_word_stands_for_one_expertise(town: TownHall) -> None:
    await town.plans("POST", "/expertises", {"name": "Balie", "synonyms": ["Loket"]})
    data = await town.expertise("Data")
    for name, synonyms in (("loket", []), ("Anders", ["BALIE"]), ("Data", [])):
        body = {"name": name, "synonyms": synonyms}
        assert await town.api.refused(400, MANAGER, "POST", "/expertises", body) == ["name-taken"]
    twice = {"name": "Data", "synonyms": ["data", "Cijfers", "cijfers"]}
    codes = await town.api.refused(
        400, MANAGER, "PUT", f"/expertises/{data}", twice, If_Match='"1"'
    )
    assert codes == ["synonym-twice", "synonym-twice"]


async def test_a_merged_expertise_leads_to_the_surviving_one_by_id_name_and_synonym(
    town: TownHall,
) -> None:
    desk = (await town.plans("POST", "/expertises", {"name": "Loket", "synonyms": ["Desk"]}))["id"]
    counter, front = await town.expertise("Balie"), await town.expertise("Frontoffice")
    await merge(town, desk, counter)
    survivor = await merge(town, counter, front)

    assert sorted(each["name"] for each in survivor["merged"]) == ["Balie", "Loket"]
    for old in (desk, counter, front):
        assert (await town.plans("GET", f"/expertises/{old}"))["id"] == front
    for word in ("loket", "desk", "Balie", "frontoffice"):
        assert await found(town, word) == ["Frontoffice"]
    listed = await town.plans("GET", "/expertises")
    assert [each["name"] for each in listed["items"]] == ["Frontoffice"]
    assert await town.api.refused(400, MANAGER, "POST", "/expertises", {"name": "Desk"}) == [
        "name-taken"
    ]


async def test_what_was_merged_cannot_be_merged_or_changed_again(town: TownHall) -> None:
    desk, counter = await town.expertise("Loket"), await town.expertise("Balie")
    await merge(town, desk, counter)
    for merged, into, status in ((desk, counter, 409), (counter, desk, 400)):
        path, body = f"/expertises/{merged}/mergers", {"intoExpertiseId": into}
        assert await town.api.refused(status, MANAGER, "POST", path, body) == ["expertise-merged"]
    path, body = f"/expertises/{counter}/mergers", {"intoExpertiseId": counter}
    assert await town.api.refused(400, MANAGER, "POST", path, body) == ["same-expertise"]
    path = f"/expertises/{desk}"
    assert await town.api.refused(409, MANAGER, "PUT", path, {"name": "X"}, If_Match="*") == [
        "expertise-merged"
    ]


async def test_demand_reservations_pools_and_people_move_along_and_the_balance_adds_up(
    town: TownHall,
) -> None:
    await town.consents()
    desk, counter = await town.expertise("Loket"), await town.expertise("Balie")
    pooled = await town.team("Archief", h20=[desk, counter])
    team = await town.team("Publiekszaken")
    anna = await town.staff(team)
    await town.capacity(anna, 10)
    await town.levels(anna, {desk: 3, counter: 1})
    moving = await town.subproject(await town.programme())
    births = await town.subproject(await town.programme(), "Geboorte")
    await town.demand(moving, desk, town.weeks(5, 1, 2), level=2)
    both = await town.demand(moving, counter, town.weeks(7))
    only = await town.demand(births, desk, town.weeks(4))
    reservation = await town.request(births, desk, pooled, town.weeks(4))
    await town.leads(pooled, f"/reservations/{reservation}/confirmations", {})
    areas = {"deputyships": [{"focusArea": "Burgerzaken", "expertiseId": desk}]}
    await town.about(anna, "deputyships", areas)

    await merge(town, desk, counter)

    kept = await town.plans("GET", f"/subprojects/{moving}/demands/{both}")
    assert (kept["level"], kept["version"]) == (2, 2)
    assert [each["hours"] for each in kept["weeks"]] == [12, 5]
    assert len((await town.plans("GET", f"/subprojects/{moving}/demands"))["items"]) == 1
    moved = await town.plans("GET", f"/subprojects/{births}/demands/{only}")
    assert moved["expertiseId"] == counter
    assert (await town.plans("GET", f"/reservations/{reservation}"))["expertiseId"] == counter
    pools = (await town.plans("GET", f"/teams/{pooled}"))["pools"]
    assert [each["expertiseIds"] for each in pools] == [[counter]]
    member = await town.plans("GET", f"/staff/{anna}")
    assert [(each["expertiseId"], each["level"]) for each in member["expertises"]] == [(counter, 3)]
    assert [each["expertiseId"] for each in member["deputyships"]] == [counter]
    # 12 of level 2 have the 10 of Anna; the 4 of level 1 are those that the pool confirmed.
    balance = (await town.balance())["Balie"]
    figures = ("demand", "supply", "confirmed", "short")
    assert [balance[figure] for figure in figures] == [16, 30, 4, 2]


async def test_an_old_id_is_taken_for_the_surviving_expertise_everywhere(town: TownHall) -> None:
    await town.consents()
    desk, counter = await town.expertise("Loket"), await town.expertise("Balie")
    await merge(town, desk, counter)
    team = await town.team("Publiekszaken", h20=[desk])
    anna = await town.staff(await town.team("Archief"))
    await town.capacity(anna, 10, desk)
    subproject = await town.subproject(await town.programme())
    demand = await town.demand(subproject, desk, town.weeks(4))
    reservation = await town.request(subproject, desk, team, town.weeks(4))

    path = f"/subprojects/{subproject}/demands/{demand}"
    assert (await town.plans("GET", path))["expertiseId"] == counter
    assert (await town.plans("GET", f"/reservations/{reservation}"))["expertiseId"] == counter
    assert (await town.balance())["Balie"]["supply"] == 30
