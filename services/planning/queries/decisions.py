"""What needs a decision now, and until when it can wait."""

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.plan import milestones
from services.planning.domain.reservations import reservations
from services.planning.domain.reservations.deadlines import decision_deadline
from services.planning.domain.reservations.reminders import DAYS_BEFORE
from services.planning.domain.steering import drafts, freed_hours
from services.planning.domain.steering.decisions import (
    AnswerCounterOffer,
    AnswerRequest,
    DecideDraft,
    Decision,
    GiveDestination,
    GiveRoom,
    InvolveMore,
    ReserveInTime,
    SolveShortage,
)
from services.planning.domain.supply.workdays import DECISION_NORM, working_days_after
from services.planning.domain.wording import reading_order
from services.planning.queries.deadlines import lead_times
from services.planning.queries.drafts import newest_drafts
from services.planning.queries.freed_hours import allocations_by_team
from services.planning.tables import (
    capacity_balance,
    coverage,
    demands,
    expertises,
    freed_hours_proposals,
    late_involvement,
    reservation_deadlines,
    reservation_weeks,
    subprojects,
    teams,
)
from services.planning.tables import milestones as milestones_table
from services.planning.tables import reservations as reservations_table
from shared.isoweek import IsoWeek
from shared.runtime.clock import today as day_of

MOST_DRAFTS = 1_000


async def decisions(
    connection: AsyncConnection, today: date, *, at_most: int
) -> Sequence[Decision]:
    """The decisions that are due first."""
    found = [
        decision
        for kind in (_freed_hours, _requests, _shortages, _deadlines, _involvement, _drafts)
        async for decision in kind(connection, today)
    ]
    return sorted(found, key=_urgency)[:at_most]


def _urgency(each: Decision) -> tuple[object, ...]:
    return each.last_day, each.kind, reading_order(each.what), each.subject_id


async def _freed_hours(connection: AsyncConnection, today: date) -> AsyncIterator[Decision]:
    rows = await connection.execute(
        select(freed_hours_proposals, teams.c.name)
        .join(teams, teams.c.id == freed_hours_proposals.c.team_id)
        .where(freed_hours_proposals.c.state == freed_hours.State.OPEN.value)
    )
    given = await allocations_by_team(connection)
    for row in rows:
        taken = freed_hours.confirmed_from(IsoWeek.of(today), given[row.team_id])
        yield GiveDestination(
            row.id,
            working_days_after(row.opened_on, DECISION_NORM),
            team=row.name,
            minutes=max(0, row.level_minutes - taken),
        )


async def _requests(connection: AsyncConnection, today: date) -> AsyncIterator[Decision]:
    """Open requests: those that wait without room need no decision now."""
    rows = await connection.execute(
        select(
            reservations_table.c.id,
            reservations_table.c.state,
            subprojects.c.name.label("subproject"),
            expertises.c.name.label("expertise"),
            teams.c.name.label("team"),
            func.sum(reservation_weeks.c.minutes).label("minutes"),
            func.min(reservation_weeks.c.monday).label("first"),
        )
        .join(subprojects, subprojects.c.id == reservations_table.c.subproject_id)
        .join(expertises, expertises.c.id == reservations_table.c.expertise_id)
        .join(teams, teams.c.id == reservations_table.c.team_id)
        .join(reservation_weeks, reservation_weeks.c.reservation_id == reservations_table.c.id)
        .where(
            or_(
                reservations_table.c.state == reservations.State.REQUESTED.value,
                reservations_table.c.state == reservations.State.PROPOSED.value,
                reservations_table.c.room_since.is_not(None),
            )
        )
        .group_by(
            reservations_table.c.id,
            reservations_table.c.state,
            subprojects.c.name,
            expertises.c.name,
            teams.c.name,
        )
    )
    times = await lead_times(connection)
    for row in rows:
        yield _ANSWERS[reservations.State(row.state)](
            row.id,
            decision_deadline(row.first, times),
            team=row.team,
            minutes=row.minutes,
            expertise=row.expertise,
            subproject=row.subproject,
        )


_ANSWERS: Mapping[reservations.State, type[AnswerRequest]] = {
    reservations.State.REQUESTED: AnswerRequest,
    reservations.State.WAITLISTED: GiveRoom,
    reservations.State.PROPOSED: AnswerCounterOffer,
}


async def _shortages(connection: AsyncConnection, today: date) -> AsyncIterator[Decision]:
    """Each waits no longer than the first demand for the expertise does, of those that there are
    not enough people for where there are such.
    """
    last_day = func.min(reservation_deadlines.c.last_day)
    first_deadlines = (
        select(
            demands.c.expertise_id,
            func.coalesce(last_day.filter(~reservation_deadlines.c.served), last_day).label(
                "last_day"
            ),
        )
        .join(demands, demands.c.id == reservation_deadlines.c.demand_id)
        .group_by(demands.c.expertise_id)
        .subquery()
    )
    rows = await connection.execute(
        select(
            expertises.c.id,
            expertises.c.name,
            func.sum(capacity_balance.c.short).label("minutes"),
            func.min(capacity_balance.c.monday).label("first"),
            first_deadlines.c.last_day,
        )
        .join(expertises, expertises.c.id == capacity_balance.c.expertise_id)
        .join(first_deadlines, first_deadlines.c.expertise_id == expertises.c.id)
        .where(
            capacity_balance.c.short > 0,
            capacity_balance.c.monday >= IsoWeek.of(today).monday,
        )
        .group_by(expertises.c.id, expertises.c.name, first_deadlines.c.last_day)
    )
    for row in rows:
        yield SolveShortage(
            row.id,
            row.last_day,
            expertise=row.name,
            minutes=row.minutes,
            first_week=IsoWeek.of(row.first),
        )


async def _deadlines(connection: AsyncConnection, today: date) -> AsyncIterator[Decision]:
    """Demands to reserve within the time of the first reminder, as far as they were not asked for
    yet. Where there are not enough people, the shortage is to be solved first.
    """
    asked = (
        select(func.coalesce(func.sum(reservation_weeks.c.minutes), 0))
        .join(reservations_table, reservations_table.c.id == reservation_weeks.c.reservation_id)
        .where(
            reservations_table.c.subproject_id == demands.c.subproject_id,
            reservations_table.c.expertise_id == demands.c.expertise_id,
            reservations_table.c.state.in_([state.value for state in reservations.OPEN]),
            reservation_weeks.c.monday >= IsoWeek.of(today).monday,
        )
        .scalar_subquery()
    )
    lacking = reservation_deadlines.c.open_minutes - asked
    rows = await connection.execute(
        select(
            demands.c.id,
            reservation_deadlines.c.last_day,
            subprojects.c.name.label("subproject"),
            expertises.c.name.label("expertise"),
            lacking.label("minutes"),
        )
        .join(demands, demands.c.id == reservation_deadlines.c.demand_id)
        .join(subprojects, subprojects.c.id == demands.c.subproject_id)
        .join(expertises, expertises.c.id == demands.c.expertise_id)
        .where(
            reservation_deadlines.c.served,
            reservation_deadlines.c.last_day <= today + timedelta(days=DAYS_BEFORE[-1]),
            lacking > 0,
        )
    )
    for row in rows:
        yield ReserveInTime(
            row.id,
            row.last_day,
            subproject=row.subproject,
            minutes=row.minutes,
            expertise=row.expertise,
        )


async def _involvement(connection: AsyncConnection, today: date) -> AsyncIterator[Decision]:
    """Open decision milestones that were told late, unless coverage has reached the norm since."""
    covered = coverage.c.numerator >= late_involvement.c.norm * coverage.c.denominator
    rows = await connection.execute(
        select(milestones_table.c.id, milestones_table.c.name, milestones_table.c.due_on)
        .join(late_involvement, late_involvement.c.milestone_id == milestones_table.c.id)
        .outerjoin(coverage, coverage.c.subproject_id == late_involvement.c.subproject_id)
        .where(
            milestones_table.c.state == milestones.State.PLANNED.value,
            or_(covered.is_(None), ~covered),
        )
    )
    for row in rows:
        yield InvolveMore(row.id, row.due_on, milestone=row.name)


async def _drafts(connection: AsyncConnection, today: date) -> AsyncIterator[Decision]:
    """Training that was suggested and that nobody decided about."""
    for row in await newest_drafts(connection, [drafts.State.OPEN], limit=MOST_DRAFTS):
        yield DecideDraft(
            row.id,
            working_days_after(day_of(row.told_at), DECISION_NORM),
            function_group=row.function_group,
            subproject=row.subproject,
        )
