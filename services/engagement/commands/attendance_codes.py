"""Attendance by a code that is shown at the moment and that everybody there enters themselves."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.loading import (
    load_affected_persons,
    load_consents,
    load_participation,
)
from services.engagement.commands.locks import lock_engagement
from services.engagement.commands.moments import hold_moment
from services.engagement.commands.participation import (
    TellPersons,
    refuse_counted_by_heads,
    tell_persons,
)
from services.engagement.domain import attendance_code as rules
from services.engagement.domain.consent import refuse_without_consent
from services.engagement.domain.days import day_of
from services.engagement.domain.involvement import Norms
from services.engagement.domain.participation import PersonPresence, refuse_cancelled
from services.engagement.tables import attendance_code, moment
from shared.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Attended:
    """The moment at which somebody was, by the code that they entered, and whether they gave input;
    None: not known yet.
    """

    subproject_id: UUID
    moment_id: UUID
    contributed: bool | None


async def show_code(
    connection: AsyncConnection, subproject_id: UUID, moment_id: UUID, *, now: datetime
) -> str:
    """The code of a moment that is held today; asked again it is the same. Codes of other days are
    forgotten.

    Raises:
        NotFound: the subproject has no such moment.
        Refusal: no consent in force; the moment was cancelled or is not today; heads were counted.
    """
    held = await hold_moment(connection, subproject_id, moment_id)
    today = day_of(now)
    refuse_without_consent(await load_consents(connection), today)
    refuse_cancelled(held.cancelled)
    rules.refuse_code(held.held_on, today)
    await refuse_counted_by_heads(connection, moment_id)
    await connection.execute(delete(attendance_code).where(attendance_code.c.valid_on != today))
    chosen = select(attendance_code.c.code).where(attendance_code.c.moment_id == moment_id)
    present: str | None = await connection.scalar(chosen)
    if present is not None:
        return present
    code = await _unused(connection)
    await connection.execute(
        insert(attendance_code).values(moment_id=moment_id, code=code, valid_on=today)
    )
    return code


async def attend(
    connection: AsyncConnection, staff_id: UUID | None, entered: str, *, norms: Norms, now: datetime
) -> Attended:
    """Record that somebody was at the moment of which they entered the code.

    Raises:
        Refusal: no consent in force; no such code today; the subproject does not affect them; the
            moment was cancelled since, or heads were counted.
    """
    await lock_engagement(connection)
    today = day_of(now)
    refuse_without_consent(await load_consents(connection), today)
    row = (
        await connection.execute(
            select(moment.c.moment_id, moment.c.subproject_id)
            .join(attendance_code, attendance_code.c.moment_id == moment.c.moment_id)
            .where(
                attendance_code.c.code == rules.read_code(entered),
                attendance_code.c.valid_on == today,
            )
        )
    ).one_or_none()
    if row is None:
        raise Refusal(rules.unknown_code())
    affected = {
        each.staff_id for each in await load_affected_persons(connection, row.subproject_id)
    }
    if staff_id is None or staff_id not in affected:
        raise Refusal(rules.not_affected())
    participation = await load_participation(connection, row.subproject_id)
    told = participation.latest_persons().get((row.moment_id, staff_id))
    contributed = told.contributed if told is not None and told.attended else None
    there = PersonPresence(staff_id, True, contributed)
    command = TellPersons(row.subproject_id, row.moment_id, (there,))
    await tell_persons(connection, command, norms=norms, now=now)
    return Attended(row.subproject_id, row.moment_id, contributed)


async def _unused(connection: AsyncConnection) -> str:
    known = set(await connection.scalars(select(attendance_code.c.code)))
    while (code := _drawn()) in known:
        pass
    return code


def _drawn() -> str:
    return "".join(secrets.choice(rules.CHARACTERS) for _ in range(rules.LENGTH))
