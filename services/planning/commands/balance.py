"""The weekly balance, computed again after every change of demand or supply, and told when what may
be told of it differs.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.deadlines import refresh_deadlines
from services.planning.commands.locks import lock_plan
from services.planning.commands.waitlist import offer_room
from services.planning.commands.workforce import confirmed_by_week, team_sizes, workforce
from services.planning.domain.balance import Demand, ExpertiseBalance, balance
from services.planning.domain.disclosure import KeptBalance, publishable
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

Weeks = Mapping[IsoWeek, KeptBalance]
PublicWeeks = Mapping[IsoWeek, ExpertiseBalance | None]


async def refresh_balance(connection: AsyncConnection, today: date) -> None:
    """Compute the balance of this week and later, and record what changed; offer room that came
    free; and compute the reservation deadlines that follow from it.

    A week that has gone by is not told again; that its shortage went by with it, is.
    """
    await lock_plan(connection)
    this_week = IsoWeek.of(today)
    told = await _told(connection)
    present = await _computed(connection, today)
    names = {row.id: row.name for row in await connection.execute(select(expertises))}
    events: list[EventData] = []
    for expertise_id in sorted(told.keys() | present.keys()):
        before = told.get(expertise_id, {})
        now = present.get(expertise_id, {})
        ahead = {week: each for week, each in before.items() if week >= this_week}
        if _public(ahead) != _public(now):
            events.append(_updated(expertise_id, names[expertise_id], _public(now)))
        events.extend(_shortage(expertise_id, names[expertise_id], before, ahead, now))
    if told != present:
        await _save(connection, present)
    await event_log.record(connection, *events)
    await offer_room(connection, today)
    differs = {each for each in told.keys() | present.keys() if told.get(each) != present.get(each)}
    await refresh_deadlines(connection, today, differs)


async def _told(connection: AsyncConnection) -> Mapping[UUID, Weeks]:
    rows = await connection.execute(select(capacity_balance))
    told: defaultdict[UUID, dict[IsoWeek, KeptBalance]] = defaultdict(dict)
    for row in rows:
        figures = ExpertiseBalance(row.demand, row.supply, row.confirmed, row.short, row.over)
        told[row.expertise_id][IsoWeek.of(row.monday)] = KeptBalance(figures, row.suppressed)
    return told


async def _computed(connection: AsyncConnection, today: date) -> Mapping[UUID, Weeks]:
    this_week = IsoWeek.of(today)
    # Today's, as the organisation is told: a later week's would tell who is going to leave.
    sizes = await team_sizes(connection, today)
    asked = await _demand(connection, this_week)
    givers = await workforce(connection)
    confirmed = await confirmed_by_week(connection, since=this_week.monday)
    present: defaultdict[UUID, dict[IsoWeek, KeptBalance]] = defaultdict(dict)
    for week in sorted(asked.keys() | confirmed.keys())[:MAX_WEEKS]:
        supplies, given = givers.supplies(week), confirmed.get(week, ())
        public = publishable(supplies, given, sizes)
        for expertise_id, each in balance(supplies, asked.get(week, ()), given).items():
            if each.demand or each.over:
                present[expertise_id][week] = KeptBalance(each, expertise_id not in public)
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
            demands.c.level,
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
            Demand(row.subproject_id, row.expertise_id, row.minutes, row.level)
        )
    return found


async def _save(connection: AsyncConnection, present: Mapping[UUID, Weeks]) -> None:
    await connection.execute(delete(capacity_balance))
    rows = [
        {
            "expertise_id": expertise_id,
            "monday": week.monday,
            "demand": each.figures.demand,
            "supply": each.figures.supply,
            "confirmed": each.figures.confirmed,
            "short": each.figures.short,
            "over": each.figures.over,
            "suppressed": each.suppressed,
        }
        for expertise_id, weeks in present.items()
        for week, each in weeks.items()
    ]
    if rows:
        await connection.execute(insert(capacity_balance), rows)


def _public(weeks: Weeks) -> PublicWeeks:
    return {week: each.public for week, each in weeks.items()}


def _updated(expertise_id: UUID, name: str, now: PublicWeeks) -> CapacityBalanceUpdated:
    return CapacityBalanceUpdated(
        expertise_id=expertise_id,
        expertise=name,
        weeks=tuple(_week_balance(week, now[week]) for week in sorted(now)),
    )


def _week_balance(week: IsoWeek, figures: ExpertiseBalance | None) -> WeekBalance:
    if figures is None:
        return WeekBalance(week=str(week))
    return WeekBalance(
        week=str(week),
        demand=to_hours(figures.demand),
        supply=to_hours(figures.supply),
        confirmed=to_hours(figures.confirmed),
        short=to_hours(figures.short),
        over_allocated=to_hours(figures.over),
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
                ShortWeek(week=str(week), short=None if minutes is None else to_hours(minutes))
                for week, minutes in sorted(short_now.items())
            ),
        )
    elif not short_now and _short(before):
        yield CapacityShortageResolved(expertise_id=expertise_id, expertise=name)


def _short(weeks: Weeks) -> Mapping[IsoWeek, int | None]:
    return {
        week: each.public.short if each.public else None
        for week, each in weeks.items()
        if each.figures.short
    }
