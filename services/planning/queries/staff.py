"""Staff as they are: a random id with its place; the rest only under consent."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.queries.found import only
from services.planning.queries.organisation import LoadRow, load_fields
from services.planning.tables import (
    deputies,
    staff,
    staff_absences,
    staff_duties,
    staff_expertises,
    staff_hours,
)


@dataclass(frozen=True, slots=True)
class HoursRow:
    """Hours a week from a day on, the percentage for projects, and the days (1 is Monday)."""

    from_date: date
    weekly_hours: float
    project_percent: int
    working_days: Sequence[int]


@dataclass(frozen=True, slots=True)
class MasteryRow:
    """The level of an expertise, and who judged it when; neither where nobody did."""

    expertise_id: UUID
    level: int
    judged_on: date | None
    judged_by: str | None


@dataclass(frozen=True, slots=True)
class AbsenceRow:
    """Days of absence: a percentage of each, or hours in all."""

    starts_on: date
    ends_on: date
    percent: int | None
    hours: float | None


@dataclass(frozen=True, slots=True)
class DeputyshipRow:
    """An expertise of a focus area for which somebody stands in."""

    focus_area: str
    expertise_id: UUID


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A random id with its team and function group; the lists are empty without consent."""

    id: UUID
    team_id: UUID
    function_group_id: UUID
    joined_on: date
    left_on: date | None
    working_hours: Sequence[HoursRow]
    expertises: Sequence[MasteryRow]
    absences: Sequence[AbsenceRow]
    counter_duties: Sequence[LoadRow]
    deputyships: Sequence[DeputyshipRow]
    version: int


async def staff_by_id(connection: AsyncConnection, staff_id: UUID) -> StaffMember:
    """One member of staff.

    Raises:
        NotFound: nobody has this id.
    """
    return only(await _staff(connection, select(staff).where(staff.c.id == staff_id)))


async def staff_of_team_page(
    connection: AsyncConnection, team_id: UUID, *, after: tuple[UUID] | None, limit: int
) -> Sequence[StaffMember]:
    """The staff of a team, in the order of their random ids."""
    chosen = select(staff).where(staff.c.team_id == team_id).order_by(staff.c.id).limit(limit)
    if after is not None:
        chosen = chosen.where(staff.c.id > after[0])
    return await _staff(connection, chosen)


async def staff_of_teams(
    connection: AsyncConnection, team_ids: Collection[UUID]
) -> Mapping[UUID, Sequence[UUID]]:
    """Who has not left, by team."""
    found: defaultdict[UUID, list[UUID]] = defaultdict(list)
    if team_ids:
        chosen = (
            select(staff.c.id, staff.c.team_id)
            .where(staff.c.team_id.in_(team_ids), staff.c.left_on.is_(None))
            .order_by(staff.c.id)
        )
        for row in await connection.execute(chosen):
            found[row.team_id].append(row.id)
    return found


async def staff_ids(connection: AsyncConnection) -> Sequence[UUID]:
    """Everybody, also who has left."""
    return (await connection.scalars(select(staff.c.id))).all()


async def _staff(
    connection: AsyncConnection, chosen: Select[tuple[Any, ...]]
) -> Sequence[StaffMember]:
    rows = (await connection.execute(chosen)).all()
    ids = [row.id for row in rows]

    async def of_each(table: Table, *order: ColumnElement[Any]) -> dict[UUID, list[Row[Any]]]:
        found: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
        ordered = select(table).where(table.c.staff_id.in_(ids)).order_by(*order)
        for row in await connection.execute(ordered):
            found[row.staff_id].append(row)
        return found

    hours = await of_each(staff_hours, staff_hours.c.from_date)
    levels = await of_each(staff_expertises, staff_expertises.c.expertise_id)
    absences = await of_each(staff_absences, staff_absences.c.place)
    duties = await of_each(staff_duties, staff_duties.c.place)
    stands_in = await of_each(deputies, deputies.c.focus_area, deputies.c.expertise_id)
    return [
        StaffMember(
            id=row.id,
            team_id=row.team_id,
            function_group_id=row.function_group_id,
            joined_on=row.joined_on,
            left_on=row.left_on,
            working_hours=[_hours(each) for each in hours[row.id]],
            expertises=[
                MasteryRow(each.expertise_id, each.level, each.judged_on, each.judged_by)
                for each in levels[row.id]
            ],
            absences=[_absence(each) for each in absences[row.id]],
            counter_duties=[LoadRow(*load_fields(each)) for each in duties[row.id]],
            deputyships=[
                DeputyshipRow(each.focus_area, each.expertise_id) for each in stands_in[row.id]
            ],
            version=row.version,
        )
        for row in rows
    ]


def _hours(row: Row[Any]) -> HoursRow:
    return HoursRow(
        row.from_date, to_hours(row.weekly_minutes), row.project_percent, row.working_days
    )


def _absence(row: Row[Any]) -> AbsenceRow:
    hours = None if row.minutes is None else to_hours(row.minutes)
    return AbsenceRow(row.starts_on, row.ends_on, row.percent, hours)
