"""Scenarios as tests make, compare and promote them."""

from typing import Any

from sqlalchemy import text

from shared.database import transaction
from shared.web.access import Role
from tests.support.planning_world import TownHall

MANAGER = Role.PROGRAMME_MANAGER


def decision(town: TownHall) -> dict[str, Any]:
    """A milestone in eighty days."""
    return {"kind": "decision", "name": "Besluit", "dueOn": town.day(80)}


def dates(town: TownHall, subproject: str, first: int, last: int) -> dict[str, Any]:
    """Other dates for a subproject, counted in days from today."""
    return {
        "kind": "reschedule",
        "subprojectId": subproject,
        "startsOn": town.day(first),
        "endsOn": town.day(last),
    }


def reserve(subproject: str, expertise: str, team: str, weeks: list[dict[str, Any]]) -> Any:
    """Hours of a team."""
    return {
        "kind": "reserve",
        "subprojectId": subproject,
        "expertiseId": expertise,
        "teamId": team,
        "weeks": weeks,
    }


async def branch(town: TownHall, programme: str, *changes: object) -> Any:
    """A scenario with these changes."""
    body = {"programmeId": programme, "name": "Later", "changes": list(changes)}
    return await town.plans("POST", "/scenarios", body)


async def compared(town: TownHall, *scenarios: Any) -> Any:
    """The scenarios beside the plan as it is."""
    asked = "&".join(f"scenarioId={each['id']}" for each in scenarios)
    return await town.plans("GET", f"/scenario-comparisons?{asked}")


async def promote(town: TownHall, scenario: Any, etag: str = "*") -> Any:
    """What the answer to promoting is."""
    path = f"/scenarios/{scenario['id']}/promotions"
    body = {"reason": "Zo is het beter"}
    return await town.api.ask(MANAGER, "POST", path, body, If_Match=etag)


async def etag(town: TownHall, scenario: Any) -> str:
    """The ETag of a scenario as it is now."""
    answer = await town.api.ask(MANAGER, "GET", f"/scenarios/{scenario['id']}")
    return str(answer.headers["etag"])


async def discard(town: TownHall, path: str, etag: str = "*") -> int:
    """The status of the answer to throwing something away."""
    answer = await town.api.ask(MANAGER, "DELETE", path, If_Match=etag)
    return int(answer.status_code)


def codes(answer: Any) -> list[str]:
    """Why something was refused."""
    return [each["code"] for each in answer.json()["errors"]]


async def told(town: TownHall) -> int:
    """How many events were ever recorded."""
    async with transaction(town.api.engine) as connection:
        found = await connection.scalar(
            text("SELECT coalesce(max(entry), 0) FROM planning.event_log")
        )
        return int(found or 0)
