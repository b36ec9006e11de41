"""Every page and every GET of planning, found from its routers, filled with what is there."""

from collections.abc import Iterator, Mapping, Sequence

from fastapi.routing import APIRoute
from sqlalchemy import Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning import http, pages
from services.planning.tables import (
    demands,
    draft_demands,
    expertises,
    freed_hours_proposals,
    function_groups,
    milestones,
    proposals,
    reservations,
    staff,
    subprojects,
)
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.runtime.clock import today
from shared.web.access import Role
from tests.support.service_api import ServiceApi

OPTIONAL = ("scenario",)
"""What a page is asked with although it can do without: else it shows nothing."""

Known = Mapping[str, str]


async def planning_reads(api: ServiceApi) -> Mapping[str, str]:
    """An address for each by its route, of a subproject under way; a scenario is made for it.

    Raises:
        LookupError: a route asks something that is not known here.
    """
    async with transaction(api.engine) as connection:
        known = await _known(connection)
    known |= await _scenario(api, known)
    return {path: _filled(path, asked, known) for path, asked in _routes()}


def _routes() -> Iterator[tuple[str, Sequence[str]]]:
    for prefix, routers in (("/planning/v1", http.routers), ("/planning", pages.routers)):
        for router in routers:
            for route in router.routes:
                if isinstance(route, APIRoute) and "GET" in (route.methods or ()):
                    asked = [
                        each.alias
                        for each in route.dependant.query_params
                        if each.field_info.is_required() or each.alias in OPTIONAL
                    ]
                    yield prefix + route.path, asked


def _filled(path: str, asked: Sequence[str], known: Known) -> str:
    for name, value in known.items():
        if "{" in name:
            path = path.replace(name, value)
    missing = [each for each in asked if each not in known]
    if "{" in path or missing:
        raise LookupError(f"say in {__name__} what is meant by {path} {missing}")
    query = "&".join(f"{each}={known[each]}" for each in asked)
    return f"{path}?{query}" if query else path


async def _known(connection: AsyncConnection) -> dict[str, str]:
    async def first(table: Table, **of: object) -> str:
        chosen = select(table.c.id).filter_by(**of).order_by(table.c.id).limit(1)
        return str((await connection.execute(chosen)).scalar_one())

    row = (
        await connection.execute(
            select(
                subprojects.c.id,
                subprojects.c.programme_id,
                reservations.c.id.label("reservation_id"),
                reservations.c.team_id,
            )
            .join(reservations, reservations.c.subproject_id == subprojects.c.id)
            .where(subprojects.c.state == "started")
            .order_by(subprojects.c.id)
            .limit(1)
        )
    ).one()
    freed = await first(freed_hours_proposals)
    return {
        "freed-hours-proposals/{proposal_id}": f"freed-hours-proposals/{freed}",
        "{programme_id}": str(row.programme_id),
        "{subproject_id}": str(row.id),
        "{reservation_id}": str(row.reservation_id),
        "{team_id}": str(row.team_id),
        "{demand_id}": await first(demands, subproject_id=row.id),
        "{milestone_id}": await first(milestones, subproject_id=row.id),
        "{staff_id}": await first(staff, team_id=row.team_id),
        "{expertise_id}": await first(expertises),
        "{function_group_id}": await first(function_groups),
        "{draft_id}": await first(draft_demands),
        "{proposal_id}": await first(proposals),
        "programmeId": str(row.programme_id),
        "teamId": str(row.team_id),
    }


async def _scenario(api: ServiceApi, known: Known) -> Known:
    """One that adds hours for a year."""
    change = {
        "kind": "add-supply",
        "teamId": known["{team_id}"],
        "expertiseId": known["{expertise_id}"],
        "level": 1,
        "weeklyHours": 8,
        "fromWeek": str(IsoWeek.of(today(api.now)).plus(2)),
    }
    body = {"programmeId": known["{programme_id}"], "name": "Meer uren", "changes": [change]}
    made = await api.ok(Role.PROGRAMME_MANAGER, "POST", "/scenarios", body)
    return {
        "{scenario_id}": made["id"],
        "{change_id}": made["changes"][0]["id"],
        "scenarioId": made["id"],
        "scenario": made["id"],
    }
