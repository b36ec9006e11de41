"""Forecasts of milestones: simulated again when the plan, the people or the history changed, and
told when they differ.
"""

from asyncio import to_thread
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.ahead import ahead_of, confirmed_elsewhere, known_ratios
from services.planning.commands.workforce import workforce
from services.planning.domain.forecast.durations import Durations
from services.planning.domain.forecast.outlook import Ahead, Outlook, hours_ahead, outlook
from services.planning.domain.plan.milestones import State
from services.planning.domain.supply.team_workforce import Workforce
from services.planning.tables import (
    event_log,
    forecast_runs,
    forecasts,
    milestones,
    programmes,
    subprojects,
)
from shared.contracts.planning_v1 import ForecastUpdated

_FORECASTS = int.from_bytes(b"forecast")


@dataclass(frozen=True, slots=True)
class _Made:
    """All that the forecasts of a programme are made of."""

    today: date
    ahead: Sequence[Ahead]
    givers: Workforce
    elsewhere: Mapping[tuple[UUID, date], int]
    ratios: Sequence[float]

    def mark(self, of_givers: str) -> str:
        """The same for the same, given the mark of the people."""
        return _mark((self.today, self.ahead, self.elsewhere, self.ratios, of_givers))

    def outlook(self) -> Mapping[UUID, Outlook]:
        """What is expected of every milestone."""
        hours = hours_ahead(self.ahead, self.givers.supplies, self.elsewhere, self.today)
        return outlook(self.ahead, hours, Durations(self.ratios), self.today)


async def refresh_forecasts(connection: AsyncConnection, today: date) -> bool:
    """Forecast the first programme of which anything changed since it was forecast; answer whether
    there may be another. Decisions need not wait for it: it holds no lock of the plan.
    """
    if not await connection.scalar(select(func.pg_try_advisory_xact_lock(_FORECASTS))):
        return False
    await _forget(connection)
    givers, ratios = await workforce(connection), await known_ratios(connection)
    of_givers = _mark(givers)
    marks = {
        row.programme_id: row.made_of for row in await connection.execute(select(forecast_runs))
    }
    ongoing = select(programmes.c.id).where(programmes.c.completed_on.is_(None))
    for programme_id in (await connection.scalars(ongoing.order_by(programmes.c.id))).all():
        made = _Made(
            today,
            await ahead_of(connection, programme_id),
            givers,
            await confirmed_elsewhere(connection, programme_id, today),
            ratios,
        )
        mark = made.mark(of_givers)
        if marks.get(programme_id) != mark:
            await _save(connection, programme_id, await to_thread(made.outlook))
            await _remember(connection, programme_id, mark, today)
            return True
    return False


def _mark(made_of: object) -> str:
    return sha256(repr(made_of).encode()).hexdigest()


async def _forget(connection: AsyncConnection) -> None:
    """Nothing is expected of what is reached, cancelled or part of a completed programme."""
    expected = (
        select(milestones.c.id)
        .join(subprojects, subprojects.c.id == milestones.c.subproject_id)
        .join(programmes, programmes.c.id == subprojects.c.programme_id)
        .where(milestones.c.state == State.PLANNED.value, programmes.c.completed_on.is_(None))
    )
    await connection.execute(delete(forecasts).where(forecasts.c.milestone_id.not_in(expected)))


async def _save(
    connection: AsyncConnection, programme_id: UUID, expected: Mapping[UUID, Outlook]
) -> None:
    rows = await connection.execute(
        select(milestones.c.id, milestones.c.subproject_id, milestones.c.due_on, forecasts)
        .outerjoin(forecasts, forecasts.c.milestone_id == milestones.c.id)
        .where(milestones.c.id.in_(expected))
        .order_by(milestones.c.id)
    )
    changed = [
        (row, expected[row.id])
        for row in rows.all()
        if row.milestone_id is None or Outlook(row.p50, row.p80) != expected[row.id]
    ]
    if not changed:
        return
    statement = upsert(forecasts)
    await connection.execute(
        statement.on_conflict_do_update(
            index_elements=["milestone_id"],
            set_={"p50": statement.excluded.p50, "p80": statement.excluded.p80},
        ),
        [
            {"milestone_id": row.id, "p50": present.p50, "p80": present.p80}
            for row, present in changed
        ],
    )
    await event_log.record(
        connection, *[_updated(programme_id, row, present) for row, present in changed]
    )


async def _remember(
    connection: AsyncConnection, programme_id: UUID, mark: str, today: date
) -> None:
    values = {"programme_id": programme_id, "made_of": mark, "made_on": today}
    await connection.execute(
        upsert(forecast_runs)
        .values(values)
        .on_conflict_do_update(index_elements=["programme_id"], set_=values)
    )


def _updated(programme_id: UUID, row: Row[tuple[Any, ...]], present: Outlook) -> ForecastUpdated:
    return ForecastUpdated(
        milestone_id=row.id,
        subproject_id=row.subproject_id,
        programme_id=programme_id,
        due_on=row.due_on,
        p50=present.p50,
        p80=present.p80,
    )
