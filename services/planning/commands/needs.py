"""The demands that lack confirmed hours, as the rule of the reservation deadline takes them."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, func, select
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.plan import open_subprojects
from services.planning.commands.workforce import confirmed_by_week, workforce
from services.planning.domain.balance.balance import ExpertiseBalance
from services.planning.domain.forecast.delays import NONE, delays
from services.planning.domain.plan.subprojects import CLOSED
from services.planning.domain.reservations.deadlines import (
    Need,
    OpenWeek,
    open_week,
)
from services.planning.domain.reservations.reservations import State
from services.planning.domain.supply.catalogue import ExpertiseTimes
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
from shared.database import among
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class OpenDemand:
    """A demand that lacks hours in this week or later: where it was planned to begin to lack them,
    and whether its programme leaves room after it.
    """

    demand_id: UUID
    planned_on: date
    need: Need
    can_move: bool


async def open_demands(
    connection: AsyncConnection,
    today: date,
    expertise_ids: Collection[UUID] | None = None,
) -> Sequence[OpenDemand]:
    """Every demand of a subproject that is not closed, as far as it still lacks hours in this week
    or later; of these expertises when given.
    """
    this_week = IsoWeek.of(today)
    lacking = await _lacking(connection, this_week, expertise_ids)
    shifts = delays(await open_subprojects(connection), today)
    tight = {week.week for each in lacking for week in each.weeks if week.free < week.lacks}
    spare = await _spare(connection, tight)
    return [
        _demand(each, shifts.get(each.row.subproject_id, NONE), spare, today) for each in lacking
    ]


@dataclass(frozen=True, slots=True)
class _Lacking:
    """A demand, and its weeks from this one on that lack hours, before it is known what others have
    to spare.
    """

    row: Row[tuple[Any, ...]]
    weeks: Sequence[OpenWeek]


async def _lacking(
    connection: AsyncConnection, this_week: IsoWeek, expertise_ids: Collection[UUID] | None
) -> Sequence[_Lacking]:
    chosen = _LACKING.having(func.max(demand_weeks.c.monday) >= this_week.monday)
    if expertise_ids is not None:
        chosen = chosen.where(among(demands.c.expertise_id, expertise_ids))
    return [
        _Lacking(row, list(_weeks(row, this_week.monday)))
        for row in await connection.execute(chosen)
    ]


def _weeks(row: Row[tuple[Any, ...]], first: date) -> Iterator[OpenWeek]:
    """The weeks of which the balance is known."""
    figures = zip(
        row.mondays,
        row.needed,
        row.given,
        row.demand,
        row.supply,
        row.taken,
        row.short,
        strict=True,
    )
    for monday, needed, given, demand, supply, taken, short in figures:
        if monday >= first and supply is not None:
            balance = ExpertiseBalance(demand, supply, taken, short, over=0)
            yield open_week(IsoWeek.of(monday), needed, given, balance)


async def _spare(connection: AsyncConnection, weeks: Collection[IsoWeek]) -> Mapping[IsoWeek, int]:
    """What everybody together has left in these weeks, whatever they master."""
    if not weeks:
        return {}
    givers = await workforce(connection, None, weeks)
    given = await confirmed_by_week(connection, weeks)
    return {
        week: sum(each.minutes for each in givers.supplies(week))
        - sum(each.minutes for each in given.get(week, ()))
        for week in weeks
    }


def _demand(
    lacking: _Lacking, shift: timedelta, spare: Mapping[IsoWeek, int], today: date
) -> OpenDemand:
    row = lacking.row
    planned_on = row.mondays[0]
    starts_on = IsoWeek.of(planned_on + shift).monday
    need = Need(
        starts_on=starts_on,
        weeks=[replace(each, spare=spare.get(each.week, 0)) for each in lacking.weeks],
        times=ExpertiseTimes(row.learning_weeks, row.hiring_weeks),
    )
    can_move = starts_on > today and row.programme_ends_on > row.subproject_ends_on
    return OpenDemand(row.demand_id, planned_on, need, can_move)


def _select_lacking() -> Select[tuple[Any, ...]]:
    """One row per demand, with its weeks that lack hours as arrays, gone by or not."""
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
    given = func.coalesce(own.c.minutes, 0)
    balance = capacity_balance

    def by_week(figure: ColumnElement[Any]) -> ColumnElement[Any]:
        return func.array_agg(aggregate_order_by(figure, demand_weeks.c.monday))

    return (
        select(
            demands.c.id.label("demand_id"),
            demands.c.subproject_id,
            by_week(demand_weeks.c.monday).label("mondays"),
            by_week(demand_weeks.c.minutes).label("needed"),
            by_week(given).label("given"),
            by_week(balance.c.demand).label("demand"),
            by_week(balance.c.supply).label("supply"),
            by_week(balance.c.confirmed).label("taken"),
            by_week(balance.c.short).label("short"),
            expertises.c.learning_weeks,
            expertises.c.hiring_weeks,
            subprojects.c.ends_on.label("subproject_ends_on"),
            programmes.c.ends_on.label("programme_ends_on"),
        )
        .select_from(demands)
        .join(demand_weeks, demand_weeks.c.demand_id == demands.c.id)
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
            demand_weeks.c.minutes > given,
        )
        .group_by(demands.c.id, expertises.c.id, subprojects.c.id, programmes.c.id)
        .order_by(demands.c.id)
    )


_LACKING = _select_lacking()
