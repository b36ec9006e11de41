"""What a scenario of a programme can be about."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.domain.plan import milestones as milestone_rules
from services.planning.domain.plan.subprojects import CLOSED, Period
from services.planning.domain.reservations.reservations import OPEN, State
from services.planning.queries.organisation import Named
from services.planning.tables import (
    expertises,
    milestones,
    reservation_weeks,
    reservations,
    staff,
    staff_expertises,
    subprojects,
    teams,
)


@dataclass(frozen=True, slots=True)
class SubprojectChoice:
    """A subproject that can be given other dates."""

    id: UUID
    name: str
    period: Period


@dataclass(frozen=True, slots=True)
class MilestoneChoice:
    """A milestone still to be reached."""

    id: UUID
    name: str
    subproject: str
    due_on: date


@dataclass(frozen=True, slots=True)
class HeldChoice:
    """Hours that a subproject asks or has."""

    id: UUID
    subproject: str
    expertise: str
    team: str
    state: State
    hours: float


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody of whom it may be known what they master."""

    staff_id: UUID
    team: str


@dataclass(frozen=True, slots=True)
class Choices:
    """All of it; nobody in `people` without the works council's consent."""

    subprojects: Sequence[SubprojectChoice]
    milestones: Sequence[MilestoneChoice]
    held: Sequence[HeldChoice]
    expertises: Sequence[Named]
    teams: Sequence[Named]
    people: Sequence[PersonChoice]


_RUNNING = [each.value for each in (*OPEN, State.CONFIRMED)]


async def scenario_choices(connection: AsyncConnection, programme_id: UUID) -> Choices:
    """What changes of a programme's plan can name, by name."""
    planned = (
        subprojects.c.programme_id == programme_id,
        subprojects.c.state.not_in([state.value for state in CLOSED]),
    )
    return Choices(
        subprojects=[
            SubprojectChoice(row.id, row.name, Period(row.starts_on, row.ends_on))
            for row in await connection.execute(
                select(subprojects).where(*planned).order_by(subprojects.c.name, subprojects.c.id)
            )
        ],
        milestones=[
            MilestoneChoice(*row) for row in await connection.execute(_milestones().where(*planned))
        ],
        held=[
            _held(row)
            for row in await connection.execute(
                _reservations().where(*planned, reservations.c.state.in_(_RUNNING))
            )
        ],
        expertises=await _named(connection, expertises, expertises.c.merged_into.is_(None)),
        teams=await _named(connection, teams),
        people=[PersonChoice(*row) for row in await connection.execute(_people())],
    )


async def held_hours(
    connection: AsyncConnection, reservation_ids: Collection[UUID]
) -> Mapping[UUID, HeldChoice]:
    """Reservations by id, whatever became of them."""
    rows = await connection.execute(_reservations().where(reservations.c.id.in_(reservation_ids)))
    return {row.id: _held(row) for row in rows}


def _milestones() -> Select[Any]:
    return (
        select(
            milestones.c.id,
            milestones.c.name,
            subprojects.c.name.label("subproject"),
            milestones.c.due_on,
        )
        .join(subprojects, subprojects.c.id == milestones.c.subproject_id)
        .where(milestones.c.state == milestone_rules.State.PLANNED.value)
        .order_by(subprojects.c.name, milestones.c.due_on, milestones.c.id)
    )


def _reservations() -> Select[Any]:
    minutes = func.sum(reservation_weeks.c.minutes).label("minutes")
    return (
        select(
            reservations.c.id,
            subprojects.c.name.label("subproject"),
            expertises.c.name.label("expertise"),
            teams.c.name.label("team"),
            reservations.c.state,
            minutes,
        )
        .join(reservation_weeks, reservation_weeks.c.reservation_id == reservations.c.id)
        .join(subprojects, subprojects.c.id == reservations.c.subproject_id)
        .join(expertises, expertises.c.id == reservations.c.expertise_id)
        .join(teams, teams.c.id == reservations.c.team_id)
        .group_by(
            reservations.c.id,
            reservations.c.state,
            subprojects.c.name,
            expertises.c.name,
            teams.c.name,
        )
        .order_by(subprojects.c.name, expertises.c.name, teams.c.name, reservations.c.id)
    )


def _held(row: Any) -> HeldChoice:
    return HeldChoice(
        row.id,
        row.subproject,
        row.expertise,
        row.team,
        State(row.state),
        to_hours(row.minutes),
    )


def _people() -> Select[Any]:
    known = select(staff_expertises.c.staff_id)
    return (
        select(staff.c.id, teams.c.name)
        .join(teams, teams.c.id == staff.c.team_id)
        .where(staff.c.left_on.is_(None), staff.c.id.in_(known))
        .order_by(teams.c.name, staff.c.id)
    )


async def _named(
    connection: AsyncConnection, table: Table, *which: ColumnElement[bool]
) -> Sequence[Named]:
    rows = await connection.execute(
        select(table.c.id, table.c.name).where(*which).order_by(table.c.name)
    )
    return [Named(row.id, row.name) for row in rows]
