"""What of the balance has to be computed again after a change: the weeks, and the expertises."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.workforce import Workforce
from services.planning.domain.balance.balance import reached_from
from services.planning.domain.reservations.reservations import State
from services.planning.tables import (
    balance_changes,
    capacity_balance,
    reservations,
    staff_expertises,
)
from shared.contracts.planning_v1 import MAX_WEEKS
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class Scope:
    """Weeks of the balance, and the expertises in them; all expertises when they are None."""

    weeks: Sequence[IsoWeek]
    expertise_ids: Collection[UUID] | None

    @property
    def is_whole(self) -> bool:
        """Whether it is the balance as a whole: what is kept of other weeks has gone by."""
        return self.expertise_ids is None


async def whole_scope(connection: AsyncConnection, today: date) -> Scope:
    """All weeks of which the balance is kept: this one and those that one event can tell. What was
    known to have changed is forgotten, so compute it.
    """
    await connection.execute(delete(balance_changes))
    return _everything(today)


async def changed_scope(connection: AsyncConnection, today: date, givers: Workforce) -> Scope:
    """What may differ since the balance was computed; everything when a week went by since. What
    was known to have changed is forgotten, so compute it.

    What is short of one expertise depends on all that its people master, so these belong to it.
    """
    rows = (await connection.execute(delete(balance_changes).returning(balance_changes))).all()
    changed = {row.expertise_id for row in rows}
    whole = _everything(today)
    if None in changed or await _week_went_by(connection, today):
        return whole
    weeks = [week for week in whole.weeks if _in_any(week.monday, rows)]
    if not weeks:
        return Scope((), ())
    together = [*givers.mastered, *await _promised_besides(connection)]
    return Scope(weeks, reached_from(changed, together))


def _everything(today: date) -> Scope:
    this_week = IsoWeek.of(today)
    return Scope(list(this_week.until(this_week.plus(MAX_WEEKS - 1))), None)


def _in_any(monday: date, rows: Iterable[Any]) -> bool:
    return any(row.first_monday <= monday <= row.last_monday for row in rows)


async def _week_went_by(connection: AsyncConnection, today: date) -> bool:
    gone = exists().where(capacity_balance.c.monday < IsoWeek.of(today).monday)
    return bool(await connection.scalar(select(gone)))


async def _promised_besides(connection: AsyncConnection) -> Iterable[frozenset[UUID]]:
    """What people have promised hours for without mastering it, with each of what they master: it
    takes of the same hours.
    """
    masters = staff_expertises.alias()
    own = exists().where(
        staff_expertises.c.staff_id == reservations.c.staff_id,
        staff_expertises.c.expertise_id == reservations.c.expertise_id,
    )
    rows = await connection.execute(
        select(reservations.c.expertise_id, masters.c.expertise_id.label("mastered"))
        .distinct()
        .join(masters, masters.c.staff_id == reservations.c.staff_id)
        .where(reservations.c.state == State.CONFIRMED.value, ~own)
    )
    return [frozenset({row.expertise_id, row.mastered}) for row in rows]
