"""The works council records and withdraws consents; who may read them can."""

from datetime import timedelta
from uuid import uuid4

from shared.web.access import Role
from tests.support.engagement_world import T0, Municipality
from tests.support.service_api import ServiceApi

COUNCIL, PRIVACY = Role.WORKS_COUNCIL, Role.PRIVACY_OFFICER
DAY = timedelta(days=1)


def body(reference: str = "OR-2026-4", days: int = 365) -> dict[str, object]:
    """A decision of last week that holds for so many days."""
    return {
        "decisionReference": reference,
        "decidedOn": (T0 - 7 * DAY).isoformat(),
        "validUntil": (T0 + days * DAY).isoformat(),
        "scope": ["person-level-participation"],
    }


async def test_a_consent_is_recorded_read_and_withdrawn(api: ServiceApi) -> None:
    recorded = await api.ok(COUNCIL, "POST", "/consents", body(), Idempotency_Key="a")
    again = await api.ok(COUNCIL, "POST", "/consents", body(), Idempotency_Key="a")
    assert again == recorded
    assert recorded["inForce"] is True

    read = await api.ask(PRIVACY, "GET", f"/consents/{recorded['id']}")
    assert read.json() == recorded
    assert read.headers["ETag"] == '"1"'

    path = f"/consents/{recorded['id']}/withdrawals"
    withdrawn = await api.ok(COUNCIL, "POST", path, {"reason": "Nieuwe afspraken"})
    assert withdrawn["inForce"] is False
    assert (withdrawn["withdrawnOn"], withdrawn["version"]) == (T0.isoformat(), 2)
    assert await api.refused(409, COUNCIL, "POST", path, {}) == ["consent-withdrawn"]


async def test_everything_wrong_with_a_consent_is_answered_at_once(api: ServiceApi) -> None:
    wrong = body() | {"decidedOn": "2027-01-01", "validUntil": "2026-01-01"}
    assert await api.refused(400, COUNCIL, "POST", "/consents", wrong) == [
        "decision-in-future",
        "validity-before-decision",
    ]


async def test_consents_come_in_pages_by_day_of_decision(api: ServiceApi) -> None:
    for number in range(3):
        await api.ok(COUNCIL, "POST", "/consents", body(f"OR-{number}"))
    first = await api.ask(PRIVACY, "GET", "/consents?limit=2")
    assert first.headers["Link"].endswith('rel="next"')
    rest = await api.ok(PRIVACY, "GET", f"/consents?limit=2&cursor={first.json()['next']}")
    found = [consent["decisionReference"] for consent in first.json()["items"] + rest["items"]]
    assert sorted(found) == ["OR-0", "OR-1", "OR-2"]
    assert rest["next"] is None


async def test_an_unknown_consent_is_not_found(api: ServiceApi) -> None:
    path = f"/consents/{uuid4()}"
    assert await api.refused(404, PRIVACY, "GET", path) == ["consent-not-found"]
    assert await api.refused(404, COUNCIL, "POST", f"{path}/withdrawals", {}) == [
        "consent-not-found"
    ]


async def test_a_withdrawal_leaves_no_staff_id_behind_not_even_for_a_repeated_request(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    recorded = await api.ok(COUNCIL, "POST", "/consents", body())
    manager, root = Role.PROGRAMME_MANAGER, f"/subprojects/{municipality.subproject_id}"
    staff = [
        {"staffId": str(who), "since": (T0 - 30 * DAY).isoformat()} for who in municipality.staff
    ]
    await api.ok(manager, "PUT", f"{root}/affected-staff", {"staff": staff}, If_Match='"0"')
    moment = await api.ok(
        manager,
        "POST",
        f"{root}/moments",
        {"kind": "demo", "title": "Proefdraaien", "heldOn": (T0 - DAY).isoformat()},
    )
    told = [{"staffId": str(who), "attended": True} for who in municipality.staff]
    await api.ok(
        manager,
        "POST",
        f"{root}/moments/{moment['id']}/attendances",
        {"staff": told},
        Idempotency_Key="attendances",
    )
    await api.ok(COUNCIL, "POST", f"/consents/{recorded['id']}/withdrawals", {})
    assert await municipality.places_of(*municipality.staff) == {"staff"}
