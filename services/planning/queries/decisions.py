"""What needs a decision now, and until when it can wait."""

from collections.abc import AsyncIterator, Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain import freed_hours, milestones, reservations
from services.planning.domain.decisions import (
    AnswerRequest,
    Decision,
    GiveDestination,
    InvolveMore,
    SolveShortage,
)
from services.planning.domain.workdays import (
    RESERVATION_NORM,
    reservation_deadline,
    working_days_after,
)
from services.planning.queries.freed_hours import allocations_by_team
from services.planning.tables import (
    capacity_balance,
    coverage,
    expertises,
    freed_hours_proposals,
    late_involvement,
    reservation_weeks,
    subprojects,
    teams,
)
from services.planning.tables import milestones as milestones_table
from services.planning.tables import reservations as reservations_table
from shared.isoweek import IsoWeek


async def decisions(
    connection: AsyncConnection, today: date, *, at_most: int
) -> Sequence[Decision]:
    """The decisions that are due first."""
    found = [
        decision
        for kind in (_freed_hours, _requests, _shortages, _involvement)
        async for decision in kind(connection, today)
    ]
    return sorted(found, key=lambda each: (each.last_day, each.kind, each.subject_id))[:at_most]


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
            working_days_after(row.opened_on, RESERVATION_NORM),
            team=row.name,
            minutes=max(0, row.level_minutes - taken),
        )


async def _requests(connection: AsyncConnection, today: date) -> AsyncIterator[Decision]:
    rows = await connection.execute(
        select(
            reservations_table.c.id,
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
        .where(reservations_table.c.state == reservations.State.REQUESTED.value)
        .group_by(reservations_table.c.id, subprojects.c.name, expertises.c.name, teams.c.name)
    )
    for row in rows:
        yield AnswerRequest(
            row.id,
            reservation_deadline(row.first),
            team=row.team,
            minutes=row.minutes,
            expertise=row.expertise,
            subproject=row.subproject,
        )


async def _shortages(connection: AsyncConnection, today: date) -> AsyncIterator[Decision]:
    rows = await connection.execute(
        select(
            expertises.c.id,
            expertises.c.name,
            func.sum(capacity_balance.c.short).label("minutes"),
            func.min(capacity_balance.c.monday).label("first"),
        )
        .join(expertises, expertises.c.id == capacity_balance.c.expertise_id)
        .where(
            capacity_balance.c.short > 0,
            capacity_balance.c.monday >= IsoWeek.of(today).monday,
        )
        .group_by(expertises.c.id, expertises.c.name)
    )
    for row in rows:
        yield SolveShortage(
            row.id,
            reservation_deadline(row.first),
            expertise=row.name,
            minutes=row.minutes,
            first_week=IsoWeek.of(row.first),
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
