"""In which groups people are still missing, as far as it may be known."""

from datetime import timedelta
from typing import Any

from shared.contracts.planning_v1 import StaffChanged
from shared.web.access import Role
from tests.support.engagement_world import T0, Municipality, at
from tests.support.service_api import ServiceApi

MANAGER, LEADER, EMPLOYEE = Role.PROGRAMME_MANAGER, Role.TEAM_LEADER, Role.EMPLOYEE
DAY = timedelta(days=1)


async def gaps(api: ServiceApi, municipality: Municipality) -> Any:
    """What the programme manager sees."""
    path = f"/subprojects/{municipality.subproject_id}/coverage-gaps"
    return await api.ok(MANAGER, "GET", path)


def figures(found: list[dict[str, Any]]) -> list[tuple[Any, ...]]:
    """Name, involved, affected, missing and lead time of each group."""
    names = ("name", "numerator", "denominator", "missing", "medianLeadDays")
    return [tuple(each[name] for name in names) for each in found]


async def test_the_group_in_which_most_are_missing_comes_first(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff)
    moment = await municipality.moment(T0 - 10 * DAY)
    await municipality.attend(moment, *municipality.staff[:8])
    found = await gaps(api, municipality)
    assert figures(found["teams"]) == [
        ("Burgerzaken", 0, 5, 5, None),
        ("Balie", 8, 9, 1, 10.0),
    ]
    assert figures(found["functionGroups"]) == [("Medewerker", 8, 14, 6, 10.0)]
    assert (found["t0"], found["norm"]) == (T0.isoformat(), 0.8)
    assert (found["whole"]["numerator"], found["whole"]["denominator"]) == (8, 14)


async def test_a_small_team_is_not_shown_and_neither_is_what_it_could_be_worked_out_from(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff[:13])
    found = await gaps(api, municipality)
    hidden = [("Balie", None, None, None, None), ("Burgerzaken", None, None, None, None)]
    assert figures(found["teams"]) == hidden
    assert figures(found["functionGroups"]) == [("Medewerker", 0, 13, 13, None)]
    await municipality.affect()
    assert figures((await gaps(api, municipality))["teams"]) == hidden


async def test_heads_give_the_gaps_of_the_groups_by_which_they_were_counted(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 12, municipality.other_team: 8})
    moment = await municipality.moment(T0 - 10 * DAY)
    await municipality.count(moment, municipality.team, 12, 9)
    found = await gaps(api, municipality)
    assert figures(found["teams"]) == [("Burgerzaken", 0, 8, 8, None), ("Balie", 9, 12, 3, None)]
    assert found["teams"][0]["definition"] == "E2-lower-bound"
    assert figures(found["functionGroups"]) == [("Medewerker", None, None, None, None)]


async def test_the_figures_of_a_frozen_cohort_outlive_the_consent(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    consent = await municipality.consent()
    await municipality.affect(*municipality.staff)
    moment = await municipality.moment(T0 - 10 * DAY)
    await municipality.attend(moment, *municipality.staff[:8])
    await municipality.hear(municipality.started(), when=at(T0))
    before = await gaps(api, municipality)
    await api.ok(Role.WORKS_COUNCIL, "POST", f"/consents/{consent}/withdrawals", {"reason": ""})
    assert await gaps(api, municipality) == before


async def test_who_moved_counts_with_the_team_of_now(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff)
    moved = StaffChanged(
        staff_id=municipality.staff[0],
        team_id=municipality.other_team,
        function_group_id=municipality.function_group,
        changed_on=T0,
    )
    await municipality.hear(moved)
    await municipality.moment(T0 - DAY)
    found = (await gaps(api, municipality))["teams"]
    assert {each["name"]: each["denominator"] for each in found} == {"Balie": 8, "Burgerzaken": 6}


async def test_an_employee_does_not_see_the_groups_of_others(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    path = f"/subprojects/{municipality.subproject_id}/coverage-gaps"
    await api.ok(LEADER, "GET", path)
    assert await api.refused(403, EMPLOYEE, "GET", path) == ["role-missing"]
