"""Moments are planned, moved and cancelled as long as nobody's attendance is known."""

from datetime import date, timedelta
from uuid import uuid4

from shared.web.access import Role
from tests.support.engagement_world import T0, Municipality
from tests.support.service_api import ServiceApi

MANAGER, EMPLOYEE = Role.PROGRAMME_MANAGER, Role.EMPLOYEE
DAY = timedelta(days=1)


def body(held_on: date = T0, kind: str = "training") -> dict[str, str]:
    """A moment on a day."""
    return {"kind": kind, "title": "Werken met het formulier", "heldOn": held_on.isoformat()}


async def test_a_moment_is_planned_moved_and_cancelled(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    root = f"/subprojects/{municipality.subproject_id}/moments"
    answer = await api.ask(MANAGER, "POST", root, body(), Idempotency_Key="a")
    planned = answer.json()
    assert answer.status_code == 201
    assert answer.headers["Location"] == f"moments/{planned['id']}"
    assert await api.ok(MANAGER, "POST", root, body(), Idempotency_Key="a") == planned

    path = f"{root}/{planned['id']}"
    moved = await api.ok(MANAGER, "PUT", path, body(T0 + DAY, "demo"), If_Match='"1"')
    assert (moved["kind"], moved["heldOn"]) == ("demo", (T0 + DAY).isoformat())
    stale = await api.refused(412, MANAGER, "PUT", path, body(), If_Match='"1"')
    assert stale == ["version-changed"]
    assert await api.refused(428, MANAGER, "PUT", path, body()) == ["if-match-missing"]

    cancelled = await api.ok(MANAGER, "POST", f"{path}/cancellations")
    assert cancelled["cancelled"] is True
    again = await api.refused(409, MANAGER, "POST", f"{path}/cancellations")
    assert again == ["moment-cancelled"]


async def test_the_day_of_a_moment_is_fixed_once_attendance_is_known(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 12})
    moment = await municipality.moment(T0 - 10 * DAY)
    await municipality.count(moment, municipality.team, 9, 9)
    path = f"/subprojects/{municipality.subproject_id}/moments/{moment}"
    codes = await api.refused(409, MANAGER, "PUT", path, body(), If_Match="*")
    assert codes == ["attendance-known"]


async def test_moments_come_in_pages_by_day(api: ServiceApi, municipality: Municipality) -> None:
    await municipality.found()
    for days in (9, 3, 6):
        await municipality.moment(T0 - days * DAY)
    root = f"/subprojects/{municipality.subproject_id}/moments"
    first = await api.ok(EMPLOYEE, "GET", f"{root}?limit=2")
    rest = await api.ok(EMPLOYEE, "GET", f"{root}?limit=2&cursor={first['next']}")
    assert [moment["heldOn"] for moment in first["items"] + rest["items"]] == [
        (T0 - days * DAY).isoformat() for days in (9, 6, 3)
    ]


async def test_a_subproject_of_which_planning_did_not_tell_has_no_moments(
    api: ServiceApi,
) -> None:
    root = f"/subprojects/{uuid4()}/moments"
    assert await api.refused(404, EMPLOYEE, "GET", root) == ["subproject-not-found"]
    assert await api.refused(404, MANAGER, "POST", root, body()) == ["subproject-not-found"]
    path = f"{root}/{uuid4()}"
    assert await api.refused(404, EMPLOYEE, "GET", path) == ["moment-not-found"]
