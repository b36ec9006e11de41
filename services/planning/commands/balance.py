"""The weekly balance, computed again after every change of demand or supply, and told when it
differs.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.locks import lock_plan
from services.planning.commands.workforce import confirmed_by_week, workforce
from services.planning.domain.balance import Demand, ExpertiseBalance, balance
from services.planning.domain.hours import to_hours
from services.planning.domain.subprojects import CLOSED
from services.planning.tables import (
    capacity_balance,
    demand_weeks,
    demands,
    event_log,
    expertises,
    subprojects,
)
from shared.contracts.envelope import EventData
from shared.contracts.planning_v1 import (
    MAX_WEEKS,
    CapacityBalanceUpdated,
    CapacityShortageDetected,
    CapacityShortageResolved,
    ShortWeek,
    WeekBalance,
)
from shared.isoweek import IsoWeek

Weeks = Mapping[IsoWeek, ExpertiseBalance]


async def refresh_balance(connection: AsyncConnection, today: date) -> None:
    """Compute the balance of this week and later, and record what changed.

    A week that has gone by is not told again; that its shortage went by with it, is.
    """
    await lock_plan(connection)
    this_week = IsoWeek.of(today)
    told = await _told(connection)
    present = await _computed(connection, this_week)
    names = {row.id: row.name for row in await connection.execute(select(expertises))}
    events: list[EventData] = []
    for expertise_id in sorted(told.keys() | present.keys()):
        before = told.get(expertise_id, {})
        now = present.get(expertise_id, {})
        ahead = {week: each for week, each in before.items() if week >= this_week}
        if ahead != now:
            events.append(_updated(expertise_id, names[expertise_id], now))
        events.extend(_shortage(expertise_id, names[expertise_id], before, ahead, now))
    if told != present:
        await _save(connection, present)
    await event_log.record(connection, *events)


async def _told(connection: AsyncConnection) -> Mapping[UUID, Weeks]:
    rows = await connection.execute(select(capacity_balance))
    told: defaultdict[UUID, dict[IsoWeek, ExpertiseBalance]] = defaultdict(dict)
    for row in rows:
        told[row.expertise_id][IsoWeek.of(row.monday)] = ExpertiseBalance(
            row.demand, row.supply, row.confirmed, row.short
        )
    return told


async def _computed(connection: AsyncConnection, this_week: IsoWeek) -> Mapping[UUID, Weeks]:
    asked = await _demand(connection, this_week)
    givers = await workforce(connection)
    confirmed = await confirmed_by_week(connection, since=this_week.monday)
    present: defaultdict[UUID, dict[IsoWeek, ExpertiseBalance]] = defaultdict(dict)
    for week in sorted(asked)[:MAX_WEEKS]:
        found = balance(givers.supplies(week), asked[week], confirmed.get(week, ()))
        for expertise_id, each in found.items():
            if each.demand:
                present[expertise_id][week] = each
    return present


async def _demand(
    connection: AsyncConnection, this_week: IsoWeek
) -> Mapping[IsoWeek, Sequence[Demand]]:
    rows = await connection.execute(
        select(
            demand_weeks.c.monday,
            demand_weeks.c.minutes,
            demands.c.subproject_id,
            demands.c.expertise_id,
        )
        .join(demands, demands.c.id == demand_weeks.c.demand_id)
        .join(subprojects, subprojects.c.id == demands.c.subproject_id)
        .where(
            demand_weeks.c.monday >= this_week.monday,
            subprojects.c.state.not_in([state.value for state in CLOSED]),
        )
    )
    found: defaultdict[IsoWeek, list[Demand]] = defaultdict(list)
    for row in rows:
        found[IsoWeek.of(row.monday)].append(
            Demand(row.subproject_id, row.expertise_id, row.minutes)
        )
    return found


async def _save(connection: AsyncConnection, present: Mapping[UUID, Weeks]) -> None:
    await connection.execute(delete(capacity_balance))
    rows = [
        {
            "expertise_id": expertise_id,
            "monday": week.monday,
            "demand": each.demand,
            "supply": each.supply,
            "confirmed": each.confirmed,
            "short": each.short,
        }
        for expertise_id, weeks in present.items()
        for week, each in weeks.items()
    ]
    if rows:
        await connection.execute(insert(capacity_balance), rows)


def _updated(expertise_id: UUID, name: str, now: Weeks) -> CapacityBalanceUpdated:
    return CapacityBalanceUpdated(
        expertise_id=expertise_id,
        expertise=name,
        weeks=tuple(
            WeekBalance(
                week=str(week),
                demand=to_hours(each.demand),
                supply=to_hours(each.supply),
                confirmed=to_hours(each.confirmed),
                short=to_hours(each.short),
            )
            for week, each in sorted(now.items())
        ),
    )


def _shortage(
    expertise_id: UUID, name: str, before: Weeks, ahead: Weeks, now: Weeks
) -> Iterator[EventData]:
    short_now = _short(now)
    if short_now and short_now != _short(ahead):
        yield CapacityShortageDetected(
            expertise_id=expertise_id,
            expertise=name,
            weeks=tuple(
                ShortWeek(week=str(week), short=to_hours(minutes))
                for week, minutes in sorted(short_now.items())
            ),
        )
    elif not short_now and _short(before):
        yield CapacityShortageResolved(expertise_id=expertise_id, expertise=name)


def _short(weeks: Weeks) -> Mapping[IsoWeek, int]:
    return {week: each.short for week, each in weeks.items() if each.short}
