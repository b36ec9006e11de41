"""What can be given and what is given already, as the balance and reservations need to know it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.balance import Confirmed, Supply
from services.planning.domain.freed_hours import Destination
from services.planning.domain.reservations import State
from services.planning.domain.workforce import FreedHours, Person, Pool, weekly_supplies
from services.planning.tables import (
    freed_hours_allocations,
    freed_hours_proposals,
    pools,
    reservation_weeks,
    reservations,
    staff,
    staff_expertises,
    staff_hours,
)
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class Workforce:
    """Everybody who can give hours."""

    people: Sequence[Person]
    pools: Sequence[Pool]
    freed: Sequence[FreedHours]

    def supplies(self, week: IsoWeek) -> Sequence[Supply]:
        """What they can give in a week."""
        return weekly_supplies(week, self.people, self.pools, self.freed)


async def workforce(connection: AsyncConnection) -> Workforce:
    """People whose hours may be known, team pools, and freed hours given to projects."""
    return Workforce(await _people(connection), await _pools(connection), await _freed(connection))


def works_on(day: date) -> ColumnElement[bool]:
    """Which staff has joined and not left on a day."""
    return and_(staff.c.joined_on <= day, or_(staff.c.left_on.is_(None), staff.c.left_on > day))


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
        )
        .join(reservations, reservations.c.id == reservation_weeks.c.reservation_id)
        .where(reservations.c.state == State.CONFIRMED.value, chosen)
        .order_by(reservations.c.id)
    )
    found: defaultdict[IsoWeek, list[Confirmed]] = defaultdict(list)
    for row in rows:
        found[IsoWeek.of(row.monday)].append(
            Confirmed(row.subproject_id, row.expertise_id, row.team_id, row.staff_id, row.minutes)
        )
    return found


async def _people(connection: AsyncConnection) -> Sequence[Person]:
    masters: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for row in await connection.execute(select(staff_expertises)):
        masters[row.staff_id].add(row.expertise_id)
    rows = await connection.execute(
        select(staff, staff_hours.c.weekly_minutes)
        .join(staff_hours, staff_hours.c.staff_id == staff.c.id)
        .order_by(staff.c.id)
    )
    return [
        Person(
            row.id,
            row.team_id,
            frozenset(masters[row.id]),
            row.weekly_minutes,
            row.joined_on,
            row.left_on,
        )
        for row in rows
    ]


async def _pools(connection: AsyncConnection) -> Sequence[Pool]:
    rows = await connection.execute(select(pools).order_by(pools.c.team_id, pools.c.place))
    return [Pool(row.team_id, frozenset(row.expertise_ids), row.weekly_minutes) for row in rows]


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
