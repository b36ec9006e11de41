"""What can be given and what is given already, as the balance and reservations need to know it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.people import load_of, people
from services.planning.domain.balance.balance import LOWEST_LEVEL, Confirmed
from services.planning.domain.reservations.reservations import State
from services.planning.domain.steering.freed_hours import Destination
from services.planning.domain.supply.calendar import Calendar
from services.planning.domain.supply.public_holidays import HolidayChoices, LiberationDay
from services.planning.domain.supply.team_workforce import TeamWorkforce, Workforce
from services.planning.domain.supply.workforce import FreedHours, Person, Pool
from services.planning.domain.supply.working_time import Load
from services.planning.tables import (
    demands,
    freed_hours_allocations,
    freed_hours_proposals,
    holiday_choices,
    pools,
    reservation_weeks,
    reservations,
    staff,
    supply_versions,
    team_loads,
)
from shared.database import among
from shared.isoweek import IsoWeek

OfTeam = TypeVar("OfTeam", Person, Pool, FreedHours)


async def workforce(
    connection: AsyncConnection,
    team_ids: Collection[UUID] | None = None,
    weeks: Collection[IsoWeek] = (),
) -> Workforce:
    """People whose hours may be known, team pools, freed hours given to projects, and what goes to
    something else; of these teams when given. When weeks are given it is right between the first
    and the last of them only. It is read each time, because nobody's hours may be
    kept in memory when the consent has ended: pass on what was read, within a transaction.
    """
    chosen = select(supply_versions).order_by(supply_versions.c.team_id)
    if team_ids is not None:
        chosen = chosen.where(among(supply_versions.c.team_id, team_ids))
    versions = {row.team_id: row.version for row in await connection.execute(chosen)}
    choices = await _choices(connection)
    return Workforce(versions, choices, await _teams(connection, versions.keys(), choices, weeks))


async def with_teams(
    connection: AsyncConnection,
    givers: Workforce,
    team_ids: Collection[UUID],
    weeks: Collection[IsoWeek],
) -> Workforce:
    """The same, and those of these teams in these weeks."""
    more = await workforce(connection, team_ids, weeks)
    teams = sorted((*givers.teams, *more.teams), key=lambda each: each.team_id)
    return Workforce({**givers.versions, **more.versions}, givers.choices, teams)


async def _teams(
    connection: AsyncConnection,
    team_ids: Collection[UUID],
    choices: HolidayChoices,
    weeks: Collection[IsoWeek],
) -> Sequence[TeamWorkforce]:
    known = _by_team(await people(connection, team_ids, weeks))
    pools = _by_team(await _pools(connection, team_ids))
    freed = _by_team(await _freed(connection, team_ids))
    loads = await _team_loads(connection, team_ids)
    calendar = Calendar(choices)
    return [
        TeamWorkforce(each, known[each], pools[each], freed[each], loads[each], calendar)
        for each in team_ids
    ]


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
    connection: AsyncConnection,
    weeks: Collection[IsoWeek],
    expertise_ids: Collection[UUID] | None = None,
) -> Mapping[IsoWeek, Sequence[Confirmed]]:
    """Confirmed hours of these weeks; of these expertises when given."""
    mondays = reservation_weeks.c.monday
    chosen: ColumnElement[bool] = among(mondays, (week.monday for week in weeks))
    if expertise_ids is not None:
        chosen = and_(chosen, among(reservations.c.expertise_id, expertise_ids))
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
    week_of = cache(IsoWeek.of)
    for row in rows.all():
        found[week_of(row.monday)].append(
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


def _by_team(found: Iterable[OfTeam]) -> Mapping[UUID, Sequence[OfTeam]]:
    sorted_out: defaultdict[UUID, list[OfTeam]] = defaultdict(list)
    for each in found:
        sorted_out[each.team_id].append(each)
    return sorted_out


async def _team_loads(
    connection: AsyncConnection, team_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[Load]]:
    found: defaultdict[UUID, list[Load]] = defaultdict(list)
    chosen = select(team_loads).where(among(team_loads.c.team_id, team_ids))
    for row in await connection.execute(chosen):
        found[row.team_id].append(load_of(row))
    return found


async def _pools(connection: AsyncConnection, team_ids: Collection[UUID]) -> Sequence[Pool]:
    rows = await connection.execute(
        select(pools)
        .where(among(pools.c.team_id, team_ids))
        .order_by(pools.c.team_id, pools.c.place)
    )
    return [
        Pool(row.team_id, dict.fromkeys(row.expertise_ids, row.level), row.weekly_minutes)
        for row in rows
    ]


async def _freed(connection: AsyncConnection, team_ids: Collection[UUID]) -> Sequence[FreedHours]:
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
        .where(
            freed_hours_allocations.c.destination == Destination.PROJECT.value,
            among(freed_hours_proposals.c.team_id, team_ids),
        )
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
