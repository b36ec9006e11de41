"""Commands about what one person can give: hours, levels, absences, counter duty, standing in.

All of it only under the works council's consent, and never why somebody is absent.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance import refresh_balance
from services.planning.commands.catalogue import surviving
from services.planning.commands.consent import person_level_allowed
from services.planning.commands.locks import lock_row
from services.planning.commands.people import mastery_of
from services.planning.commands.person_rows import (
    absence_rows,
    duty_rows,
    end_deputyships,
    hours_rows,
    level_rows,
    replace_rows,
)
from services.planning.domain.supply import staffing as rules
from services.planning.domain.supply.consent import missing_reasons
from services.planning.domain.supply.staffing import Deputyship, Judgement, Mastery
from services.planning.domain.supply.working_time import Absence, Load, WorkingHours
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
    await replace_rows(connection, staff_hours, staff_id, hours_rows(wanted))
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
    rows = level_rows(judged, await _masteries(connection, staff_id), by=by, today=today)
    await replace_rows(connection, staff_expertises, staff_id, rows)
    await end_deputyships(connection, staff_id, [each.expertise_id for each in judged])
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
    await replace_rows(connection, staff_absences, staff_id, absence_rows(wanted))
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
    await replace_rows(connection, staff_duties, staff_id, duty_rows(wanted))
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
    await replace_rows(connection, deputies, staff_id, [asdict(each) for each in given])


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
    return {row.expertise_id: mastery_of(row) for row in rows}
