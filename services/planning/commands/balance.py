"""The weekly balance, computed again after every change of demand or supply, and told when what may
be told of it differs.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import asdict
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select, true, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance_figures import (
    Figures,
    Key,
    reached_figures,
    whole_figures,
)
from services.planning.commands.balance_scope import everything, touched
from services.planning.commands.deadlines import refresh_deadlines
from services.planning.commands.locks import lock_plan
from services.planning.commands.waitlist import offer_room
from services.planning.domain.balance.balance import ExpertiseBalance
from services.planning.domain.balance.disclosure import KeptBalance
from services.planning.domain.hours import to_hours
from services.planning.tables import capacity_balance, event_log, expertises
from shared.contracts.envelope import EventData
from shared.contracts.planning_v1 import (
    CapacityBalanceUpdated,
    CapacityShortageDetected,
    CapacityShortageResolved,
    ShortWeek,
    WeekBalance,
)
from shared.database import among
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
    changed = await touched(connection, today)
    if changed is None:
        await recompute_balance(connection, today)
    elif changed.expertise_ids:
        present = await reached_figures(connection, today, changed)
        differs = await _record(connection, today, present)
        await offer_room(connection, today, changed)
        await refresh_deadlines(connection, today, differs | changed.expertise_ids)


async def recompute_balance(connection: AsyncConnection, today: date) -> None:
    """Compute the whole balance, whatever changed, and do the same with it. It also finds what
    changes by itself: a horizon that moves on, somebody who joins or leaves on a day.
    """
    await lock_plan(connection)
    weeks = await everything(connection, today)
    await _record(connection, today, await whole_figures(connection, today, weeks))
    await offer_room(connection, today)
    await refresh_deadlines(connection, today)


async def _record(connection: AsyncConnection, today: date, present: Figures) -> frozenset[UUID]:
    """Tell and keep what differs; what is kept of a week that has gone by goes. Answer which
    expertises differ.
    """
    told = await _told_before(connection, present)
    differs = {
        key
        for key in told.keys() | present.balances.keys()
        if told.get(key) != present.balances.get(key)
    }
    expertise_ids = frozenset(expertise_id for expertise_id, _ in differs)
    if differs:
        await _tell(connection, today, sorted(expertise_ids), present)
        await _save(connection, differs, present.balances)
    return expertise_ids


async def _tell(
    connection: AsyncConnection, today: date, expertise_ids: Sequence[UUID], present: Figures
) -> None:
    """Record what changed of these expertises; an event tells all weeks of one."""
    chosen = select(expertises).where(among(expertises.c.id, expertise_ids))
    names = {row.id: row.name for row in await connection.execute(chosen)}
    of_these = among(capacity_balance.c.expertise_id, expertise_ids)
    told = _by_expertise(await _kept(connection, of_these))
    computed = _by_expertise(present.balances)
    this_week = IsoWeek.of(today)
    events: list[EventData] = []
    for expertise_id in expertise_ids:
        before = told.get(expertise_id, {})
        ahead = {week: each for week, each in before.items() if week >= this_week}
        kept = {week: ahead[week] for week in ahead if not present.covers((expertise_id, week))}
        now = kept | dict(computed.get(expertise_id, {}))
        if _public(ahead) != _public(now):
            events.append(_updated(expertise_id, names[expertise_id], _public(now)))
        events.extend(_shortage(expertise_id, names[expertise_id], before, ahead, now))
    await event_log.record(connection, *events)


async def _told_before(connection: AsyncConnection, present: Figures) -> Mapping[Key, KeptBalance]:
    """What is kept of what was computed."""
    if present.reached is None:
        return await _kept(connection, true())
    mondays = [week.monday for week in present.reached]
    expertise_ids = frozenset().union(*present.reached.values())
    kept = await _kept(
        connection,
        and_(
            among(capacity_balance.c.monday, mondays),
            among(capacity_balance.c.expertise_id, expertise_ids),
        ),
    )
    return {key: kept[key] for key in kept if present.covers(key)}


async def _kept(
    connection: AsyncConnection, which: ColumnElement[bool]
) -> Mapping[Key, KeptBalance]:
    return {
        (row.expertise_id, IsoWeek.of(row.monday)): KeptBalance(
            ExpertiseBalance(row.demand, row.supply, row.confirmed, row.short, row.over),
            row.suppressed,
        )
        for row in await connection.execute(select(capacity_balance).where(which))
    }


def _by_expertise(balances: Mapping[Key, KeptBalance]) -> Mapping[UUID, Weeks]:
    found: defaultdict[UUID, dict[IsoWeek, KeptBalance]] = defaultdict(dict)
    for (expertise_id, week), each in balances.items():
        found[expertise_id][week] = each
    return found


async def _save(
    connection: AsyncConnection, differs: Set[Key], present: Mapping[Key, KeptBalance]
) -> None:
    """Write the rows that differ, and no others: each is a version in the history."""
    gone = [(expertise_id, week.monday) for expertise_id, week in differs - present.keys()]
    key = tuple_(capacity_balance.c.expertise_id, capacity_balance.c.monday)
    if gone:
        await connection.execute(delete(capacity_balance).where(key.in_(gone)))
    changed = [_row(each, present[each]) for each in sorted(differs & present.keys())]
    for rows in _portions(changed):
        statement = upsert(capacity_balance).values(rows)
        figures = {name: statement.excluded[name] for name in list(rows[0])[2:]}
        await connection.execute(
            statement.on_conflict_do_update(constraint=capacity_balance.primary_key, set_=figures)
        )


def _portions(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    """Each for one statement: the history of the table is kept by the statement."""
    return (rows[first : first + AT_ONCE] for first in range(0, len(rows), AT_ONCE))


def _row(of: Key, kept: KeptBalance) -> Row:
    expertise_id, week = of
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
