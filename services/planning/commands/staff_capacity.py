"""Commands about what one person can give: hours, levels, absences, counter duty, standing in.

All of it only under the works council's consent, and never why somebody is absent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from uuid import UUID

from sqlalchemy import Table, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance import refresh_balance
from services.planning.commands.catalogue import surviving
from services.planning.commands.consent import person_level_allowed
from services.planning.commands.locks import lock_row
from services.planning.domain import staffing as rules
from services.planning.domain.consent import missing_reasons
from services.planning.domain.staffing import Deputyship, Judgement, Mastery
from services.planning.domain.working_time import Absence, Load, WorkingHours
from services.planning.tables import (
    deputies,
    staff,
    staff_absences,
    staff_duties,
    staff_expertises,
    staff_hours,
    subprojects,
)
from shared.refusal import Reason, refuse_when

Values = Mapping[str, object]


async def change_working_hours(
    connection: AsyncConnection, staff_id: UUID, wanted: Sequence[WorkingHours], *, today: date
) -> None:
    """Say from which days somebody works how many hours, on which days, and how much of it is for
    subprojects. None at all: their hours are not known.

    Raises:
        NotFound: nobody has this id.
        Refusal: the works council did not consent, the person left, or the hours cannot be.
    """
    await _locked(connection, staff_id, today, rules.hours_reasons(wanted))
    await _replace(
        connection,
        staff_hours,
        staff_id,
        [
            {
                "from_date": each.from_date,
                "weekly_minutes": each.weekly_minutes,
                "project_percent": each.project_percent,
                "working_days": sorted(each.working_days),
            }
            for each in wanted
        ],
    )
    await refresh_balance(connection, today)


async def change_levels(
    connection: AsyncConnection,
    staff_id: UUID,
    wanted: Sequence[Judgement],
    *,
    by: str,
    today: date,
) -> None:
    """Say which expertises somebody masters, at which level; `by` is who judges.

    Somebody stands in no longer for what they do not master.

    Raises:
        NotFound: nobody has this id.
        Refusal: the works council did not consent, the person left, or an expertise or level is
        unknown.
    """
    now = await surviving(connection, [each.expertise_id for each in wanted])
    judged = [
        replace(each, expertise_id=now.get(each.expertise_id, each.expertise_id)) for each in wanted
    ]
    reasons = rules.level_reasons(judged, set(now.values()), today)
    await _locked(connection, staff_id, today, reasons)
    present = await _masteries(connection, staff_id)
    await _replace(
        connection,
        staff_expertises,
        staff_id,
        [
            asdict(each.mastery(present.get(each.expertise_id), by=by, today=today))
            for each in judged
        ],
    )
    await connection.execute(
        delete(deputies).where(
            deputies.c.staff_id == staff_id,
            deputies.c.expertise_id.not_in([each.expertise_id for each in judged]),
        )
    )
    await refresh_balance(connection, today)


async def change_absences(
    connection: AsyncConnection, staff_id: UUID, wanted: Sequence[Absence], *, today: date
) -> None:
    """Say when somebody is absent, in whole or in part.

    Raises:
        NotFound: nobody has this id.
        Refusal: the works council did not consent, the person left, or an absence cannot be.
    """
    await _locked(connection, staff_id, today, rules.absence_reasons(wanted))
    await _replace(
        connection,
        staff_absences,
        staff_id,
        [
            {
                "place": place,
                "starts_on": each.starts_on,
                "ends_on": each.ends_on,
                "percent": each.percent if each.minutes is None else None,
                "minutes": each.minutes,
            }
            for place, each in enumerate(wanted)
        ],
    )
    await refresh_balance(connection, today)


async def change_duties(
    connection: AsyncConnection, staff_id: UUID, wanted: Sequence[Load], *, today: date
) -> None:
    """Say which counter duty somebody has every week.

    Raises:
        NotFound: nobody has this id.
        Refusal: the works council did not consent, the person left, or a duty cannot be.
    """
    await _locked(connection, staff_id, today, rules.load_reasons(wanted, "counterDuties"))
    await _replace(
        connection,
        staff_duties,
        staff_id,
        [{"place": place, **load_values(each)} for place, each in enumerate(wanted)],
    )
    await refresh_balance(connection, today)


async def change_deputyships(
    connection: AsyncConnection, staff_id: UUID, wanted: Sequence[Deputyship], *, today: date
) -> None:
    """Say for which expertises of which focus areas somebody stands in.

    Raises:
        NotFound: nobody has this id.
        Refusal: the works council did not consent, the person left or does not master an expertise,
        or there is no such focus area.
    """
    now = await surviving(connection, [each.expertise_id for each in wanted])
    given = [
        replace(each, expertise_id=now.get(each.expertise_id, each.expertise_id)) for each in wanted
    ]
    mastered = await _masteries(connection, staff_id)
    areas = await connection.scalars(select(subprojects.c.focus_area).distinct())
    reasons = rules.deputy_reasons(given, set(now.values()), mastered, set(areas))
    await _locked(connection, staff_id, today, reasons)
    await _replace(
        connection,
        deputies,
        staff_id,
        [asdict(each) for each in given],
    )


def load_values(load: Load) -> Values:
    """Counter duty or a peak as its row has it."""
    return {
        "from_monday": load.from_week.monday,
        "until_monday": None if load.until_week is None else load.until_week.monday,
        "weekly_minutes": load.weekly_minutes,
    }


async def _locked(
    connection: AsyncConnection, staff_id: UUID, today: date, reasons: Iterable[Reason]
) -> None:
    await lock_row(connection, staff, staff_id)
    left_on = await connection.scalar(select(staff.c.left_on).where(staff.c.id == staff_id))
    refuse_when(
        [
            *missing_reasons(await person_level_allowed(connection, today)),
            *rules.left_reasons(left_on),
            *reasons,
        ]
    )


async def _masteries(connection: AsyncConnection, staff_id: UUID) -> Mapping[UUID, Mastery]:
    rows = await connection.execute(
        select(staff_expertises).where(staff_expertises.c.staff_id == staff_id)
    )
    return {
        row.expertise_id: Mastery(row.expertise_id, row.level, row.judged_on, row.judged_by)
        for row in rows
    }


async def _replace(
    connection: AsyncConnection, table: Table, staff_id: UUID, rows: Sequence[Values]
) -> None:
    await connection.execute(delete(table).where(table.c.staff_id == staff_id))
    if rows:
        await connection.execute(insert(table), [{"staff_id": staff_id, **row} for row in rows])
    await connection.execute(
        update(staff).where(staff.c.id == staff_id).values(version=staff.c.version + 1)
    )
