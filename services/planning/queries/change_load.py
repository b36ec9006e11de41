"""What changes for each team per week, and quieter weeks for go-lives to come."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.plan.milestones import State
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.plan.subprojects import State as SubprojectState
from services.planning.domain.steering import change_load as rules
from services.planning.domain.steering.change_load import Change, Kind, Loads, Peak
from services.planning.tables import milestones, product_teams, subprojects, team_loads, teams
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class TeamWeekRow:
    """What weighs on a team in a week."""

    team_id: UUID
    team: str
    week: str
    points: int
    go_lives: int
    trainings: int
    peaks: int


@dataclass(frozen=True, slots=True)
class QuieterWeekRow:
    """Points that the teams of a go-live have together in another week."""

    week: str
    points: int


@dataclass(frozen=True, slots=True)
class GoLiveRow:
    """A go-live to come: the points of its teams in its week besides it, and quieter weeks."""

    milestone_id: UUID
    milestone: str
    subproject_id: UUID
    week: str
    points: int
    quieter_weeks: Sequence[QuieterWeekRow]


@dataclass(frozen=True, slots=True)
class ChangeLoadRow:
    """Teams by name and week where they have a load; go-lives to come by day."""

    teams: Sequence[TeamWeekRow]
    go_lives: Sequence[GoLiveRow]


async def change_load(
    connection: AsyncConnection, today: date, first: IsoWeek, last: IsoWeek
) -> ChangeLoadRow:
    """The change load of these weeks; what is cancelled weighs nothing."""
    from_week, until_week = first.plus(-rules.WEEKS_AROUND), last.plus(rules.WEEKS_AROUND)
    rows = await _milestones(connection, from_week, until_week)
    changes = _changes(rows, await _product_teams(connection))
    loads = rules.change_loads(
        changes.values(), await _peaks(connection, from_week, until_week), from_week, until_week
    )
    return ChangeLoadRow(
        _team_weeks(loads, await _names(connection), first, last),
        [
            _go_live(row, changes, loads, today)
            for row in rows
            if row.state == State.PLANNED.value
            and row.kind == Kind.GO_LIVE.value
            and row.day >= today
            and first <= IsoWeek.of(row.day) <= last
        ],
    )


async def _milestones(
    connection: AsyncConnection, first: IsoWeek, last: IsoWeek
) -> Sequence[Row[Any]]:
    """Go-lives and trainings by day, of the subprojects that touch these weeks."""
    day = func.coalesce(milestones.c.reached_on, milestones.c.due_on)
    found = await connection.execute(
        select(
            milestones.c.id,
            milestones.c.subproject_id,
            milestones.c.kind,
            milestones.c.name,
            milestones.c.state,
            milestones.c.affects,
            day.label("day"),
            subprojects.c.starts_on,
            subprojects.c.ends_on,
        )
        .join(subprojects, subprojects.c.id == milestones.c.subproject_id)
        .where(
            milestones.c.kind.in_([Kind.GO_LIVE.value, Kind.TRAINING.value]),
            milestones.c.state != State.CANCELLED.value,
            subprojects.c.state != SubprojectState.CANCELLED.value,
            subprojects.c.starts_on <= last.sunday,
            or_(subprojects.c.ends_on >= first.monday, day >= first.monday),
        )
        .order_by(day, milestones.c.id)
    )
    return found.all()


def _changes(rows: Sequence[Row[Any]], team_of: Mapping[str, UUID]) -> Mapping[UUID, Change]:
    """By id of the milestone. A training affects the teams of all go-lives of its subproject."""
    of_subproject: defaultdict[UUID, set[UUID]] = defaultdict(set)
    affected: dict[UUID, frozenset[UUID]] = {}
    for row in rows:
        found = {team_of[each["product"]] for each in row.affects if each["product"] in team_of}
        affected[row.id] = frozenset(found)
        of_subproject[row.subproject_id] |= found
    return {
        row.id: Change(
            row.id,
            row.subproject_id,
            Kind(row.kind),
            row.day,
            affected[row.id]
            if row.kind == Kind.GO_LIVE.value
            else frozenset(of_subproject[row.subproject_id]),
        )
        for row in rows
    }


async def _product_teams(connection: AsyncConnection) -> Mapping[str, UUID]:
    rows = await connection.execute(select(product_teams))
    return {row.product: row.team_id for row in rows}


async def _peaks(connection: AsyncConnection, first: IsoWeek, last: IsoWeek) -> Sequence[Peak]:
    rows = await connection.execute(
        select(team_loads).where(
            team_loads.c.kind == Kind.PEAK.value,
            team_loads.c.from_monday <= last.monday,
            team_loads.c.until_monday >= first.monday,
        )
    )
    return [
        Peak(row.team_id, IsoWeek.of(row.from_monday), IsoWeek.of(row.until_monday)) for row in rows
    ]


async def _names(connection: AsyncConnection) -> Mapping[UUID, str]:
    rows = await connection.execute(select(teams.c.id, teams.c.name))
    return {row.id: row.name for row in rows}


def _team_weeks(
    loads: Loads, names: Mapping[UUID, str], first: IsoWeek, last: IsoWeek
) -> Sequence[TeamWeekRow]:
    chosen = [each for each in loads if first <= each[1] <= last]
    chosen.sort(key=lambda each: (names[each[0]], each[1]))
    return [
        TeamWeekRow(
            team_id=team_id,
            team=names[team_id],
            week=str(week),
            points=loads[team_id, week].points,
            go_lives=loads[team_id, week].counts[Kind.GO_LIVE],
            trainings=loads[team_id, week].counts[Kind.TRAINING],
            peaks=loads[team_id, week].counts[Kind.PEAK],
        )
        for team_id, week in chosen
    ]


def _go_live(row: Row[Any], changes: Mapping[UUID, Change], loads: Loads, today: date) -> GoLiveRow:
    go_live = changes[row.id]
    trainings = [each for each in changes.values() if each.kind is Kind.TRAINING]
    weeks = rules.weeks_to_choose(go_live, trainings, Period(row.starts_on, row.ends_on), today)
    quieter = rules.quieter_weeks(go_live, weeks, loads)
    return GoLiveRow(
        milestone_id=row.id,
        milestone=row.name,
        subproject_id=row.subproject_id,
        week=str(go_live.week),
        points=rules.points_beside(go_live, go_live.week, loads).points,
        quieter_weeks=[QuieterWeekRow(str(each.week), each.points) for each in quieter],
    )
