"""The weekly balance, computed again after every change of demand or supply, and told when what may
be told of it differs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from sqlalchemy import delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance_scope import Scope, changed_scope, whole_scope
from services.planning.commands.deadlines import refresh_deadlines
from services.planning.commands.locks import lock_plan
from services.planning.commands.waitlist import offer_room
from services.planning.commands.workforce import (
    Workforce,
    confirmed_by_week,
    team_sizes,
    workforce,
)
from services.planning.domain.balance.balance import Demand, ExpertiseBalance, balance
from services.planning.domain.balance.disclosure import KeptBalance, publishable
from services.planning.domain.hours import to_hours
from services.planning.domain.plan.subprojects import CLOSED
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
    CapacityBalanceUpdated,
    CapacityShortageDetected,
    CapacityShortageResolved,
    ShortWeek,
    WeekBalance,
)
from shared.isoweek import IsoWeek

AT_ONCE = 500
"""Rows in one statement, which has room for some 4,000."""

Row = Mapping[str, object]
Weeks = Mapping[IsoWeek, KeptBalance]
PublicWeeks = Mapping[IsoWeek, ExpertiseBalance | None]


async def refresh_balance(connection: AsyncConnection, today: date) -> None:
    """Compute the balance again as far as anything changed that it follows from, in this week and
    later, and record what differs; offer room that came free; and compute the reservation deadlines
    that follow from it.

    A week that has gone by is not told again; that its shortage went by with it, is.
    """
    await lock_plan(connection)
    givers = await workforce(connection)
    scope = await changed_scope(connection, today, givers)
    await _refresh(connection, today, givers, scope)


async def recompute_balance(connection: AsyncConnection, today: date) -> None:
    """Compute the whole balance, whatever changed, and do the same with it. It also finds what
    changes by itself: a horizon that moves on, somebody who joins or leaves on a day.
    """
    await lock_plan(connection)
    scope = await whole_scope(connection, today)
    await _refresh(connection, today, await workforce(connection), scope)


async def _refresh(
    connection: AsyncConnection, today: date, givers: Workforce, scope: Scope
) -> None:
    told = await _told(connection, scope.expertise_ids, None if scope.is_whole else scope.weeks)
    present = await _computed(connection, today, givers, scope)
    differs = sorted(
        each for each in told.keys() | present.keys() if told.get(each) != present.get(each)
    )
    if differs:
        await _tell(connection, today, differs, present, scope)
        await _save(connection, told, present)
    await offer_room(connection, today, givers)
    await refresh_deadlines(connection, today, differs, givers)


async def _tell(
    connection: AsyncConnection,
    today: date,
    expertise_ids: Sequence[UUID],
    present: Mapping[UUID, Weeks],
    scope: Scope,
) -> None:
    """Record what changed of these expertises; an event tells all weeks of one."""
    chosen = select(expertises).where(expertises.c.id.in_(expertise_ids))
    names = {row.id: row.name for row in await connection.execute(chosen)}
    told = await _told(connection, expertise_ids)
    this_week, computed = IsoWeek.of(today), frozenset(scope.weeks)
    events: list[EventData] = []
    for expertise_id in expertise_ids:
        before = told.get(expertise_id, {})
        ahead = {week: each for week, each in before.items() if week >= this_week}
        kept = {week: each for week, each in ahead.items() if week not in computed}
        now = kept | dict(present.get(expertise_id, {}))
        if _public(ahead) != _public(now):
            events.append(_updated(expertise_id, names[expertise_id], _public(now)))
        events.extend(_shortage(expertise_id, names[expertise_id], before, ahead, now))
    await event_log.record(connection, *events)


async def _told(
    connection: AsyncConnection,
    expertise_ids: Collection[UUID] | None,
    weeks: Collection[IsoWeek] | None = None,
) -> Mapping[UUID, Weeks]:
    """The balance as it is kept: all of it, or of these expertises, or of these weeks too."""
    chosen = select(capacity_balance)
    if expertise_ids is not None:
        chosen = chosen.where(capacity_balance.c.expertise_id.in_(expertise_ids))
    if weeks is not None:
        chosen = chosen.where(capacity_balance.c.monday.in_([week.monday for week in weeks]))
    told: defaultdict[UUID, dict[IsoWeek, KeptBalance]] = defaultdict(dict)
    for row in await connection.execute(chosen):
        figures = ExpertiseBalance(row.demand, row.supply, row.confirmed, row.short, row.over)
        told[row.expertise_id][IsoWeek.of(row.monday)] = KeptBalance(figures, row.suppressed)
    return told


async def _computed(
    connection: AsyncConnection, today: date, givers: Workforce, scope: Scope
) -> Mapping[UUID, Weeks]:
    # Today's, as the organisation is told: a later week's would tell who is going to leave.
    sizes = await team_sizes(connection, today)
    asked = await _demand(connection, scope)
    confirmed = await confirmed_by_week(connection, scope.weeks, scope.expertise_ids)
    present: defaultdict[UUID, dict[IsoWeek, KeptBalance]] = defaultdict(dict)
    for week in sorted(asked.keys() | confirmed.keys()):
        given = confirmed.get(week, ())
        supplies = givers.of_expertises(week, scope.expertise_ids)
        public = publishable(supplies, given, sizes)
        for expertise_id, each in balance(supplies, asked.get(week, ()), given).items():
            if each.demand or each.over:
                present[expertise_id][week] = KeptBalance(each, expertise_id not in public)
    return present


async def _demand(connection: AsyncConnection, scope: Scope) -> Mapping[IsoWeek, Sequence[Demand]]:
    chosen = (
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
            demand_weeks.c.monday.in_([week.monday for week in scope.weeks]),
            subprojects.c.state.not_in([state.value for state in CLOSED]),
        )
    )
    if scope.expertise_ids is not None:
        chosen = chosen.where(demands.c.expertise_id.in_(scope.expertise_ids))
    found: defaultdict[IsoWeek, list[Demand]] = defaultdict(list)
    for row in await connection.execute(chosen):
        found[IsoWeek.of(row.monday)].append(
            Demand(row.subproject_id, row.expertise_id, row.minutes, row.level)
        )
    return found


async def _save(
    connection: AsyncConnection, told: Mapping[UUID, Weeks], present: Mapping[UUID, Weeks]
) -> None:
    """Write the rows that differ, and no others: each is a version in the history."""
    gone = [
        (expertise_id, week.monday)
        for expertise_id, weeks in told.items()
        for week in weeks.keys() - present.get(expertise_id, {}).keys()
    ]
    key = tuple_(capacity_balance.c.expertise_id, capacity_balance.c.monday)
    if gone:
        await connection.execute(delete(capacity_balance).where(key.in_(gone)))
    changed = [
        _row(expertise_id, week, each)
        for expertise_id, weeks in present.items()
        for week, each in weeks.items()
        if told.get(expertise_id, {}).get(week) != each
    ]
    for rows in _portions(changed):
        statement = upsert(capacity_balance).values(rows)
        figures = {name: statement.excluded[name] for name in list(rows[0])[2:]}
        await connection.execute(
            statement.on_conflict_do_update(constraint=capacity_balance.primary_key, set_=figures)
        )


def _portions(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Each for one statement: the history of the table is kept by the statement."""
    return (rows[first : first + AT_ONCE] for first in range(0, len(rows), AT_ONCE))


def _row(expertise_id: UUID, week: IsoWeek, kept: KeptBalance) -> Row:
    key = {"expertise_id": expertise_id, "monday": week.monday}
    return key | asdict(kept.figures) | {"suppressed": kept.suppressed}


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
