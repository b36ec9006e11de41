"""An attendance list is recorded whole or not at all, under consent and within one's scope."""

from datetime import timedelta
from uuid import UUID

import pytest

from shared.web.access import Role
from tests.support.engagement_world import T0, Municipality
from tests.support.service_api import ServiceApi

MANAGER, LEADER, EMPLOYEE = Role.PROGRAMME_MANAGER, Role.TEAM_LEADER, Role.EMPLOYEE
DAY = timedelta(days=1)


@pytest.fixture
async def moment(municipality: Municipality) -> str:
    """The address of a moment before T0, of a subproject that affects ten people."""
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff[:10])
    moment_id = await municipality.moment(T0 - 10 * DAY)
    return f"/subprojects/{municipality.subproject_id}/moments/{moment_id}"


def csv(*rows: tuple[UUID | str, str, str]) -> dict[str, str]:
    """The body with a list of these rows."""
    lines = ["medewerker;aanwezig;bijgedragen", *(";".join(map(str, row)) for row in rows)]
    return {"content": "\n".join(lines)}


async def test_a_list_tells_what_naming_each_would(
    api: ServiceApi, municipality: Municipality, moment: str
) -> None:
    staff = municipality.staff
    body = csv(*((who, "ja", "ja") for who in staff[:6]), (staff[6], "nee", ""), (staff[7], "", ""))
    sent = [
        await api.ok(MANAGER, "POST", f"{moment}/attendance-files", body, Idempotency_Key="a")
        for _ in range(2)
    ]
    assert sent[0] == sent[1]
    assert (sent[0]["invited"], sent[0]["attended"]) == (8, None)
    told = (await api.ok(MANAGER, "GET", f"{moment}/attendances"))["items"]
    answers = {item["staffId"]: (item["attended"], item["contributed"]) for item in told}
    expected = [(True, True)] * 6 + [(False, None), (None, None)]
    assert answers == {str(who): told for who, told in zip(staff, expected, strict=False)}
    coverage = (await municipality.subproject()).coverage
    assert coverage is not None
    assert coverage.figures.numerator == 6


async def test_every_fault_of_a_list_is_told_by_line_and_nothing_of_it_is_recorded(
    api: ServiceApi, municipality: Municipality, moment: str
) -> None:
    me, stranger = municipality.staff[0], municipality.staff[13]
    many = [(f"Jansen {number}", "ja", "") for number in range(30)]
    body = csv((me, "ja", "ja"), (stranger, "ja", ""), (me, "nee", "ja"), *many)
    path = f"{moment}/attendance-files"
    answer = await api.ask(MANAGER, "POST", path, body)
    assert answer.status_code == 400
    told = [(each["code"], each["message"]) for each in answer.json()["errors"]]
    assert told[:3] == [
        ("staff-not-affected", "Regel 3: het deelproject raakt deze medewerker niet."),
        ("staff-repeated", "Regel 4: deze medewerker staat er twee keer in."),
        ("contributed-while-absent", "Regel 4: wie er niet was, kan niet hebben bijgedragen."),
    ]
    assert [code for code, _ in told[3:]] == ["unknown-person"] * 30
    assert "Jansen" not in answer.text
    assert await api.ok(MANAGER, "GET", f"{moment}/attendances") == {"items": []}


async def test_what_is_no_list_is_refused(api: ServiceApi, moment: str) -> None:
    path = f"{moment}/attendance-files"
    codes = await api.refused(400, MANAGER, "POST", path, {"content": "naam;dag\nJansen;ma\n"})
    assert codes == ["missing-column", "missing-column"]
    assert await api.refused(400, MANAGER, "POST", path, {"content": ";;\n;;"}) == ["no-header"]


async def test_a_list_stays_within_the_own_team_and_the_consent(
    api: ServiceApi, municipality: Municipality, moment: str
) -> None:
    path, teams = f"{moment}/attendance-files", [municipality.team]
    mine, theirs = csv((municipality.staff[0], "ja", "")), csv((municipality.staff[9], "ja", ""))
    await api.ok(LEADER, "POST", path, mine, teams=teams)
    codes = await api.refused(403, LEADER, "POST", path, theirs, teams=teams)
    assert codes == ["outside-scope"]
    await api.refused(403, EMPLOYEE, "POST", path, mine)


async def test_without_consent_no_list_is_read(api: ServiceApi, municipality: Municipality) -> None:
    await municipality.found()
    moment_id = await municipality.moment(T0 - 10 * DAY)
    path = f"/subprojects/{municipality.subproject_id}/moments/{moment_id}/attendance-files"
    codes = await api.refused(409, MANAGER, "POST", path, csv((municipality.staff[0], "ja", "")))
    assert codes == ["consent-missing"]
