"""The last day to reserve each demand: computed again with the balance, and told when it nears."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, delete, func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.locks import lock_plan
from services.planning.commands.needs import OpenDemand, open_demands
from services.planning.commands.plan import open_subprojects
from services.planning.domain.reservations import deadlines as rules
from services.planning.domain.reservations.deadlines import Buffer, LeadTimes
from services.planning.domain.reservations.reminders import DAYS_BEFORE, options, reminder
from services.planning.domain.reservations.reservations import State
from services.planning.domain.supply.workdays import working_days_between
from services.planning.queries.deadlines import lead_times
from services.planning.tables import (
    deadline_reminders,
    demands,
    event_log,
    expertises,
    reservation_deadlines,
    reservation_history,
    reservations,
)
from services.planning.tables import lead_times as lead_times_table
from shared.contracts.planning_v1 import ReservationDeadlineApproaching, ReservationOption
from shared.database import among
from shared.runtime.clock import today as day_of

REMEMBERED_ANSWERS = 200
"""So many of the latest answers say how late they come: what was is no guide for ever."""

MOST_REMINDERS = 500
"""As many in one transaction."""

Values = Mapping[str, Any]


async def refresh_deadlines(
    connection: AsyncConnection,
    today: date,
    expertise_ids: Collection[UUID] | None = None,
) -> None:
    """Compute the deadlines anew from the balance as it is stored, of these expertises when given.
    Call it with the plan locked.

    A demand that lacks no hours any more has none.
    """
    times = await lead_times(connection)
    late = await buffer_of(connection, times)
    present = {
        each.demand_id: _values(each, times, late, today)
        for each in await open_demands(connection, today, expertise_ids)
    }
    stored = await _stored(connection, expertise_ids)
    await _forget(connection, stored.keys() - present.keys())
    await _save(
        connection, [each for each in present.values() if stored.get(each["demand_id"]) != each]
    )


async def refresh_deadlines_after(
    connection: AsyncConnection, subproject_ids: Collection[UUID], today: date
) -> None:
    """Compute anew the deadlines of these subprojects and of all that wait for them, directly or
    not: their dates, states or what they wait for changed. Call it with the plan locked.
    """
    planned = await open_subprojects(connection)
    found, reached = set[UUID](), set(subproject_ids)
    while reached:
        found |= reached
        reached = {each.id for each in planned.values() if each.depends_on & reached} - found
    chosen = select(demands.c.expertise_id).where(among(demands.c.subproject_id, found)).distinct()
    expertise_ids = set(await connection.scalars(chosen))
    if expertise_ids:
        await refresh_deadlines(connection, today, expertise_ids)


async def change_lead_times(connection: AsyncConnection, wanted: LeadTimes, today: date) -> None:
    """Say how many working days the municipality needs between asking and starting."""
    await connection.execute(
        update(lead_times_table).values(
            roster_freeze_days=wanted.roster_freeze,
            approval_days=wanted.approval,
            version=lead_times_table.c.version + 1,
        )
    )
    await refresh_deadlines(connection, today)


async def lock_lead_times(connection: AsyncConnection) -> int:
    """Lock the plan and the lead times; answer their version."""
    await lock_plan(connection)
    chosen = select(lead_times_table.c.version).with_for_update()
    return int((await connection.execute(chosen)).scalar_one())


async def remind_of_deadlines(connection: AsyncConnection, today: date) -> bool:
    """Tell of each deadline that nears what can still be done, once per demand, day and reminder;
    answer whether there may be more to tell.
    """
    await lock_plan(connection)
    await refresh_deadlines(connection, today)
    due = await _due(connection, today)
    if due:
        await event_log.record(connection, *[_approaching(row, days) for row, days in due])
        await connection.execute(
            insert(deadline_reminders),
            [
                {
                    "demand_id": row.demand_id,
                    "last_day": row.last_day,
                    "days_before": days,
                    "told_on": today,
                }
                for row, days in due
            ],
        )
    return len(due) == MOST_REMINDERS


async def buffer_of(connection: AsyncConnection, times: LeadTimes) -> Buffer:
    """How much later than asked answers come in this municipality."""
    return rules.buffer(await _days_late(connection, times))


async def _days_late(connection: AsyncConnection, times: LeadTimes) -> Sequence[int]:
    """How many working days later than the approval time the latest confirmations came."""
    confirmed_at = func.min(reservation_history.c.at)
    rows = await connection.execute(
        select(reservations.c.asked_at, confirmed_at.label("confirmed_at"))
        .join(reservation_history, reservation_history.c.reservation_id == reservations.c.id)
        .where(reservation_history.c.state == State.CONFIRMED.value)
        .group_by(reservations.c.id)
        .order_by(confirmed_at.desc())
        .limit(REMEMBERED_ANSWERS)
    )
    return [
        working_days_between(day_of(row.asked_at), day_of(row.confirmed_at), times.holidays)
        - times.approval
        for row in rows
    ]


def _values(each: OpenDemand, times: LeadTimes, late: Buffer, today: date) -> Values:
    found = rules.deadline(each.need, times, late)
    return {
        "demand_id": each.demand_id,
        "planned_on": each.planned_on,
        "starts_on": found.starts_on,
        "last_day": found.last_day,
        "steps": [{"part": step.part.value, "days": step.days} for step in found.steps],
        "buffer_measured": late.measured,
        "served": each.need.served,
        "open_minutes": sum(week.lacks for week in each.need.weeks),
        "options": [
            option.value for option in options(each.need, times, today, can_move=each.can_move)
        ],
    }


async def _stored(
    connection: AsyncConnection, expertise_ids: Collection[UUID] | None
) -> Mapping[UUID, Values]:
    chosen = select(reservation_deadlines)
    if expertise_ids is not None:
        chosen = chosen.join(demands, demands.c.id == reservation_deadlines.c.demand_id).where(
            among(demands.c.expertise_id, expertise_ids)
        )
    return {row.demand_id: dict(row._mapping) for row in await connection.execute(chosen)}


async def _forget(connection: AsyncConnection, demand_ids: set[UUID]) -> None:
    if demand_ids:
        await connection.execute(
            delete(reservation_deadlines).where(
                among(reservation_deadlines.c.demand_id, demand_ids)
            )
        )


async def _save(connection: AsyncConnection, changed: Sequence[Values]) -> None:
    if changed:
        statement = upsert(reservation_deadlines)
        await connection.execute(
            statement.on_conflict_do_update(
                index_elements=["demand_id"],
                set_={name: statement.excluded[name] for name in changed[0]},
            ),
            changed,
        )


async def _due(
    connection: AsyncConnection, today: date
) -> Sequence[tuple[Row[tuple[Any, ...]], int]]:
    """The deadlines of which the reminder that it is time for was not told yet."""
    told = (
        select(
            deadline_reminders.c.demand_id,
            deadline_reminders.c.last_day,
            func.min(deadline_reminders.c.days_before).label("days_before"),
        )
        .group_by(deadline_reminders.c.demand_id, deadline_reminders.c.last_day)
        .subquery()
    )
    deadlines = reservation_deadlines
    left = deadlines.c.last_day - today
    rows = await connection.execute(
        select(
            deadlines,
            demands.c.subproject_id,
            demands.c.expertise_id,
            expertises.c.name.label("expertise"),
        )
        .join(demands, demands.c.id == deadlines.c.demand_id)
        .join(expertises, expertises.c.id == demands.c.expertise_id)
        .outerjoin(
            told,
            and_(
                told.c.demand_id == deadlines.c.demand_id,
                told.c.last_day == deadlines.c.last_day,
            ),
        )
        .where(
            deadlines.c.last_day <= today + timedelta(days=DAYS_BEFORE[-1]),
            or_(
                told.c.days_before.is_(None),
                *[and_(told.c.days_before > days, left <= days) for days in DAYS_BEFORE],
            ),
        )
        .order_by(deadlines.c.last_day, deadlines.c.demand_id)
        .limit(MOST_REMINDERS)
    )
    found = [(row, reminder(row.last_day, today)) for row in rows]
    return [(row, days) for row, days in found if days is not None]


def _approaching(row: Row[tuple[Any, ...]], days: int) -> ReservationDeadlineApproaching:
    return ReservationDeadlineApproaching(
        demand_id=row.demand_id,
        subproject_id=row.subproject_id,
        expertise_id=row.expertise_id,
        expertise=row.expertise,
        starts_on=row.starts_on,
        last_day=row.last_day,
        days_before=days,
        options=tuple(ReservationOption(option) for option in row.options),
    )
