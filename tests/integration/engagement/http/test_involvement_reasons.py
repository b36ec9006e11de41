"""A decision for which too few were involved asks a reason, and goes on asking once it is taken."""

from datetime import timedelta
from typing import Any

import pytest

from services.engagement.commands.coverage import check_involvement
from shared.contracts.planning_v1 import MilestoneMoved, MilestoneReached
from shared.database import transaction
from shared.web.access import Role
from tests.support.engagement_world import T0, Municipality, at
from tests.support.service_api import ServiceApi

MANAGER, COUNCIL = Role.PROGRAMME_MANAGER, Role.WORKS_COUNCIL
DAY = timedelta(days=1)
DUE = T0 + 20 * DAY
WHY = {"reason": "De leverancier wacht op de keuze."}


@pytest.fixture
async def path(municipality: Municipality) -> str:
    """The address of the reason for a decision that nears while seven of ten were involved."""
    await municipality.found()
    await municipality.consent()
    await municipality.affect(*municipality.staff[:10])
    moment = await municipality.moment(T0 - 10 * DAY)
    await municipality.attend(moment, *municipality.staff[:7])
    await municipality.hear(municipality.decision(DUE), when=at(T0))
    return f"/involvement-reasons/{municipality.decision_id}"


async def asked(api: ServiceApi) -> list[tuple[Any, ...]]:
    """Day, whether it was taken and the reason of each decision of which one is asked."""
    found = await api.ok(COUNCIL, "GET", "/involvement-reasons")
    return [(each["dueOn"], each["taken"], each["reason"]) for each in found["items"]]


async def test_a_reason_is_asked_given_and_told(
    api: ServiceApi, municipality: Municipality, path: str
) -> None:
    assert await asked(api) == [(DUE.isoformat(), False, None)]
    read = await api.ask(MANAGER, "GET", path)
    etag = read.headers["ETag"]
    given = await api.ok(MANAGER, "PUT", path, WHY, If_Match=etag)
    assert given["reason"] == WHY["reason"]
    assert await api.refused(412, MANAGER, "PUT", path, WHY, If_Match=etag) == ["version-changed"]
    told = await municipality.events("involvement.late")
    assert [event["reason"] for event in told] == ["", WHY["reason"]]
    assert told[0]["coverage"] == told[1]["coverage"]
    assert await asked(api) == [(DUE.isoformat(), False, WHY["reason"])]


async def test_a_decision_taken_without_a_reason_still_lacks_one(
    api: ServiceApi, municipality: Municipality, path: str
) -> None:
    reached = MilestoneReached(
        milestone_id=municipality.decision_id,
        subproject_id=municipality.subproject_id,
        kind="decision",
        reached_on=DUE,
    )
    await municipality.hear(reached, when=at(DUE))
    assert await asked(api) == [(DUE.isoformat(), True, None)]
    await api.ok(MANAGER, "PUT", path, WHY, If_Match="*")
    assert await asked(api) == [(DUE.isoformat(), True, WHY["reason"])]


async def test_when_the_norm_is_met_before_the_decision_no_reason_is_asked_any_more(
    api: ServiceApi, municipality: Municipality, path: str
) -> None:
    moment = await municipality.moment(T0 - DAY)
    await municipality.attend(moment, *municipality.staff[7:10], now=at(T0))
    assert await asked(api) == []
    codes = await api.refused(404, MANAGER, "PUT", path, WHY, If_Match="*")
    assert codes == ["reason-not-asked"]


async def test_a_decision_that_moves_asks_its_reason_anew(
    api: ServiceApi, municipality: Municipality, path: str
) -> None:
    await api.ok(MANAGER, "PUT", path, WHY, If_Match="*")
    later = DUE + 60 * DAY
    moved = MilestoneMoved(
        milestone_id=municipality.decision_id,
        subproject_id=municipality.subproject_id,
        due_on=later,
        reason="",
    )
    await municipality.hear(moved, when=at(T0 + DAY))
    async with transaction(municipality.engine) as connection:
        await check_involvement(connection, norms=municipality.norms, now=at(later - 5 * DAY))
    assert await asked(api) == [(later.isoformat(), False, None)]


async def test_only_the_programme_manager_gives_a_reason(api: ServiceApi, path: str) -> None:
    assert await api.refused(403, COUNCIL, "PUT", path, WHY, If_Match="*") == ["role-missing"]
    refused = await api.refused(400, MANAGER, "PUT", path, {"reason": " "}, If_Match="*")
    assert refused == ["string-too-short"]
