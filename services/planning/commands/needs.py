"""The demands that lack confirmed hours, as the rule of the reservation deadline takes them."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, and_, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.plan import open_subprojects
from services.planning.commands.workforce import confirmed_by_week, workforce
from services.planning.domain.deadlines import ExpertiseTimes, Need, OpenWeek
from services.planning.domain.delays import NONE, delays
from services.planning.domain.reservations import State
from services.planning.domain.subprojects import CLOSED
from services.planning.tables import (
    capacity_balance,
    demand_weeks,
    demands,
    expertises,
    programmes,
    reservation_weeks,
    reservations,
    subprojects,
)
from shared.isoweek import IsoWeek

Line = Row[tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class OpenDemand:
    """A demand that lacks hours in this week or later: where it was planned to begin to lack them,
    and whether its programme leaves room after it.
    """

    demand_id: UUID
    planned_on: date
    need: Need
    can_move: bool


async def open_demands(connection: AsyncConnection, today: date) -> Sequence[OpenDemand]:
    """Every demand of a subproject that is not closed, as far as it still lacks hours."""
    this_week = IsoWeek.of(today)
    lines = await _lacking_weeks(connection, this_week)
    shifts = delays(await open_subprojects(connection), today)
    spare = await _spare(
        connection, {line.monday for each in lines.values() for line in _tight(each)}
    )
    return [
        _demand(each, shifts.get(each[0].subproject_id, NONE), spare, this_week, today)
        for each in lines.values()
    ]


async def _lacking_weeks(
    connection: AsyncConnection, this_week: IsoWeek
) -> Mapping[UUID, Sequence[Line]]:
    """The weeks of each demand that lack hours, gone by or not, where some are still to come."""
    found: defaultdict[UUID, list[Line]] = defaultdict(list)
    for row in await connection.execute(_LACKING):
        found[row.demand_id].append(row)
    return {
        demand_id: lines
        for demand_id, lines in found.items()
        if lines[-1].monday >= this_week.monday
    }


async def _spare(connection: AsyncConnection, mondays: Collection[date]) -> Mapping[date, int]:
    """What everybody together has left in these weeks, whatever they master."""
    if not mondays:
        return {}
    weeks = [IsoWeek.of(monday) for monday in mondays]
    givers = await workforce(connection)
    given = await confirmed_by_week(connection, weeks=weeks)
    return {
        week.monday: sum(each.minutes for each in givers.supplies(week))
        - sum(each.minutes for each in given.get(week, ()))
        for week in weeks
    }


def _demand(
    lines: Sequence[Line],
    shift: timedelta,
    spare: Mapping[date, int],
    this_week: IsoWeek,
    today: date,
) -> OpenDemand:
    first = lines[0]
    starts_on = IsoWeek.of(first.monday + shift).monday
    need = Need(
        starts_on=starts_on,
        weeks=[
            _open_week(line, spare.get(line.monday, 0))
            for line in lines
            if line.monday >= this_week.monday and line.supply is not None
        ],
        times=ExpertiseTimes(first.learning_weeks, first.hiring_weeks),
    )
    can_move = starts_on > today and first.programme_ends_on > first.subproject_ends_on
    return OpenDemand(first.demand_id, first.monday, need, can_move)


def _open_week(line: Line, spare: int) -> OpenWeek:
    return OpenWeek(
        week=IsoWeek.of(line.monday),
        lacks=line.minutes - line.own,
        available=_available(line),
        taken=line.confirmed,
        wanted=line.demand - line.minutes,
        spare=spare,
    )


def _available(line: Line) -> int:
    """What those who master it have, less what the balance gives to their other expertises where
    not everything can be served.
    """
    served = line.demand - line.short
    return int(min(line.supply, served) if line.short else line.supply)


def _tight(lines: Sequence[Line]) -> Iterator[Line]:
    """The weeks in which those who master it have not enough left."""
    for line in lines:
        if line.supply is not None and _open_week(line, 0).free < line.minutes - line.own:
            yield line


def _lacking() -> Select[tuple[Any, ...]]:
    own = (
        select(
            reservations.c.subproject_id,
            reservations.c.expertise_id,
            reservation_weeks.c.monday,
            func.sum(reservation_weeks.c.minutes).label("minutes"),
        )
        .join(reservations, reservations.c.id == reservation_weeks.c.reservation_id)
        .where(reservations.c.state == State.CONFIRMED.value)
        .group_by(
            reservations.c.subproject_id, reservations.c.expertise_id, reservation_weeks.c.monday
        )
        .subquery()
    )
    confirmed = func.coalesce(own.c.minutes, 0)
    balance = capacity_balance
    return (
        select(
            demands.c.id.label("demand_id"),
            demands.c.subproject_id,
            demand_weeks.c.monday,
            demand_weeks.c.minutes,
            confirmed.label("own"),
            balance.c.demand,
            balance.c.supply,
            balance.c.confirmed,
            balance.c.short,
            expertises.c.learning_weeks,
            expertises.c.hiring_weeks,
            subprojects.c.ends_on.label("subproject_ends_on"),
            programmes.c.ends_on.label("programme_ends_on"),
        )
        .join(demands, demands.c.id == demand_weeks.c.demand_id)
        .join(subprojects, subprojects.c.id == demands.c.subproject_id)
        .join(programmes, programmes.c.id == subprojects.c.programme_id)
        .join(expertises, expertises.c.id == demands.c.expertise_id)
        .outerjoin(
            own,
            and_(
                own.c.subproject_id == demands.c.subproject_id,
                own.c.expertise_id == demands.c.expertise_id,
                own.c.monday == demand_weeks.c.monday,
            ),
        )
        .outerjoin(
            balance,
            and_(
                balance.c.expertise_id == demands.c.expertise_id,
                balance.c.monday == demand_weeks.c.monday,
            ),
        )
        .where(
            subprojects.c.state.not_in([state.value for state in CLOSED]),
            demand_weeks.c.minutes > confirmed,
        )
        .order_by(demands.c.id, demand_weeks.c.monday)
    )


_LACKING = _lacking()
