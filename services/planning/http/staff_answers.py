"""A member of staff as every route about them answers."""

from datetime import date
from uuid import UUID

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.http.fields import LoadAnswer
from services.planning.queries.staff import staff_by_id
from shared.web.answers import Resource, answered


class WorkingHoursAnswer(Resource):
    """Hours a week from a day on; day 1 is Monday."""

    from_date: date
    weekly_hours: float
    project_percent: int
    working_days: list[int]


class MasteryAnswer(Resource):
    """The level of an expertise; no day and judge where nobody has judged it."""

    expertise_id: UUID
    level: int
    judged_on: date | None
    judged_by: str | None


class AbsenceAnswer(Resource):
    """Days of absence, both included: a percentage of each, or hours in all. Never why."""

    starts_on: date
    ends_on: date
    percent: int | None
    hours: float | None


class DeputyshipAnswer(Resource):
    """An expertise of a focus area for which somebody stands in."""

    focus_area: str
    expertise_id: UUID


class StaffAnswer(Resource):
    """A member of staff; the lists are empty where they may not be kept or nothing was said."""

    id: UUID
    team_id: UUID
    function_group_id: UUID
    joined_on: date
    left_on: date | None
    working_hours: list[WorkingHoursAnswer]
    expertises: list[MasteryAnswer]
    absences: list[AbsenceAnswer]
    counter_duties: list[LoadAnswer]
    deputyships: list[DeputyshipAnswer]
    version: int


async def staff_answer(connection: AsyncConnection, staff_id: UUID) -> Response:
    """The answer about one member of staff."""
    row = await staff_by_id(connection, staff_id)
    return answered(StaffAnswer.model_validate(row), version=row.version)
