"""Who is at a moment enters its code: on that day, for themselves, under consent."""

from datetime import timedelta

import pytest

from shared.web.access import Role
from tests.support.engagement_world import T0, Municipality
from tests.support.service_api import ServiceApi

MANAGER, EMPLOYEE = Role.PROGRAMME_MANAGER, Role.EMPLOYEE
OWN = "/own-participations"


@pytest.fixture
async def today(municipality: Municipality) -> str:
    """The address of a moment that is held today, of a subproject that affects ten people."""
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff[:10])
    return await moment_on(municipality, 0)


async def moment_on(municipality: Municipality, days: int) -> str:
    """The address of a moment so many days from today."""
    moment_id = await municipality.moment(T0 + timedelta(days=days))
    return f"/subprojects/{municipality.subproject_id}/moments/{moment_id}"


async def shown(api: ServiceApi, moment: str) -> str:
    """The code that is shown at a moment."""
    found = await api.ok(MANAGER, "POST", f"{moment}/attendance-codes")
    assert found["validOn"] == T0.isoformat()
    return str(found["code"])


async def test_who_enters_the_code_was_there_and_nobody_else(
    api: ServiceApi, municipality: Municipality, today: str
) -> None:
    code = await shown(api, today)
    me = municipality.staff[0]
    entered = f" {code[:3].lower()}-{code[3:]} "
    told = await api.ok(EMPLOYEE, "POST", OWN, {"code": entered}, subject=me)
    assert (told["momentId"], told["attended"]) == (today.rpartition("/")[2], True)
    assert (await api.ok(EMPLOYEE, "GET", OWN, subject=me))["items"] == [told]
    everybody = await api.ok(MANAGER, "GET", f"{today}/attendances")
    assert everybody == {"items": [{"staffId": str(me), "attended": True, "contributed": None}]}


async def test_entering_the_code_leaves_what_was_told_of_a_contribution(
    api: ServiceApi, municipality: Municipality, today: str
) -> None:
    code, me = await shown(api, today), municipality.staff[0]
    told = {"staff": [{"staffId": str(me), "attended": True, "contributed": True}]}
    await api.ok(MANAGER, "POST", f"{today}/attendances", told)
    entered = await api.ok(EMPLOYEE, "POST", OWN, {"code": code}, subject=me)
    assert entered["contributed"] is True
    assert (await api.ok(MANAGER, "GET", f"{today}/attendances"))["items"] == told["staff"]


async def test_entered_twice_it_counts_once_and_asked_again_it_is_the_same(
    api: ServiceApi, municipality: Municipality, today: str
) -> None:
    code = await shown(api, today)
    assert await shown(api, today) == code
    for _ in range(2):
        await api.ok(EMPLOYEE, "POST", OWN, {"code": code}, subject=municipality.staff[0])
    assert len((await api.ok(MANAGER, "GET", f"{today}/attendances"))["items"]) == 1


async def test_each_moment_has_a_code_of_its_own(
    api: ServiceApi, municipality: Municipality, today: str
) -> None:
    other = await moment_on(municipality, 0)
    assert await shown(api, today) != await shown(api, other)


@pytest.mark.parametrize("days", [-1, 1])
@pytest.mark.usefixtures("today")
async def test_a_moment_of_another_day_has_no_code(
    api: ServiceApi, municipality: Municipality, days: int
) -> None:
    other = await moment_on(municipality, days)
    codes = await api.refused(409, MANAGER, "POST", f"{other}/attendance-codes")
    assert codes == ["moment-not-today"]


async def test_a_wrong_code_and_somebody_who_is_not_affected_change_nothing(
    api: ServiceApi, municipality: Municipality, today: str
) -> None:
    code = await shown(api, today)
    me, stranger = municipality.staff[0], municipality.staff[-1]
    wrong = await api.refused(400, EMPLOYEE, "POST", OWN, {"code": "CCCCCC"}, subject=me)
    assert wrong == ["attendance-code-unknown"]
    outside = await api.refused(400, EMPLOYEE, "POST", OWN, {"code": code}, subject=stranger)
    assert outside == ["staff-not-affected"]
    assert await api.ok(MANAGER, "GET", f"{today}/attendances") == {"items": []}


async def test_without_consent_there_is_no_code(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    today = await moment_on(municipality, 0)
    codes = await api.refused(409, MANAGER, "POST", f"{today}/attendance-codes")
    assert codes == ["consent-missing"]
    me = municipality.staff[0]
    mine = await api.refused(409, EMPLOYEE, "POST", OWN, {"code": "CCCCCC"}, subject=me)
    assert mine == ["consent-missing"]


async def test_where_heads_are_counted_there_is_no_code(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.affect_heads({municipality.team: 12})
    today = await moment_on(municipality, 0)
    body = {"headCounts": [{"groupId": str(municipality.team), "invited": 9, "attended": 9}]}
    await api.ok(MANAGER, "POST", f"{today}/head-counts", body)
    await municipality.consent()
    codes = await api.refused(409, MANAGER, "POST", f"{today}/attendance-codes")
    assert codes == ["moment-counts-heads"]
