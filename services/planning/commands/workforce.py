"""What can be given and what is given already, as the balance and reservations need to know it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, Table, and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.people import load_of, people
from services.planning.domain.balance.balance import LOWEST_LEVEL, Confirmed, Supply
from services.planning.domain.reservations.reservations import State
from services.planning.domain.steering.freed_hours import Destination
from services.planning.domain.supply.public_holidays import HolidayChoices, LiberationDay, days_off
from services.planning.domain.supply.workforce import (
    Circumstances,
    FreedHours,
    Person,
    Pool,
    own_supply,
    weekly_supplies,
)
from services.planning.domain.supply.working_time import Load, total
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
from shared.isoweek import IsoWeek

OfTeam = TypeVar("OfTeam", Person, Pool, FreedHours)


class TeamWorkforce:
    """Everybody of one team who can give hours, and what lessens them. A week is computed once."""

    def __init__(
        self,
        team_id: UUID,
        people: Sequence[Person],
        pools: Sequence[Pool],
        freed: Sequence[FreedHours],
        loads: Mapping[UUID, Sequence[Load]],
        choices: HolidayChoices,
    ) -> None:
        self.team_id = team_id
        self._people, self._pools, self._freed = people, pools, freed
        self._loads, self._choices = loads, choices
        self._weeks: dict[IsoWeek, Sequence[Supply]] = {}
        self._latest: Sequence[Supply] = ()
        self._alone: dict[tuple[IsoWeek, UUID], Supply | None] = {}
        self.mastered = frozenset[UUID]().union(
            *(each.levels for each in people), *(each.levels for each in pools)
        )
        self.staff_ids = frozenset(each.staff_id for each in people)

    def supplies(self, week: IsoWeek) -> Sequence[Supply]:
        """What they can give in a week, net of what goes to something else."""
        if week not in self._weeks:
            circumstances = Circumstances(self._days_off(week), self._loads)
            found = weekly_supplies(week, self._people, self._pools, self._freed, circumstances)
            latest = self._latest
            self._latest = self._weeks[week] = latest if found == latest else found
        return self._weeks[week]

    def mastering(self, week: IsoWeek, expertise_ids: Set[UUID]) -> Iterator[Supply]:
        """What those of them can give in a week who master one of these; nobody else's hours are
        computed where nobody else's matter.
        """
        if not self.are_independent(week):
            for supply in self.supplies(week):
                if not supply.expertises.isdisjoint(expertise_ids):
                    yield supply
            return
        for each in self._people:
            if not expertise_ids.isdisjoint(each.levels):
                own = self._own(week, each)
                if own is not None:
                    yield own

    def _own(self, week: IsoWeek, person: Person) -> Supply | None:
        key = week, person.staff_id
        if key not in self._alone:
            self._alone[key] = own_supply(week, person, self._days_off(week))
        return self._alone[key]

    def are_independent(self, week: IsoWeek) -> bool:
        """Whether each one's hours follow from nobody else's."""
        carried = total(self._loads.get(self.team_id, ()), week)
        return not (carried or self._pools or self._freed)

    def _days_off(self, week: IsoWeek) -> frozenset[date]:
        """Those of the year before and after too: minutes of absence are spread over the other days
        of it, and that is a year at most.
        """
        return days_off(week.monday.year - 1, week.sunday.year + 1, self._choices)


@dataclass(frozen=True)
class Workforce:
    """Everybody who can give hours, by team. Of the same versions and choices it is the same."""

    versions: Mapping[UUID, UUID]
    choices: HolidayChoices
    teams: Sequence[TeamWorkforce] = field(repr=False, compare=False)

    def supplies(self, week: IsoWeek) -> Sequence[Supply]:
        """What they can give in a week, net of what goes to something else."""
        return list(chain.from_iterable(team.supplies(week) for team in self.teams))

    def in_week(self, week: IsoWeek) -> "WeekOfWorkforce":
        """What they can give in a week, computed of whom it is asked."""
        return WeekOfWorkforce(self, week)

    @cached_property
    def by_expertise(self) -> Mapping[UUID, Sequence[TeamWorkforce]]:
        """The teams in which it is mastered."""
        found: defaultdict[UUID, list[TeamWorkforce]] = defaultdict(list)
        for team in self.teams:
            for expertise_id in team.mastered:
                found[expertise_id].append(team)
        return found

    @cached_property
    def team_ids(self) -> frozenset[UUID]:
        """The teams that were read."""
        return frozenset(each.team_id for each in self.teams)


@dataclass(frozen=True, slots=True)
class WeekOfWorkforce:
    """What teams can give in a week, computed of whom it is asked."""

    workforce: Workforce
    week: IsoWeek

    def mastering(self, expertise_ids: Set[UUID]) -> Sequence[Supply]:
        """By whoever masters one of these."""
        by_expertise = self.workforce.by_expertise
        teams = {team for each in expertise_ids for team in by_expertise.get(each, ())}
        return [
            supply
            for team in sorted(teams, key=lambda team: team.team_id)
            for supply in team.mastering(self.week, expertise_ids)
        ]

    def mastering_only(self, expertise_id: UUID) -> Iterator[Supply]:
        """By whoever masters this and nothing else; one after the other, as far as it is asked. The
        first are those whose hours follow from nobody else's.
        """
        only = frozenset({expertise_id})
        teams = self.workforce.by_expertise.get(expertise_id, ())
        for team in sorted(teams, key=lambda team: not team.are_independent(self.week)):
            for supply in team.mastering(self.week, only):
                if supply.expertises == only:
                    yield supply

    def of(self, staff_ids: Set[UUID]) -> Sequence[Supply]:
        """By these people."""
        theirs = [team for team in self.workforce.teams if not team.staff_ids.isdisjoint(staff_ids)]
        return [
            each
            for each in chain.from_iterable(team.supplies(self.week) for team in theirs)
            if each.staff_id in staff_ids
        ]


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
        chosen = chosen.where(supply_versions.c.team_id.in_(team_ids))
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
    return [
        TeamWorkforce(each, known[each], pools[each], freed[each], loads, choices)
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
    chosen: ColumnElement[bool] = mondays.in_([week.monday for week in weeks])
    if expertise_ids is not None:
        chosen = and_(chosen, reservations.c.expertise_id.in_(expertise_ids))
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


def _by_team(found: Iterable[OfTeam]) -> Mapping[UUID, Sequence[OfTeam]]:
    sorted_out: defaultdict[UUID, list[OfTeam]] = defaultdict(list)
    for each in found:
        sorted_out[each.team_id].append(each)
    return sorted_out


async def _team_loads(
    connection: AsyncConnection, team_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[Load]]:
    found: defaultdict[UUID, list[Load]] = defaultdict(list)
    chosen = select(team_loads).where(team_loads.c.team_id.in_(team_ids))
    for row in await connection.execute(chosen):
        found[row.team_id].append(load_of(row))
    return found


async def _pools(connection: AsyncConnection, team_ids: Collection[UUID]) -> Sequence[Pool]:
    rows = await connection.execute(
        select(pools).where(pools.c.team_id.in_(team_ids)).order_by(pools.c.team_id, pools.c.place)
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
            freed_hours_proposals.c.team_id.in_(team_ids),
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
