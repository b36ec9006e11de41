"""Planning of a large municipality: server time of every page and overview, and the balance after
one change.
"""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import quantiles
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import httpx
from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance import recompute_balance, refresh_balance
from services.planning.commands.demands import replace_weeks
from services.planning.commands.person_rows import absence_rows, replace_rows
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.supply.working_time import Absence
from services.planning.tables import (
    demand_weeks,
    demands,
    reservation_weeks,
    reservations,
    staff,
    staff_absences,
    subprojects,
)
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.runtime.clock import today
from shared.web.access import Role
from tests.benchmarks.report import Line
from tests.support.installations import Database
from tests.support.large_municipality import write_large_municipality
from tests.support.service_api import ServiceApi, service_api

PAGE_TURNS = 20
CHANGES = 60
PAGE_BOUND, BALANCE_BOUND = 300, 50

Change = Callable[[AsyncConnection, int], Awaitable[None]]


async def compare(database: Database) -> list[Line]:
    """The slowest page, and each kind of change, by their p95."""
    with TemporaryDirectory() as folder:
        now = datetime.now(UTC)
        await write_large_municipality(database.admin_url, today(now))
        async with service_api("planning", database.app_url("planning"), Path(folder), now) as api:
            async with transaction(api.engine) as connection:
                await recompute_balance(connection, today(now))
            return [*await _pages(api), *await _changes(api)]


async def _pages(api: ServiceApi) -> list[Line]:
    lines = []
    for path in await overviews(api):
        taken = [await _asked(api, path) for _ in range(PAGE_TURNS)]
        lines.append(_line(f"GET {path}", taken, PAGE_BOUND))
    return lines


async def _is_readable(api: ServiceApi, path: str) -> bool:
    """Not what is of operators alone."""
    return (await _answer(api, path)).status_code == 200


async def overviews(api: ServiceApi) -> Sequence[str]:
    """Every page and overview of planning, of one subproject where it is of one."""
    document = (await api.client.get("/planning/v1/openapi.json")).json()
    known = await _ids(api)
    paths = [
        "/planning/v1" + filled
        for path, operations in document["paths"].items()
        if "get" in operations and (filled := _filled(path, operations["get"], known))
    ]
    return ["/planning/koers", *[each for each in paths if await _is_readable(api, each)]]


def _filled(path: str, operation: Mapping[str, Any], known: Mapping[str, str]) -> str | None:
    for name, value in known.items():
        path = path.replace(f"{{{name}}}", value)
    asked = [each for each in operation.get("parameters", ()) if each.get("required")]
    query = [
        f"{each['name']}={known[each['name']]}"
        for each in asked
        if each["in"] == "query" and each["name"] in known
    ]
    if "{" in path:
        return None
    return f"{path}?{'&'.join(query)}" if query else path


async def _ids(api: ServiceApi) -> Mapping[str, str]:
    async with transaction(api.engine) as connection:
        row = (
            await connection.execute(
                select(
                    subprojects.c.id.label("subproject_id"),
                    subprojects.c.programme_id,
                    demands.c.id.label("demand_id"),
                    reservations.c.id.label("reservation_id"),
                    reservations.c.team_id,
                )
                .join(demands, demands.c.subproject_id == subprojects.c.id)
                .join(reservations, reservations.c.subproject_id == subprojects.c.id)
                .where(subprojects.c.state == "started")
                .order_by(subprojects.c.id)
                .limit(1)
            )
        ).one()
        staff_id = await connection.scalar(
            select(staff.c.id).where(staff.c.team_id == row.team_id).limit(1)
        )
    found = {name: str(value) for name, value in row._mapping.items()}
    return found | {"staff_id": str(staff_id), "teamId": found["team_id"], "year": "2026"}


async def _asked(api: ServiceApi, path: str) -> float:
    began = time.perf_counter()
    await _answer(api, path)
    return (time.perf_counter() - began) * 1000


async def _answer(api: ServiceApi, path: str) -> httpx.Response:
    token = api.token(Role.PROGRAMME_MANAGER)
    return await api.client.get(path, headers={"Authorization": f"Bearer {token}"})


async def _changes(api: ServiceApi) -> list[Line]:
    kinds: Mapping[str, Change] = {
        "hours of a demand": _change_demand,
        "a reservation confirmed or released": _change_reservation,
        "an absence of somebody": _change_absence,
    }
    lines = []
    for kind, change in kinds.items():
        taken = [await _refreshed(api, change, number) for number in range(CHANGES)]
        lines.append(_line(f"balance after {kind}", taken, BALANCE_BOUND))
    return lines


async def _refreshed(api: ServiceApi, change: Change, number: int) -> float:
    async with transaction(api.engine) as connection:
        await change(connection, number)
        began = time.perf_counter()
        await refresh_balance(connection, today(api.now))
        return (time.perf_counter() - began) * 1000


async def _change_demand(connection: AsyncConnection, number: int) -> None:
    """Half an hour more or less in each of its weeks."""
    row = (
        await connection.execute(
            select(demand_weeks.c.demand_id)
            .join(demands, demands.c.id == demand_weeks.c.demand_id)
            .group_by(demand_weeks.c.demand_id)
            .having(func.min(demand_weeks.c.monday) > func.current_date())
            .order_by(demand_weeks.c.demand_id)
            .offset(number * 3)
            .limit(1)
        )
    ).one()
    chosen = select(demand_weeks).where(demand_weeks.c.demand_id == row.demand_id)
    weeks = [
        WeekMinutes(IsoWeek.of(each.monday), each.minutes + 30)
        for each in await connection.execute(chosen)
    ]
    await replace_weeks(connection, row.demand_id, weeks)


async def _change_reservation(connection: AsyncConnection, number: int) -> None:
    row = (
        await connection.execute(
            select(reservations.c.id, reservations.c.state)
            .join(reservation_weeks, reservation_weeks.c.reservation_id == reservations.c.id)
            .where(reservations.c.state.in_(["confirmed", "requested"]))
            .group_by(reservations.c.id)
            .having(func.min(reservation_weeks.c.monday) > func.current_date())
            .order_by(reservations.c.id)
            .offset(number * 3)
            .limit(1)
        )
    ).one()
    becomes = "released" if row.state == "confirmed" else "confirmed"
    await connection.execute(
        update(reservations).where(reservations.c.id == row.id).values(state=becomes)
    )


async def _change_absence(connection: AsyncConnection, number: int) -> None:
    staff_id: UUID | None = await connection.scalar(
        select(staff.c.id).order_by(staff.c.id).offset(number * 7).limit(1)
    )
    assert staff_id is not None
    day = datetime.now(UTC).date() + timedelta(days=7 * number)
    await replace_rows(
        connection, staff_absences, staff_id, absence_rows([Absence(day, day + timedelta(days=4))])
    )


def _line(figure: str, milliseconds: Sequence[float], bound: int) -> Line:
    p95 = quantiles(milliseconds, n=20)[-1]
    return Line(figure, f"{p95:.0f} ms", "–", "p95", f"≤ {bound} ms", p95 <= bound)
