"""People whose hours may be known: when they work, what they master, what takes of their time."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Row, Select, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.supply.staffing import Mastery
from services.planning.domain.supply.workforce import Person
from services.planning.domain.supply.working_time import (
    WHOLE,
    Absence,
    Employment,
    Load,
    WorkingHours,
)
from services.planning.tables import (
    staff,
    staff_absences,
    staff_duties,
    staff_expertises,
    staff_hours,
)
from shared.database import among
from shared.isoweek import IsoWeek

Part = TypeVar("Part")


async def people(
    connection: AsyncConnection, team_ids: Collection[UUID], weeks: Collection[IsoWeek] = ()
) -> Sequence[Person]:
    """Everybody of these teams whose hours are known, those who left or have yet to come among
    them. When weeks are given, with no other absence than that of those between the first and the
    last.
    """

    def of_theirs(table: Table) -> Select[Any]:
        theirs = select(staff.c.id).where(among(staff.c.team_id, team_ids))
        return select(table).where(table.c.staff_id.in_(theirs))

    hours = await _by_person(connection, of_theirs(staff_hours), hours_of)
    levels: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
    for row in (await connection.execute(of_theirs(staff_expertises))).all():
        levels[row.staff_id][row.expertise_id] = row.level
    absent = of_theirs(staff_absences)
    if weeks:
        absent = absent.where(
            staff_absences.c.ends_on >= min(weeks).monday,
            staff_absences.c.starts_on <= max(weeks).sunday,
        )
    absences = await _by_person(connection, absent, absence_of)
    duties = await _by_person(connection, of_theirs(staff_duties), load_of)
    rows = await connection.execute(
        select(staff).where(among(staff.c.team_id, team_ids)).order_by(staff.c.id)
    )
    return [
        Person(
            row.id,
            row.team_id,
            levels[row.id],
            Employment(
                row.joined_on,
                row.left_on,
                hours[row.id],
                absences.get(row.id, ()),
                duties.get(row.id, ()),
            ),
        )
        for row in rows
        if row.id in hours
    ]


def hours_of(row: Row[Any]) -> WorkingHours:
    """Hours as the rules know them."""
    return WorkingHours(
        row.from_date, row.weekly_minutes, row.project_percent, tuple(row.working_days)
    )


def absence_of(row: Row[Any]) -> Absence:
    """An absence as the rules know it."""
    percent = WHOLE if row.percent is None else row.percent
    return Absence(row.starts_on, row.ends_on, percent, row.minutes)


def mastery_of(row: Row[Any]) -> Mastery:
    """A level as the rules know it."""
    return Mastery(row.expertise_id, row.level, row.judged_on, row.judged_by)


def load_of(row: Row[Any]) -> Load:
    """Counter duty or a peak as the rules know it."""
    until = None if row.until_monday is None else IsoWeek.of(row.until_monday)
    return Load(IsoWeek.of(row.from_monday), until, row.weekly_minutes)


async def _by_person(
    connection: AsyncConnection, chosen: Select[Any], read: Callable[[Row[Any]], Part]
) -> Mapping[UUID, Sequence[Part]]:
    found: defaultdict[UUID, list[Part]] = defaultdict(list)
    for row in (await connection.execute(chosen)).all():
        found[row.staff_id].append(read(row))
    return found
