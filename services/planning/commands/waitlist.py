"""Room that came free, offered to those who wait: visible for the team leader, given by nobody but
them.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance_scope import Touched
from services.planning.commands.bearing import bearing_teams
from services.planning.commands.locks import lock_plan
from services.planning.commands.workforce import confirmed_by_week, demand_of, workforce
from services.planning.domain.balance.balance import LOWEST_LEVEL, Confirmed
from services.planning.domain.reservations.reservations import State
from services.planning.domain.reservations.waitlist import Waiting, bearing_on, with_room
from services.planning.tables import (
    counter_offer_weeks,
    counter_offers,
    demands,
    reservation_weeks,
    reservations,
)
from shared.database import among
from shared.isoweek import IsoWeek


async def offer_room(
    connection: AsyncConnection, today: date, touched: Touched | None = None
) -> None:
    """Say of each waitlisted request since which day it fits, in their turn; what no longer fits
    is no longer offered. Only of those that what was touched bears on, when it is given.

    Hours of a counter-offer that waits for its answer are not offered to somebody else.
    """
    await lock_plan(connection)
    waiting = await _waiting(connection)
    if not waiting:
        return
    asked_of = await bearing_teams(
        connection,
        {
            each.reservation_id: {(one.team_id, one.staff_id) for one in each.hours.values()}
            for each in waiting
        },
    )
    if touched is not None:
        concerned = bearing_on(waiting, asked_of, touched.team_ids, touched.expertise_ids)
        waiting = [each for each in waiting if each.reservation_id in concerned]
    if not waiting:
        return
    teams = frozenset().union(*(asked_of[each.reservation_id] for each in waiting))
    weeks = {week for each in waiting for week in each.hours}
    givers = await workforce(connection, teams, weeks)
    taken = await _taken(connection, weeks)
    fitting = with_room(waiting, cache(givers.supplies), taken, IsoWeek.of(today))
    considered = among(reservations.c.id, (each.reservation_id for each in waiting))
    fits = among(reservations.c.id, fitting)
    await connection.execute(
        update(reservations)
        .where(considered, fits, reservations.c.room_since.is_(None))
        .values(room_since=today)
    )
    await connection.execute(
        update(reservations)
        .where(considered, ~fits, reservations.c.room_since.is_not(None))
        .values(room_since=None)
    )


async def _waiting(connection: AsyncConnection) -> Sequence[Waiting]:
    rows = await connection.execute(
        _hours(reservation_weeks.c.monday, reservation_weeks.c.minutes, reservations.c.staff_id)
        .join(reservation_weeks, reservation_weeks.c.reservation_id == reservations.c.id)
        .where(reservations.c.state == State.WAITLISTED.value)
    )
    asked_at: dict[UUID, datetime] = {}
    hours: defaultdict[UUID, dict[IsoWeek, Confirmed]] = defaultdict(dict)
    for row in rows:
        asked_at[row.id] = row.asked_at
        hours[row.id][IsoWeek.of(row.monday)] = _as_taken(row)
    return [Waiting(each, asked_at[each], hours[each]) for each in hours]


async def _taken(
    connection: AsyncConnection, weeks: Collection[IsoWeek]
) -> Mapping[IsoWeek, Sequence[Confirmed]]:
    taken: defaultdict[IsoWeek, list[Confirmed]] = defaultdict(list)
    for week, confirmed in (await confirmed_by_week(connection, weeks)).items():
        taken[week].extend(confirmed)
    rows = await connection.execute(
        _hours(
            counter_offer_weeks.c.monday, counter_offer_weeks.c.minutes, counter_offers.c.staff_id
        )
        .join(counter_offers, counter_offers.c.reservation_id == reservations.c.id)
        .join(counter_offer_weeks, counter_offer_weeks.c.reservation_id == reservations.c.id)
        .where(among(counter_offer_weeks.c.monday, (week.monday for week in weeks)))
    )
    for row in rows:
        taken[IsoWeek.of(row.monday)].append(_as_taken(row))
    return taken


def _hours(monday: Any, minutes: Any, staff_id: Any) -> Select[Any]:
    return (
        select(
            monday,
            minutes,
            staff_id,
            reservations.c.id,
            reservations.c.asked_at,
            reservations.c.subproject_id,
            reservations.c.expertise_id,
            reservations.c.team_id,
            func.coalesce(demands.c.level, LOWEST_LEVEL).label("level"),
        )
        .select_from(reservations)
        .outerjoin(demands, demand_of(reservations))
        .order_by(reservations.c.id, monday)
    )


def _as_taken(row: Any) -> Confirmed:
    return Confirmed(
        row.subproject_id, row.expertise_id, row.team_id, row.staff_id, row.minutes, row.level
    )
