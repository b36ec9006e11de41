"""Who may tell and read who was at a moment."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from shared.web.access import Role
from tests.support.engagement_world import T0, Municipality
from tests.support.service_api import ServiceApi

MANAGER, LEADER, EMPLOYEE = Role.PROGRAMME_MANAGER, Role.TEAM_LEADER, Role.EMPLOYEE
DAY = timedelta(days=1)


async def moment_path(municipality: Municipality) -> str:
    """The address of a moment before T0."""
    moment_id = await municipality.moment(T0 - 10 * DAY)
    return f"/subprojects/{municipality.subproject_id}/moments/{moment_id}"


def heads(team: object, invited: int, attended: int | None) -> dict[str, Any]:
    """A body with the heads of one team."""
    counted = {"groupId": str(team), "invited": invited, "attended": attended}
    return {"headCounts": [counted]}


async def test_heads_are_told_and_corrected(api: ServiceApi, municipality: Municipality) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 12})
    path = await moment_path(municipality)
    first = heads(municipality.team, 10, None)
    told = await api.ok(MANAGER, "POST", f"{path}/head-counts", first)
    assert (told["invited"], told["attended"]) == (10, None)
    await api.ok(MANAGER, "POST", f"{path}/head-counts", heads(municipality.team, 10, 9))
    read = await api.ok(EMPLOYEE, "GET", path)
    assert (read["invited"], read["attended"]) == (10, 9)


async def test_all_heads_that_do_not_fit_are_answered_at_once(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 6})
    path = await moment_path(municipality)
    wrong = {
        "headCounts": [
            *heads(municipality.team, 7, 8)["headCounts"],
            *heads(municipality.other_team, 1, 1)["headCounts"],
        ]
    }
    assert await api.refused(400, MANAGER, "POST", f"{path}/head-counts", wrong) == [
        "more-invited-than-affected",
        "more-attended-than-invited",
        "group-not-affected",
    ]
    assert (await api.ok(MANAGER, "GET", path))["invited"] is None


async def test_a_small_number_of_invited_is_not_shown(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 12})
    path = await moment_path(municipality)
    told = await api.ok(MANAGER, "POST", f"{path}/head-counts", heads(municipality.team, 4, 4))
    assert (told["invited"], told["attended"]) == (None, None)


async def test_a_team_leader_tells_about_the_own_team_only(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 12, municipality.other_team: 8})
    path = f"{await moment_path(municipality)}/head-counts"
    own, other = heads(municipality.team, 9, 9), heads(municipality.other_team, 8, 8)
    await api.ok(LEADER, "POST", path, own, teams=[municipality.team])
    codes = await api.refused(403, LEADER, "POST", path, other, teams=[municipality.team])
    assert codes == ["outside-scope"]


async def test_attendance_per_person_is_told_and_read_within_the_own_team(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff)
    path = f"{await moment_path(municipality)}/attendances"
    mine, theirs = municipality.staff[0], municipality.staff[-1]
    bodies = [{"staff": [{"staffId": str(who), "attended": True}]} for who in (mine, theirs)]
    teams = [municipality.team]
    await api.ok(LEADER, "POST", path, bodies[0], teams=teams)
    codes = await api.refused(403, LEADER, "POST", path, bodies[1], teams=teams)
    assert codes == ["outside-scope"]
    await api.ok(MANAGER, "POST", path, bodies[1])

    own = await api.ok(LEADER, "GET", path, teams=teams)
    assert own == {"items": [{"staffId": str(mine), "attended": True}]}
    everybody = await api.ok(MANAGER, "GET", path)
    assert {item["staffId"] for item in everybody["items"]} == {str(mine), str(theirs)}


async def test_attendance_per_person_needs_a_consent_also_for_reading(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    path = f"{await moment_path(municipality)}/attendances"
    told = {"staff": [{"staffId": str(municipality.staff[0]), "attended": True}]}
    for ask in (("POST", path, told), ("GET", path), ("GET", path.rpartition("/moments")[0])):
        if ask[1] == path:
            assert await api.refused(409, MANAGER, *ask) == ["consent-missing"]
    assert await api.refused(409, EMPLOYEE, "GET", "/own-participations") == ["consent-missing"]


async def test_an_employee_sees_the_own_participation_and_nobody_elses(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff)
    path = await moment_path(municipality)
    moment_id = path.rpartition("/")[2]
    me, colleague = municipality.staff[:2]
    told = [{"staffId": str(me), "attended": True}, {"staffId": str(colleague), "attended": False}]
    await api.ok(MANAGER, "POST", f"{path}/attendances", {"staff": told})
    assert await api.ok(EMPLOYEE, "GET", "/own-participations", subject=me) == {
        "items": [
            {
                "momentId": moment_id,
                "subprojectId": str(municipality.subproject_id),
                "kind": "information",
                "title": "Bijpraten",
                "heldOn": (T0 - 10 * DAY).isoformat(),
                "attended": True,
            }
        ]
    }
    stranger = await api.ok(EMPLOYEE, "GET", "/own-participations", subject=uuid4())
    assert stranger == {"items": []}


async def test_a_moment_counts_heads_or_staff_ids_never_both(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 12})
    path = await moment_path(municipality)
    await api.ok(MANAGER, "POST", f"{path}/head-counts", heads(municipality.team, 9, 9))
    await municipality.consent()
    await municipality.affect(*municipality.staff)
    told = {"staff": [{"staffId": str(municipality.staff[0]), "attended": True}]}
    codes = await api.refused(409, MANAGER, "POST", f"{path}/attendances", told)
    assert codes == ["moment-counts-heads"]
