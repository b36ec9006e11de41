"""What can be given and what is given already, as the balance and reservations need to know it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.people import load_of, people
from services.planning.domain.balance import LOWEST_LEVEL, Confirmed, Supply
from services.planning.domain.freed_hours import Destination
from services.planning.domain.public_holidays import HolidayChoices, LiberationDay, days_off
from services.planning.domain.reservations import State
from services.planning.domain.workforce import (
    Circumstances,
    FreedHours,
    Person,
    Pool,
    weekly_supplies,
)
from services.planning.domain.working_time import Load
from services.planning.tables import (
    demands,
    freed_hours_allocations,
    freed_hours_proposals,
    holiday_choices,
    pools,
    reservation_weeks,
    reservations,
    staff,
    team_loads,
)
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class Workforce:
    """Everybody who can give hours, and what lessens them."""

    people: Sequence[Person]
    pools: Sequence[Pool]
    freed: Sequence[FreedHours]
    team_loads: Mapping[UUID, Sequence[Load]]
    choices: HolidayChoices

    def supplies(self, week: IsoWeek) -> Sequence[Supply]:
        """What they can give in a week, net of what goes to something else."""
        circumstances = Circumstances(self._days_off(week), self.team_loads)
        return weekly_supplies(week, self.people, self.pools, self.freed, circumstances)

    def _days_off(self, week: IsoWeek) -> frozenset[date]:
        """Those of the year before and after too: minutes of absence are spread over the other days
        of it, and that is a year at most.
        """
        return days_off(week.monday.year - 1, week.sunday.year + 1, self.choices)


async def workforce(connection: AsyncConnection) -> Workforce:
    """People whose hours may be known, team pools, freed hours given to projects, and what goes to
    something else.
    """
    return Workforce(
        await people(connection),
        await _pools(connection),
        await _freed(connection),
        await _team_loads(connection),
        await _choices(connection),
    )


def works_on(day: date) -> ColumnElement[bool]:
    """Which staff has joined and not left on a day."""
    return and_(staff.c.joined_on <= day, or_(staff.c.left_on.is_(None), staff.c.left_on > day))


def demand_of(asked: Table) -> ColumnElement[bool]:
    """Which demand the rows of a table with a subproject and an expertise are for."""
    return and_(
        demands.c.subproject_id == asked.c.subproject_id,
        demands.c.expertise_id == asked.c.expertise_id,
    )


async def team_sizes(connection: AsyncConnection, day: date) -> Mapping[UUID, int]:
    """How many people each team has on a day; a team that has none is left out."""
    rows = await connection.execute(
        select(staff.c.team_id, func.count().label("people"))
        .where(works_on(day))
        .group_by(staff.c.team_id)
    )
    return {row.team_id: row.people for row in rows}


async def confirmed_by_week(
    connection: AsyncConnection, *, since: date | None = None, weeks: Collection[IsoWeek] = ()
) -> Mapping[IsoWeek, Sequence[Confirmed]]:
    """Confirmed hours per week: from a Monday on when `since` is given, else of these weeks."""
    mondays = reservation_weeks.c.monday
    chosen = mondays.in_([week.monday for week in weeks]) if since is None else mondays >= since
    rows = await connection.execute(
        select(
            mondays,
            reservation_weeks.c.minutes,
            reservations.c.subproject_id,
            reservations.c.expertise_id,
            reservations.c.team_id,
            reservations.c.staff_id,
            func.coalesce(demands.c.level, LOWEST_LEVEL).label("level"),
        )
        .join(reservations, reservations.c.id == reservation_weeks.c.reservation_id)
        .outerjoin(demands, demand_of(reservations))
        .where(reservations.c.state == State.CONFIRMED.value, chosen)
        .order_by(reservations.c.id)
    )
    found: defaultdict[IsoWeek, list[Confirmed]] = defaultdict(list)
    for row in rows:
        found[IsoWeek.of(row.monday)].append(
            Confirmed(
                row.subproject_id,
                row.expertise_id,
                row.team_id,
                row.staff_id,
                row.minutes,
                row.level,
            )
        )
    return found


async def _choices(connection: AsyncConnection) -> HolidayChoices:
    row = (await connection.execute(select(holiday_choices))).one()
    return HolidayChoices(row.good_friday, LiberationDay(row.liberation_day))


async def _team_loads(connection: AsyncConnection) -> Mapping[UUID, Sequence[Load]]:
    found: defaultdict[UUID, list[Load]] = defaultdict(list)
    for row in await connection.execute(select(team_loads)):
        found[row.team_id].append(load_of(row))
    return found


async def _pools(connection: AsyncConnection) -> Sequence[Pool]:
    rows = await connection.execute(select(pools).order_by(pools.c.team_id, pools.c.place))
    return [
        Pool(row.team_id, dict.fromkeys(row.expertise_ids, row.level), row.weekly_minutes)
        for row in rows
    ]


async def _freed(connection: AsyncConnection) -> Sequence[FreedHours]:
    rows = await connection.execute(
        select(
            freed_hours_proposals.c.team_id,
            freed_hours_allocations.c.from_monday,
            freed_hours_allocations.c.until_monday,
            func.sum(freed_hours_allocations.c.weekly_minutes).label("weekly_minutes"),
        )
        .join(
            freed_hours_proposals,
            freed_hours_proposals.c.id == freed_hours_allocations.c.proposal_id,
        )
        .where(freed_hours_allocations.c.destination == Destination.PROJECT.value)
        .group_by(
            freed_hours_proposals.c.team_id,
            freed_hours_allocations.c.from_monday,
            freed_hours_allocations.c.until_monday,
        )
        .order_by(freed_hours_proposals.c.team_id, freed_hours_allocations.c.from_monday)
    )
    return [
        FreedHours(
            row.team_id,
            IsoWeek.of(row.from_monday),
            IsoWeek.of(row.until_monday),
            row.weekly_minutes,
        )
        for row in rows
    ]
