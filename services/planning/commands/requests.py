"""What is asked of a team, and everything that stands in the way of it."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.consent import person_level_allowed
from services.planning.commands.over_allocation import demanded_level
from services.planning.commands.plan import exists, subproject_with_others
from services.planning.domain.plan.planned_hours import (
    WeekMinutes,
    past_week_reasons,
    week_reasons,
)
from services.planning.domain.plan.subprojects import closed_reasons
from services.planning.domain.supply.consent import missing_reasons
from services.planning.domain.supply.staffing import mastery_reasons
from services.planning.tables import expertises, staff, staff_expertises, subprojects, teams
from shared.isoweek import IsoWeek
from shared.refusal import Reason


@dataclass(frozen=True, slots=True)
class RequestReservation:
    """Hours of an expertise, of one person or of whoever of the team when `staff_id` is None."""

    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    staff_id: UUID | None
    weeks: Sequence[WeekMinutes]
    reason: str = ""


async def request_reasons(
    connection: AsyncConnection, command: RequestReservation, today: date
) -> Sequence[Reason]:
    """Why this cannot be asked, apart from how much there is."""
    return [
        *[each async for each in _unknown_reasons(connection, command)],
        *[each async for each in _subproject_reasons(connection, command)],
        *past_week_reasons(command.weeks, IsoWeek.of(today)),
        *[each async for each in _person_reasons(connection, command, today)],
    ]


async def _unknown_reasons(
    connection: AsyncConnection, command: RequestReservation
) -> AsyncIterator[Reason]:
    if not await exists(connection, expertises, command.expertise_id):
        yield Reason("expertise-unknown", "Deze expertise bestaat niet.", "expertiseId")
    if not await exists(connection, teams, command.team_id):
        yield Reason("team-unknown", "Dit team bestaat niet.", "teamId")


async def _subproject_reasons(
    connection: AsyncConnection, command: RequestReservation
) -> AsyncIterator[Reason]:
    if not await exists(connection, subprojects, command.subproject_id):
        yield Reason("subproject-unknown", "Dit deelproject bestaat niet.", "subprojectId")
        return
    subproject, _ = await subproject_with_others(connection, command.subproject_id)
    for reason in closed_reasons(subproject):
        yield reason
    for reason in week_reasons(command.weeks, subproject.period):
        yield reason


async def _person_reasons(
    connection: AsyncConnection, command: RequestReservation, today: date
) -> AsyncIterator[Reason]:
    if command.staff_id is None:
        return
    for reason in missing_reasons(await person_level_allowed(connection, today)):
        yield reason
    team_id = await connection.scalar(select(staff.c.team_id).where(staff.c.id == command.staff_id))
    if team_id is None:
        yield Reason("staff-unknown", "Deze medewerker bestaat niet.", "staffId")
        return
    if team_id != command.team_id:
        yield Reason("staff-elsewhere", "Deze medewerker hoort bij een ander team.", "staffId")
    level: int | None = await connection.scalar(
        select(staff_expertises.c.level).where(
            staff_expertises.c.staff_id == command.staff_id,
            staff_expertises.c.expertise_id == command.expertise_id,
        )
    )
    asked = await demanded_level(connection, command.subproject_id, command.expertise_id)
    for reason in mastery_reasons(level, asked):
        yield reason
