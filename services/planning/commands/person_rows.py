"""The rows that what is told about a person becomes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from uuid import UUID

from sqlalchemy import Table, delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.supply.staffing import Judgement, Mastery
from services.planning.domain.supply.working_time import Absence, Load, WorkingHours
from services.planning.tables import deputies, staff

Values = Mapping[str, object]


def hours_rows(hours: Iterable[WorkingHours]) -> Sequence[Values]:
    """A row for each day from which the hours are others."""
    return [
        {
            "from_date": each.from_date,
            "weekly_minutes": each.weekly_minutes,
            "project_percent": each.project_percent,
            "working_days": sorted(each.working_days),
        }
        for each in sorted(hours, key=lambda each: each.from_date)
    ]


def absence_rows(absences: Iterable[Absence]) -> Sequence[Values]:
    """A row for each absence, in their order."""
    return [
        {
            "place": place,
            "starts_on": each.starts_on,
            "ends_on": each.ends_on,
            "percent": each.percent if each.minutes is None else None,
            "minutes": each.minutes,
        }
        for place, each in enumerate(absences)
    ]


def load_values(load: Load) -> Values:
    """Counter duty or a peak as its row has it."""
    return {
        "from_monday": load.from_week.monday,
        "until_monday": None if load.until_week is None else load.until_week.monday,
        "weekly_minutes": load.weekly_minutes,
    }


def duty_rows(duties: Iterable[Load]) -> Sequence[Values]:
    """A row for each counter duty, in their order."""
    return [{"place": place, **load_values(each)} for place, each in enumerate(duties)]


def level_rows(
    judgements: Iterable[Judgement], present: Mapping[UUID, Mastery], *, by: str, today: date
) -> Sequence[Values]:
    """A row for each expertise; what was judged so before keeps its judge and day."""
    return [
        asdict(each.mastery(present.get(each.expertise_id), by=by, today=today))
        for each in sorted(judgements, key=lambda each: each.expertise_id)
    ]


async def replace_rows(
    connection: AsyncConnection, table: Table, staff_id: UUID, rows: Sequence[Values]
) -> None:
    """Let these be the only rows about a person, who has a next version by it. What stays as it was
    is not written: every row written is a version in the history, and touches the balance.
    """
    chosen = select(table).where(table.c.staff_id == staff_id)
    present = [
        {name: value for name, value in row._mapping.items() if name != "staff_id"}
        for row in await connection.execute(chosen)
    ]
    key = [column for column in table.primary_key if column.name != "staff_id"]
    gone = [tuple(row[each.name] for each in key) for row in present if row not in rows]
    if gone:
        await connection.execute(
            delete(table).where(table.c.staff_id == staff_id, tuple_(*key).in_(gone))
        )
    added = [{"staff_id": staff_id, **row} for row in rows if row not in present]
    if added:
        await connection.execute(insert(table), added)
    await connection.execute(
        update(staff).where(staff.c.id == staff_id).values(version=staff.c.version + 1)
    )


async def end_deputyships(
    connection: AsyncConnection, staff_id: UUID, mastered: Iterable[UUID]
) -> None:
    """Somebody stands in no longer for what they do not master."""
    await connection.execute(
        delete(deputies).where(
            deputies.c.staff_id == staff_id, deputies.c.expertise_id.not_in(list(mastered))
        )
    )
