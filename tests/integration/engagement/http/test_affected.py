"""Telling who is affected, by heads and by staff id."""

from datetime import timedelta
from uuid import uuid4

from shared.web.access import Role
from tests.support.engagement_world import T0, Municipality
from tests.support.service_api import ServiceApi

MANAGER, LEADER = Role.PROGRAMME_MANAGER, Role.TEAM_LEADER
DAY = timedelta(days=1)


async def test_heads_replace_heads_and_their_version_guards_them(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    path = f"/subprojects/{municipality.subproject_id}/affected-heads"
    empty = await api.ask(MANAGER, "GET", path)
    assert empty.json() == {"groupKind": None, "groups": [], "version": 0}
    by_team = {
        "groupKind": "team",
        "groups": [{"groupId": str(municipality.team), "headCount": 12}],
    }
    by_function = {
        "groupKind": "function-group",
        "groups": [{"groupId": str(municipality.function_group), "headCount": 20}],
    }
    await api.ok(MANAGER, "PUT", path, by_team, If_Match=empty.headers["ETag"])
    stale = await api.refused(412, MANAGER, "PUT", path, by_function, If_Match='"0"')
    assert stale == ["version-changed"]
    await api.ok(MANAGER, "PUT", path, by_function, If_Match='"1"')
    assert await api.ok(LEADER, "GET", path) == {**by_function, "version": 2}


async def test_heads_that_do_not_fit_the_organisation_are_all_answered(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    path = f"/subprojects/{municipality.subproject_id}/affected-heads"
    wrong = {
        "groupKind": "team",
        "groups": [
            {"groupId": str(municipality.team), "headCount": 13},
            {"groupId": str(municipality.function_group), "headCount": 5},
            {"groupId": str(uuid4()), "headCount": 5},
        ],
    }
    assert await api.refused(400, MANAGER, "PUT", path, wrong, If_Match="*") == [
        "more-affected-than-present",
        "group-kinds-mixed",
        "group-unknown",
    ]
    twice = {"groupKind": "team", "groups": [wrong["groups"][0]] * 2}
    assert await api.refused(400, MANAGER, "PUT", path, twice, If_Match="*")


async def test_staff_ids_need_a_consent_and_replace_heads(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 12})
    root = f"/subprojects/{municipality.subproject_id}"
    path, since = f"{root}/affected-staff", (T0 - 30 * DAY).isoformat()
    staff = {"staff": [{"staffId": str(who), "since": since} for who in municipality.staff]}
    for method in ("GET", "PUT"):
        codes = await api.refused(409, MANAGER, method, path, staff, If_Match='"1"')
        assert codes == ["consent-missing"]
    await municipality.consent()
    told = await api.ok(MANAGER, "PUT", path, staff, If_Match='"1"')
    assert told["version"] == 2
    assert {each["staffId"] for each in told["staff"]} == {str(who) for who in municipality.staff}
    assert (await api.ok(MANAGER, "GET", f"{root}/affected-heads"))["groups"] == []
    assert await api.ok(MANAGER, "GET", path) == told


async def test_staff_that_is_unknown_or_affected_in_the_future_is_answered_at_once(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.consent()
    path = f"/subprojects/{municipality.subproject_id}/affected-staff"
    unknown = {"staff": [{"staffId": str(uuid4()), "since": (T0 + DAY).isoformat()}]}
    codes = await api.refused(400, MANAGER, "PUT", path, unknown, If_Match="*")
    assert codes == ["staff-unknown", "since-in-future"]


async def test_an_unknown_subproject_affects_nobody(api: ServiceApi) -> None:
    path = f"/subprojects/{uuid4()}/affected-heads"
    body = {"groupKind": "team", "groups": []}
    assert await api.refused(404, MANAGER, "GET", path) == ["subproject-not-found"]
    codes = await api.refused(404, MANAGER, "PUT", path, body, If_Match='"0"')
    assert codes == ["subproject-not-found"]
