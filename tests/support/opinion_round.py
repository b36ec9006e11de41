"""A round that is open, and people who answer it over HTTP."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import httpx

from services.engagement.domain.consent import ConsentScope
from shared.web.access import Role
from tests.support.engagement_world import T0, Municipality
from tests.support.service_api import ServiceApi

MANAGER, EMPLOYEE = Role.PROGRAMME_MANAGER, Role.EMPLOYEE
CLOSES = T0 + timedelta(days=11)
PLAN = {"opensOn": T0.isoformat(), "closesOn": CLOSES.isoformat()}


def answer(place: int = 0, remark: str = "") -> dict[str, str]:
    """An answer; those of five places that follow each other differ in everything."""
    return {
        "attitude": ("sceptical", "doubtful", "waiting", "interested", "positive")[place % 5],
        "stage": ("aware", "willing", "knowing", "able", "doing")[place % 5],
        "motive": ("knowledge", "say", "citizens", "own-work", "time")[place % 5],
        "remark": remark,
    }


@dataclass
class OpinionRound:
    """The address of a round, and who is asked."""

    api: ServiceApi
    address: str
    people: Sequence[UUID]

    async def code(self, staff_id: UUID) -> str:
        """The code that somebody is shown."""
        own = await self.api.ok(EMPLOYEE, "GET", "/own-rounds", subject=staff_id)
        (found,) = [each for each in own["items"] if self.address.endswith(each["roundId"])]
        return str(found["code"])

    async def cast(self, code: str, given: dict[str, str]) -> httpx.Response:
        """Answer with a code, without signing in."""
        return await self.api.client.post("/engagement/v1/ballots", json={"code": code} | given)

    async def answer(self, *people: UUID, remark: str = "") -> None:
        """Let these people answer, each something else."""
        for place, staff_id in enumerate(people):
            cast = await self.cast(await self.code(staff_id), answer(place, remark))
            assert cast.status_code == 204, cast.text

    async def close(self) -> dict[str, Any]:
        """Close it; what may be known of it."""
        await self.api.ok(MANAGER, "POST", f"{self.address}/closings")
        known: dict[str, Any] = await self.api.ok(MANAGER, "GET", f"{self.address}/opinions")
        return known


async def planned_round(
    api: ServiceApi,
    municipality: Municipality,
    *,
    valid_until: date = date(2027, 1, 1),
) -> str:
    """The address of a round for all fourteen people, that opens today, under a consent."""
    await municipality.found()
    await municipality.consent(*ConsentScope, valid_until=valid_until)
    await municipality.affect(*municipality.staff)
    rounds = f"/subprojects/{municipality.subproject_id}/rounds"
    return f"{rounds}/{(await api.ok(MANAGER, 'POST', rounds, PLAN))['id']}"


async def open_round(api: ServiceApi, municipality: Municipality) -> OpinionRound:
    """The same round, opened."""
    address = await planned_round(api, municipality)
    await api.ok(MANAGER, "POST", f"{address}/openings")
    return OpinionRound(api, address, municipality.staff)
