"""What of the balance has to be computed again after a change: which expertises in which weeks, and
which teams' hours or promises changed.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.tables import balance_changes, capacity_balance
from shared.contracts.planning_v1 import MAX_WEEKS
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class Touched:
    """What a change touched by itself; what follows from it may be more."""

    expertise_ids: frozenset[UUID]
    team_ids: frozenset[UUID]
    weeks: Mapping[IsoWeek, frozenset[UUID]]
    """The expertises by week, of the weeks of which the balance is kept."""


async def everything(connection: AsyncConnection, today: date) -> Sequence[IsoWeek]:
    """All weeks of which the balance is kept: this one and those that one event can tell. What was
    known to have changed is forgotten, so compute it.
    """
    await connection.execute(delete(balance_changes))
    return _kept_weeks(today)


async def touched(connection: AsyncConnection, today: date) -> Touched | None:
    """What changed since the balance was computed; None when that may be everything, as when a week
    went by since. What was known to have changed is forgotten, so compute it.
    """
    rows = (await connection.execute(delete(balance_changes).returning(balance_changes))).all()
    expertise_ids = {row.expertise_id for row in rows}
    if None in expertise_ids or await _week_went_by(connection, today):
        return None
    weeks: defaultdict[IsoWeek, set[UUID]] = defaultdict(set)
    kept = _kept_weeks(today)
    for row in rows:
        first = max(row.first_monday, kept[0].monday)
        last = min(row.last_monday, kept[-1].monday)
        if first <= last:
            for week in IsoWeek.of(first).until(IsoWeek.of(last)):
                weeks[week].add(row.expertise_id)
    return Touched(
        expertise_ids=frozenset(expertise_ids),
        team_ids=frozenset(row.team_id for row in rows if row.team_id is not None),
        weeks={week: frozenset(found) for week, found in weeks.items()},
    )


def _kept_weeks(today: date) -> Sequence[IsoWeek]:
    this_week = IsoWeek.of(today)
    return list(this_week.until(this_week.plus(MAX_WEEKS - 1)))


async def _week_went_by(connection: AsyncConnection, today: date) -> bool:
    gone = exists().where(capacity_balance.c.monday < IsoWeek.of(today).monday)
    return bool(await connection.scalar(select(gone)))
