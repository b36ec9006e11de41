"""Planning of a large municipality: server time of every page and overview, and the balance after
one change.
"""

import gc
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import partial
from http import HTTPStatus
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from uuid import UUID

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
)
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.runtime.clock import today
from shared.web.access import Role
from tests.benchmarks.report import Line
from tests.support.installations import Database
from tests.support.large_municipality import write_large_municipality
from tests.support.planning_reads import planning_reads
from tests.support.service_api import ServiceApi, service_api

PAGE_TURNS = 10
CHANGES = 20
SLOWEST = 5
ENOUGH = 2_000
"""Milliseconds after which no more turns are taken, so that it ends."""
PAGE_BOUND, BALANCE_BOUND = 300, 50

Change = Callable[[AsyncConnection, int], Awaitable[None]]


async def compare(database: Database) -> list[Line]:
    """The pages, and the balance after each kind of change."""
    with TemporaryDirectory() as folder:
        now = datetime.now(UTC)
        await write_large_municipality(database.admin_url, today(now))
        async with service_api("planning", database.app_url("planning"), Path(folder), now) as api:
            async with transaction(api.engine) as connection:
                await recompute_balance(connection, today(now))
            gc.collect()
            gc.freeze()  # as a served process does
            return [*await _pages(api), *await _changes(api)]


async def _pages(api: ServiceApi) -> list[Line]:
    """All together by their median, and the slowest."""
    taken = {
        route: await _turns(PAGE_TURNS, partial(_asked, api, path))
        for route, path in (await planning_reads(api)).items()
    }
    medians = [median(each) for each in taken.values()]
    slowest = sorted(taken, key=lambda each: -_p95(taken[each]))[:SLOWEST]
    within = sum(_p95(each) <= PAGE_BOUND for each in taken.values())
    return [
        Line(
            "server time of a page or GET of planning, 500 subprojects, 2,000 people, 5 years",
            f"{median(medians):.0f} ms",
            "–",
            f"{within} of {len(taken)} within the bound",
            f"p95 ≤ {PAGE_BOUND} ms each",
            within == len(taken),
        ),
        *[_line(f"GET {each}", taken[each], PAGE_BOUND) for each in slowest],
    ]


async def _turns(most: int, measured: Callable[[int], Awaitable[float]]) -> Sequence[float]:
    """Milliseconds of each turn: fewer of what is slow, at least two."""
    taken: list[float] = []
    while len(taken) < 2 or (len(taken) < most and sum(taken) < ENOUGH):
        taken.append(await measured(len(taken)))
    return taken


async def _asked(api: ServiceApi, path: str, _turn: int) -> float:
    token = api.token(Role.PROGRAMME_MANAGER)
    began = time.perf_counter()
    answer = await api.client.get(path, headers={"Authorization": f"Bearer {token}"})
    took = (time.perf_counter() - began) * 1000
    if answer.status_code != HTTPStatus.OK:
        raise RuntimeError(f"{answer.status_code} {path}: {answer.text[:300]}")
    return took


async def _changes(api: ServiceApi) -> list[Line]:
    kinds: Mapping[str, Change] = {
        "hours of a demand": _change_demand,
        "a reservation confirmed or released": _change_reservation,
        "an absence of somebody": _change_absence,
    }
    lines = []
    for kind, change in kinds.items():
        taken = await _turns(CHANGES, partial(_refreshed, api, change))
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
    p95 = _p95(milliseconds)
    middle = f"{median(milliseconds):.0f} ms"
    return Line(figure, middle, "–", f"p95 {p95:.0f} ms", f"p95 ≤ {bound} ms", p95 <= bound)


def _p95(milliseconds: Sequence[float]) -> float:
    return quantiles(milliseconds, n=20)[-1]
