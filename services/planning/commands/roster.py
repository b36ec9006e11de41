"""The command that records what a roster tells about many people, with one new balance."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance import refresh_balance
from services.planning.commands.catalogue import surviving
from services.planning.commands.consent import person_level_allowed
from services.planning.commands.locks import lock_plan
from services.planning.commands.people import mastery_of
from services.planning.commands.person_rows import (
    Values,
    absence_rows,
    duty_rows,
    end_deputyships,
    hours_rows,
    level_rows,
    replace_rows,
)
from services.planning.domain.supply import staffing as rules
from services.planning.domain.supply.consent import missing_reasons
from services.planning.domain.supply.staffing import Judgement
from services.planning.domain.supply.working_time import Absence, Load, WorkingHours
from services.planning.tables import (
    staff,
    staff_absences,
    staff_duties,
    staff_expertises,
    staff_hours,
)
from shared.refusal import Reason, refuse_when

Told = WorkingHours | Absence | Load | Judgement
"""One thing about a person."""

JUDGE = "rooster"
"""Who judged a level that a roster tells."""

_TABLES: Mapping[type[Told], Table] = {
    WorkingHours: staff_hours,
    Absence: staff_absences,
    Load: staff_duties,
    Judgement: staff_expertises,
}


@dataclass(frozen=True, slots=True)
class Recorded:
    """How many people a roster told something about, and for how many that was new."""

    people: int
    changed: int


async def open_roster(connection: AsyncConnection, today: date) -> None:
    """Lock the plan for a roster.

    Raises:
        Refusal: the works council did not consent.
    """
    await lock_plan(connection)
    refuse_when(missing_reasons(await person_level_allowed(connection, today)))


async def roster_reasons(
    connection: AsyncConnection, roster: Mapping[UUID, Sequence[Told]], today: date
) -> Sequence[tuple[UUID, Reason]]:
    """Why what is told about somebody cannot be, person by person."""
    left = {
        row.id: row.left_on for row in await connection.execute(select(staff.c.id, staff.c.left_on))
    }
    mentioned = {
        each.expertise_id
        for told in roster.values()
        for each in told
        if isinstance(each, Judgement)
    }
    known = set((await surviving(connection, mentioned)).values())
    return [
        (staff_id, reason)
        for staff_id, told in roster.items()
        for reason in (*rules.left_reasons(left[staff_id]), *_reasons(told, known, today))
    ]


async def record_roster(
    connection: AsyncConnection,
    roster: Mapping[UUID, Sequence[Told]],
    kind: type[Told],
    *,
    today: date,
) -> Recorded:
    """Let all that is known of this kind about each of these people be what the roster tells.
    Who is not in it stays as they were; who is in it as they were does not change.
    """
    table = _TABLES[kind]
    present = await _present(connection, table, roster)
    changed = 0
    for staff_id, told in roster.items():
        rows = _rows(told, kind, present[staff_id], today)
        if rows != [_without_person(row) for row in present[staff_id]]:
            changed += 1
            await replace_rows(connection, table, staff_id, rows)
            if kind is Judgement:
                mastered = [each.expertise_id for each in told if isinstance(each, Judgement)]
                await end_deputyships(connection, staff_id, mastered)
    if changed:
        await refresh_balance(connection, today)
    return Recorded(len(roster), changed)


async def _present(
    connection: AsyncConnection, table: Table, people: Mapping[UUID, object]
) -> defaultdict[UUID, list[Row[Any]]]:
    found: defaultdict[UUID, list[Row[Any]]] = defaultdict(list)
    chosen = select(table).where(table.c.staff_id.in_(people)).order_by(*table.primary_key)
    for row in await connection.execute(chosen):
        found[row.staff_id].append(row)
    return found


def _reasons(told: Sequence[Any], known: set[UUID], today: date) -> Iterator[Reason]:
    match told[0]:
        case WorkingHours():
            yield from rules.hours_reasons(told)
        case Absence():
            yield from rules.absence_reasons(told)
        case Load():
            yield from rules.load_reasons(told, "counterDuties")
        case Judgement():
            yield from rules.level_reasons(told, known, today)


def _rows(
    told: Sequence[Any], kind: type[Told], present: Sequence[Row[Any]], today: date
) -> Sequence[Values]:
    if kind is Judgement:
        mastered = {row.expertise_id: mastery_of(row) for row in present}
        return level_rows(told, mastered, by=JUDGE, today=today)
    of_kind: Mapping[type[Told], Callable[[Sequence[Any]], Sequence[Values]]] = {
        WorkingHours: hours_rows,
        Absence: absence_rows,
        Load: duty_rows,
    }
    return of_kind[kind](told)


def _without_person(row: Row[Any]) -> Values:
    return {name: value for name, value in row._mapping.items() if name != "staff_id"}
