"""How much of the demand was reserved in time, with its numerator and denominator."""

from datetime import timedelta
from typing import Any

from shared.web.access import Role
from tests.support.planning_world import TownHall


async def timeliness(town: TownHall, query: str = "") -> Any:
    """What the programme manager sees."""
    return await town.plans("GET", f"/reservation-timeliness{query}")


async def test_hours_confirmed_in_time_of_the_hours_demanded(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h40=[counter])
    programme = await town.programme()
    moving, births = [await town.subproject(programme, name) for name in ("Verhuizen", "Geboorte")]
    nothing = await timeliness(town)
    assert (nothing["share"], nothing["denominator"], nothing["subprojects"]) == (None, 0, [])

    await town.demand(moving, counter, town.weeks(20, 2, 2) + town.weeks(20, 8, 9))
    await town.demand(births, counter, town.weeks(10, 9, 9))
    late = await town.request(moving, counter, team, town.weeks(20, 2, 2))
    early = await town.request(moving, counter, team, town.weeks(15, 8, 9))
    for each in (late, early):
        await town.leads(team, f"/reservations/{each}/confirmations", {})
    released = await town.request(births, counter, team, town.weeks(10, 9, 9))
    await town.leads(team, f"/reservations/{released}/confirmations", {})
    await town.leads(team, f"/reservations/{released}/releases", {"reason": "Ziekte"})

    found = await timeliness(town)
    assert (found["definition"], found["normDays"]) == ("C4", 20)
    assert (found["firstWeek"], found["lastWeek"]) == (town.week(0), town.week(11))
    assert (found["numerator"], found["denominator"]) == (30, 70)
    assert found["subprojects"] == [
        {
            "subprojectId": births,
            "subproject": "Geboorte",
            "numerator": 0,
            "denominator": 10,
            "share": 0,
        },
        {
            "subprojectId": moving,
            "subproject": "Verhuizen",
            "numerator": 30,
            "denominator": 60,
            "share": 0.5,
        },
    ]
    of_two_weeks = await timeliness(town, f"?firstWeek={town.week(8)}&weeks=1")
    assert (of_two_weeks["numerator"], of_two_weeks["denominator"]) == (15, 20)
    shown = await town.plans("GET", f"/reservations/{late}")
    assert shown["confirmedOn"] == town.day(0)
    assert 0 < shown["leadDays"] <= 10


async def test_later_it_still_counts_by_the_day_of_the_confirmation(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h40=[counter])
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(20, 8, 8))
    asked = await town.request(subproject, counter, team, town.weeks(20, 8, 8))
    await town.leads(team, f"/reservations/{asked}/confirmations", {})
    town.api.now += timedelta(weeks=8)
    assert (await timeliness(town))["numerator"] == 20


async def test_a_week_that_is_no_week_is_refused(town: TownHall) -> None:
    assert await town.api.refused(
        400, Role.PROGRAMME_MANAGER, "GET", "/reservation-timeliness?firstWeek=2026-W54"
    )


async def test_it_can_be_asked_as_it_was_known_on_a_day(town: TownHall) -> None:
    counter = await town.expertise("Balie")
    team = await town.team("Publiekszaken", h40=[counter])
    subproject = await town.subproject(await town.programme())
    await town.demand(subproject, counter, town.weeks(20, 8, 8))
    asked = await town.request(subproject, counter, team, town.weeks(20, 8, 8))
    await town.leads(team, f"/reservations/{asked}/confirmations", {})
    then = await timeliness(town)
    town.api.now += timedelta(days=1)
    assert await timeliness(town, f"?per={town.day(-1)}") == then
