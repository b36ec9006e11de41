"""Expertise coverage (definition C8) from what is asked, confirmed and said about people."""

from shared.web.access import Role
from tests.support.planning_world import TownHall


async def test_a_focus_area_is_covered_by_who_is_confirmed_and_who_stands_in(
    town: TownHall,
) -> None:
    await town.consents()
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken")
    anna, ben = await town.people(team, 2)
    for each in (anna, ben):
        await town.capacity(each, 20)
        await town.levels(each, {counter: 2})
    programme = await town.programme()
    subproject = await town.subproject(programme)
    await town.subproject(programme, "Nog niets gevraagd", focusArea="Archief")
    await town.demand(subproject, counter, town.weeks(10), level=2)

    async def figure() -> tuple[int, int, int, int]:
        found = await town.plans("GET", "/expertise-coverage")
        assert found["definition"] == "C8"
        ((each,),) = [area["expertises"] for area in found["areas"]]
        return found["numerator"], found["denominator"], each["confirmed"], each["deputies"]

    assert await figure() == (0, 1, 0, 0)
    reservation = await town.request(subproject, counter, team, town.weeks(10), anna)
    await town.leads(team, f"/reservations/{reservation}/confirmations", {})
    assert await figure() == (0, 1, 1, 0)
    area = {"focusArea": "Burgerzaken", "expertiseId": counter}
    await town.about(ben, "deputyships", {"deputyships": [area]})
    assert await figure() == (1, 1, 1, 1)
    await town.plans("POST", f"/staff/{ben}/departures", {"leftOn": town.day(0)})
    assert await figure() == (0, 1, 1, 0)


async def test_without_consent_it_is_not_known_which_is_not_zero(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    await town.team("Publiekszaken", h20=[counter])
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(10))
    found = await town.api.ok(Role.TEAM_LEADER, "GET", "/expertise-coverage")
    assert (found["numerator"], found["denominator"]) == (None, 1)
    (area,) = found["areas"]
    assert area["covered"] is None
    assert [(each["confirmed"], each["deputies"]) for each in area["expertises"]] == [(None, None)]
