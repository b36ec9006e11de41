"""New roles: described per function group, told of by people themselves, counted per group only."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.engagement.commands.readiness import check_readiness
from services.engagement.domain.consent import ConsentScope
from shared.contracts.planning_v1 import FunctionGroup, MilestoneKind, StaffChanged, StaffLeft
from shared.database import transaction
from shared.web.access import Role
from tests.support.engagement_world import T0, Municipality, at
from tests.support.service_api import ServiceApi

MANAGER, LEADER, EMPLOYEE = Role.PROGRAMME_MANAGER, Role.TEAM_LEADER, Role.EMPLOYEE
COUNCIL = Role.WORKS_COUNCIL
READINESS = ConsentScope.PERSON_LEVEL_READINESS
DAY = timedelta(days=1)
PERSONAL = {"own_role", "training_done", "readiness_counted"}


def profile(*trainings: dict[str, Any], starts: str = "Uitleg geven") -> dict[str, Any]:
    """A role profile with these trainings."""
    return {
        "ends": ["Formulieren overtypen"],
        "starts": [starts],
        "unlearns": ["Alles zelf controleren"],
        "trainings": list(trainings),
    }


@pytest.fixture
async def path(municipality: Municipality) -> str:
    """The address of the role profile, of a subproject that affects fourteen people."""
    await municipality.found()
    await municipality.consent(READINESS)
    await municipality.affect(*municipality.staff)
    return address(municipality)


def address(municipality: Municipality) -> str:
    root = f"/subprojects/{municipality.subproject_id}"
    return f"{root}/role-profiles/{municipality.function_group}"


async def told(
    api: ServiceApi, municipality: Municipality, *staff: UUID, ability: int = 5, **more: Any
) -> None:
    """Let these people agree with their new role and find themselves so able."""
    for who in staff:
        own = f"/own-roles/{municipality.subproject_id}"
        stands = await api.ok(EMPLOYEE, "GET", own, subject=who)
        body = {
            "agreedVersion": stands["profileVersion"],
            "trainingsDone": [each["id"] for each in stands["trainings"]],
            "ability": ability,
        }
        await api.ok(EMPLOYEE, "PUT", own, body | more, subject=who, If_Match="*")


async def readiness(api: ServiceApi, municipality: Municipality) -> tuple[Any, Any]:
    """The figures of the one function group."""
    found = await api.ok(MANAGER, "GET", f"/subprojects/{municipality.subproject_id}/readiness")
    (group,) = found["items"]
    return group["numerator"], group["denominator"]


async def test_a_role_is_described_and_every_version_stays(
    api: ServiceApi, municipality: Municipality, path: str
) -> None:
    milestone = municipality.decision(T0).model_copy(update={"kind": MilestoneKind.TRAINING})
    await municipality.hear(milestone)
    none = await api.ok(EMPLOYEE, "GET", path)
    assert (none["version"], none["starts"], none["functionGroupName"]) == (0, [], "Medewerker")
    course = {"name": "Cursus", "milestoneId": str(milestone.milestone_id)}
    first = await api.ok(MANAGER, "PUT", path, profile(course), If_Match='"0"')
    assert (first["version"], first["trainings"][0]["milestoneId"]) == (1, course["milestoneId"])
    second = await api.ok(
        MANAGER,
        "PUT",
        path,
        profile({"name": "cursus"}, {"name": "Oefenen"}, starts="Meekijken"),
        If_Match='"1"',
    )
    assert second["trainings"][0]["id"] == first["trainings"][0]["id"]
    stale = await api.refused(412, MANAGER, "PUT", path, profile(), If_Match='"1"')
    assert stale == ["version-changed"]
    versions = (await api.ok(LEADER, "GET", f"{path}/versions"))["items"]
    assert [(each["starts"], len(each["trainings"])) for each in versions] == [
        (["Uitleg geven"], 1),
        (["Meekijken"], 2),
    ]
    listed = await api.ok(EMPLOYEE, "GET", path.rpartition("/")[0])
    assert listed["items"] == [second]


async def test_only_the_programme_manager_describes_a_role_of_a_group_that_is_there(
    api: ServiceApi, municipality: Municipality, path: str
) -> None:
    assert await api.refused(403, LEADER, "PUT", path, profile(), If_Match="*") == ["role-missing"]
    unknown = f"{path.rpartition('/')[0]}/{municipality.team}"
    codes = await api.refused(404, MANAGER, "PUT", unknown, profile(), If_Match="*")
    assert codes == ["function-group-not-found"]
    wrong = profile({"name": "Cursus", "milestoneId": str(uuid4())})
    codes = await api.refused(400, MANAGER, "PUT", path, wrong, If_Match="*")
    assert codes == ["milestone-not-training"]


async def test_an_employee_sees_and_tells_the_own_path_and_nobody_elses(
    api: ServiceApi, municipality: Municipality, path: str
) -> None:
    await api.ok(MANAGER, "PUT", path, profile({"name": "Cursus"}), If_Match="*")
    me, colleague = municipality.staff[:2]
    await told(api, municipality, me, ability=3)
    (mine,) = (await api.ok(EMPLOYEE, "GET", "/own-roles", subject=me))["items"]
    assert (mine["agreedVersion"], mine["ability"], mine["version"]) == (1, 3, 1)
    assert mine["trainingsDone"] == [mine["trainings"][0]["id"]]
    (theirs,) = (await api.ok(EMPLOYEE, "GET", "/own-roles", subject=colleague))["items"]
    assert (theirs["agreedVersion"], theirs["ability"], theirs["version"]) == (None, None, 0)
    for role in (MANAGER, LEADER, COUNCIL):
        await api.refused(403, role, "GET", "/own-roles")
    assert await api.ok(EMPLOYEE, "GET", "/own-roles", subject=uuid4()) == {"items": []}


async def test_what_is_told_of_a_profile_that_changed_or_by_somebody_not_affected_is_refused(
    api: ServiceApi, municipality: Municipality, path: str
) -> None:
    await municipality.affect(*municipality.staff[:13])
    await api.ok(MANAGER, "PUT", path, profile(), If_Match="*")
    own = f"/own-roles/{municipality.subproject_id}"
    body = {"agreedVersion": 2, "trainingsDone": [], "ability": 5}
    me, stranger = municipality.staff[0], municipality.staff[13]
    codes = await api.refused(400, EMPLOYEE, "PUT", own, body, subject=me, If_Match='"0"')
    assert codes == ["role-profile-changed"]
    codes = await api.refused(409, EMPLOYEE, "PUT", own, body, subject=stranger, If_Match='"0"')
    assert codes == ["staff-not-affected"]
    codes = await api.refused(
        400, EMPLOYEE, "PUT", own, body | {"ability": 6}, subject=me, If_Match="*"
    )
    assert codes == ["less-than-equal"]


async def test_readiness_is_told_of_the_group_and_anew_when_five_count_differently(
    api: ServiceApi, municipality: Municipality, path: str
) -> None:
    assert await readiness(api, municipality) == (None, None)
    await api.ok(MANAGER, "PUT", path, profile({"name": "Cursus"}), If_Match="*")
    assert await readiness(api, municipality) == (1, 14)
    await told(api, municipality, *municipality.staff[:4])
    await told(api, municipality, municipality.staff[5], ability=3)
    await told(api, municipality, municipality.staff[6], trainingsDone=[])
    assert await readiness(api, municipality) == (1, 14)
    await told(api, municipality, municipality.staff[4])
    assert await readiness(api, municipality) == (5, 14)
    await api.ok(
        MANAGER, "PUT", path, profile({"name": "Cursus"}, starts="Iets anders"), If_Match="*"
    )
    assert await readiness(api, municipality) == (1, 14)


async def test_what_was_told_of_the_role_of_another_function_group_does_not_count(
    api: ServiceApi, municipality: Municipality, path: str
) -> None:
    other = uuid4()
    organisation = municipality.organisation()
    added = FunctionGroup(function_group_id=other, name="Specialist", headcount=14)
    groups = (*organisation.function_groups, added)
    await municipality.hear(organisation.model_copy(update={"function_groups": groups}))
    there = f"{path.rpartition('/')[0]}/{other}"
    for each in (path, there):
        await api.ok(MANAGER, "PUT", each, profile(), If_Match="*")
    await told(api, municipality, *municipality.staff)
    moved = [
        StaffChanged(
            staff_id=who, team_id=municipality.team, function_group_id=other, changed_on=T0
        )
        for who in municipality.staff
    ]
    await municipality.hear(*moved)
    async with transaction(municipality.engine) as connection:
        await check_readiness(connection, norms=municipality.norms, now=at(T0))
    found = await api.ok(MANAGER, "GET", f"/subprojects/{municipality.subproject_id}/readiness")
    assert found["items"][1]["name"] == "Specialist"
    assert (found["items"][1]["numerator"], found["items"][1]["denominator"]) == (1, 14)
    own, me = f"/own-roles/{municipality.subproject_id}", municipality.staff[0]
    seen = await api.ok(EMPLOYEE, "GET", own, subject=me)
    assert (seen["agreedVersion"], seen["ability"], seen["version"]) == (None, None, 1)


async def test_a_group_of_four_has_no_readiness(
    api: ServiceApi, municipality: Municipality, path: str
) -> None:
    await municipality.affect(*municipality.staff[:4])
    await api.ok(MANAGER, "PUT", path, profile(), If_Match="*")
    await told(api, municipality, *municipality.staff[:4])
    assert await readiness(api, municipality) == (None, None)


async def test_an_employee_does_not_see_the_readiness_of_groups(
    api: ServiceApi, municipality: Municipality, path: str
) -> None:
    root = f"/subprojects/{municipality.subproject_id}/readiness"
    assert await api.refused(403, EMPLOYEE, "GET", root) == ["role-missing"]
    await api.ok(LEADER, "GET", root)


async def test_a_consent_that_is_withdrawn_removes_what_people_told_at_once(
    api: ServiceApi, municipality: Municipality
) -> None:
    await municipality.found()
    await municipality.consent()
    readable = await municipality.consent(READINESS)
    await municipality.affect(*municipality.staff)
    await api.ok(MANAGER, "PUT", address(municipality), profile({"name": "A"}), If_Match="*")
    await told(api, municipality, *municipality.staff)
    assert await municipality.places_of(*municipality.staff) >= PERSONAL
    await api.ok(COUNCIL, "POST", f"/consents/{readable}/withdrawals", {"reason": ""})
    assert not await municipality.places_of(*municipality.staff) & PERSONAL
    assert "affected_person" in await municipality.places_of(*municipality.staff)
    assert await readiness(api, municipality) == (None, None)
    own, me = f"/own-roles/{municipality.subproject_id}", municipality.staff[0]
    seen = await api.ok(EMPLOYEE, "GET", own, subject=me)
    assert (seen["starts"], seen["ability"]) == (["Uitleg geven"], None)
    body = {"agreedVersion": 1, "trainingsDone": [], "ability": 5}
    codes = await api.refused(409, EMPLOYEE, "PUT", own, body, subject=me, If_Match="*")
    assert codes == ["consent-missing"]


async def test_who_leaves_or_is_not_affected_any_more_leaves_nothing_behind(
    api: ServiceApi, municipality: Municipality, path: str
) -> None:
    await api.ok(MANAGER, "PUT", path, profile({"name": "Cursus"}), If_Match="*")
    leaver, moved = municipality.staff[:2]
    await told(api, municipality, leaver, moved)
    left = StaffLeft(staff_id=leaver, left_on=T0)
    await municipality.hear(left, when=at(T0))
    assert not await municipality.places_of(leaver) & PERSONAL
    await municipality.affect(*municipality.staff[2:], now=at(T0 + DAY))
    async with transaction(municipality.engine) as connection:
        await check_readiness(connection, norms=municipality.norms, now=at(T0 + DAY))
    assert not await municipality.places_of(moved) & {"own_role", "training_done"}
