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


def heads(
    team: object, invited: int, attended: int | None, contributed: int | None = None
) -> dict[str, Any]:
    """A body with the heads of one team."""
    counted = {
        "groupId": str(team),
        "invited": invited,
        "attended": attended,
        "contributed": contributed,
    }
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
    assert own == {"items": [{"staffId": str(mine), "attended": True, "contributed": None}]}
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
                "contributed": None,
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


async def test_how_many_contributed_is_told_and_known_only_of_all_groups(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 12, municipality.other_team: 8})
    path = await moment_path(municipality)
    team, other = municipality.team, municipality.other_team
    first = await api.ok(MANAGER, "POST", f"{path}/head-counts", heads(team, 10, 9, 6))
    assert (first["attended"], first["contributed"]) == (9, 6)
    second = await api.ok(MANAGER, "POST", f"{path}/head-counts", heads(other, 8, 8))
    assert (second["attended"], second["contributed"]) == (17, None)
    nobody = await api.ok(MANAGER, "POST", f"{path}/head-counts", heads(other, 8, 0))
    assert (nobody["attended"], nobody["contributed"]) == (9, 6)


async def test_more_contributed_than_there_were_is_refused(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 12})
    path = f"{await moment_path(municipality)}/head-counts"
    team = municipality.team
    codes = await api.refused(400, MANAGER, "POST", path, heads(team, 9, 5, 6))
    assert codes == ["more-contributed-than-attended"]
    codes = await api.refused(400, MANAGER, "POST", path, heads(team, 9, None, 6))
    assert codes == ["attendance-missing"]


async def test_who_contributed_is_told_under_consent_seen_by_themselves_and_counted_when_it_ends(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    consent = await municipality.consent()
    await municipality.affect(*municipality.staff)
    path = await moment_path(municipality)
    told = [
        {"staffId": str(who), "attended": True, "contributed": place < 4}
        for place, who in enumerate(municipality.staff[:9])
    ]
    answer = await api.ok(MANAGER, "POST", f"{path}/attendances", {"staff": told})
    assert (answer["attended"], answer["contributed"]) == (9, 4)
    own = await api.ok(EMPLOYEE, "GET", "/own-participations", subject=municipality.staff[0])
    assert own["items"][0]["contributed"] is True
    await api.ok(Role.WORKS_COUNCIL, "POST", f"/consents/{consent}/withdrawals", {"reason": ""})
    left = await api.ok(MANAGER, "GET", path)
    assert (left["attended"], left["contributed"]) == (9, 4)
    assert not await municipality.places_of(*municipality.staff) & {"person_told"}


async def test_what_was_agreed_at_a_moment_is_told_afterwards_and_everybody_sees_it(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    path = await moment_path(municipality)
    agreed = {"agreed": "Het formulier krijgt een uitleg per stap.", "dueOn": "2026-04-01"}
    assert (await api.ok(EMPLOYEE, "GET", path))["followUp"] is None
    told = await api.ok(LEADER, "PUT", f"{path}/follow-up", agreed, If_Match='"1"')
    assert (told["followUp"], told["version"]) == (agreed, 2)
    assert (await api.ok(EMPLOYEE, "GET", path))["followUp"] == agreed
    stale = await api.refused(412, LEADER, "PUT", f"{path}/follow-up", agreed, If_Match='"1"')
    assert stale == ["version-changed"]
    await api.refused(403, EMPLOYEE, "PUT", f"{path}/follow-up", agreed, If_Match='"2"')


async def test_a_moment_that_has_yet_to_come_or_was_cancelled_has_no_follow_up(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    root = f"/subprojects/{municipality.subproject_id}/moments"
    agreed = {"agreed": "Wij oefenen nog een keer.", "dueOn": "2026-04-01"}
    to_come = f"{root}/{await municipality.moment(T0 + DAY)}"
    codes = await api.refused(409, MANAGER, "PUT", f"{to_come}/follow-up", agreed, If_Match="*")
    assert codes == ["follow-up-before-moment"]
    lapsed = f"{root}/{await municipality.moment(T0 - DAY)}"
    await api.ok(MANAGER, "POST", f"{lapsed}/cancellations")
    codes = await api.refused(409, MANAGER, "PUT", f"{lapsed}/follow-up", agreed, If_Match="*")
    assert codes == ["moment-cancelled"]
