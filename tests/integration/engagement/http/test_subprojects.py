"""Coverage and late involvement as they are answered."""

from datetime import timedelta
from uuid import uuid4

from shared.web.access import Role
from tests.support.engagement_world import T0, Municipality, at
from tests.support.service_api import ServiceApi

EMPLOYEE, MANAGER = Role.EMPLOYEE, Role.PROGRAMME_MANAGER
DAY = timedelta(days=1)


async def test_coverage_is_answered_with_its_definition_parts_and_corrections(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff[:10])
    moment = await municipality.moment(T0 - 14 * DAY)
    await municipality.attend(moment, *municipality.staff[:7])
    await municipality.hear(municipality.started(), when=at(T0) - timedelta(hours=1))
    await municipality.attend(moment, municipality.staff[7], now=at(T0))
    await municipality.hear(municipality.decision(T0 + 20 * DAY), when=at(T0))
    known = {
        "definition": "E2",
        "numerator": 7,
        "denominator": 10,
        "share": 0.7,
        "medianLeadDays": 14.0,
    }
    found = await api.ok(EMPLOYEE, "GET", f"/subprojects/{municipality.subproject_id}")
    first_decision = found.pop("beforeFirstDecision")
    assert (first_decision["numerator"], first_decision["frozen"]) == (8, False)
    assert found == {
        "id": str(municipality.subproject_id),
        "name": "Verhuizing online",
        "started": True,
        "ended": False,
        "coverage": {
            **known,
            "numerator": 8,
            "share": 0.8,
            "t0": T0.isoformat(),
            "frozen": True,
            "joinersAfterT0": 0,
            "atT0": known,
            "corrections": 1,
        },
        "beforeScopeFixed": None,
    }
    assert await api.ok(EMPLOYEE, "GET", "/subprojects") == {
        "items": [found | {"beforeFirstDecision": first_decision}],
        "next": None,
    }
    assert await api.ok(MANAGER, "GET", "/late-involvements") == {"items": []}


async def test_a_decision_for_which_involvement_is_late_is_listed(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 12})
    moment = await municipality.moment(T0 - 14 * DAY)
    await municipality.count(moment, municipality.team, 12, 6)
    await municipality.hear(municipality.decision(T0 + 20 * DAY))
    assert await api.ok(MANAGER, "GET", "/late-involvements") == {
        "items": [
            {
                "milestoneId": str(municipality.decision_id),
                "subprojectId": str(municipality.subproject_id),
                "subprojectName": "Verhuizing online",
                "dueOn": (T0 + 20 * DAY).isoformat(),
            }
        ]
    }


async def test_an_unknown_subproject_is_not_found(api: ServiceApi) -> None:
    codes = await api.refused(404, EMPLOYEE, "GET", f"/subprojects/{uuid4()}")
    assert codes == ["subproject-not-found"]


async def test_subprojects_come_in_pages(api: ServiceApi, municipality: Municipality) -> None:
    others = [Municipality(municipality.engine) for _ in range(3)]
    for other in others:
        await other.hear(other.planned())
    first = await api.ok(EMPLOYEE, "GET", "/subprojects?limit=2")
    rest = await api.ok(EMPLOYEE, "GET", f"/subprojects?limit=2&cursor={first['next']}")
    found = [each["id"] for each in first["items"] + rest["items"]]
    assert found == sorted(str(other.subproject_id) for other in others)
