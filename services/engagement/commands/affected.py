"""Telling who is affected by a subproject: heads per group, or staff ids under consent."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.coverage import refresh_coverage
from services.engagement.commands.loading import (
    load_consents,
    load_groups,
    load_present_staff,
    require_subproject,
)
from services.engagement.commands.locks import lock_engagement
from services.engagement.domain.affected import (
    GroupKind,
    refuse_unsound_heads,
    refuse_unsound_staff,
)
from services.engagement.domain.consent import refuse_without_consent
from services.engagement.domain.days import day_of
from services.engagement.domain.involvement import Norms
from services.engagement.tables import affected, affected_group, affected_person


@dataclass(frozen=True, slots=True)
class AffectedHeads:
    """How many people of each group a subproject affects; it replaces all that was told before."""

    subproject_id: UUID
    kind: GroupKind
    heads: dict[UUID, int]


@dataclass(frozen=True, slots=True)
class AffectedStaff:
    """Which staff ids a subproject affects, and since when; it replaces all told before."""

    subproject_id: UUID
    since: tuple[tuple[UUID, date], ...]


async def tell_affected_heads(
    connection: AsyncConnection, command: AffectedHeads, *, norms: Norms, now: datetime
) -> None:
    """Replace who is affected by head counts per team or per function group.

    Raises:
        NotFound: the subproject is unknown.
        Refusal: a group is unknown or smaller than said, or teams and function groups are mixed.
    """
    await lock_engagement(connection)
    await require_subproject(connection, command.subproject_id)
    refuse_unsound_heads(command.heads, await load_groups(connection), command.kind)
    await _next_version(connection, command.subproject_id)
    await _end_persons(connection, command.subproject_id, keep=(), now=now)
    await _replace_heads(connection, command.subproject_id, command.heads, now)
    await refresh_coverage(connection, command.subproject_id, norms=norms, now=now)


async def tell_affected_staff(
    connection: AsyncConnection, command: AffectedStaff, *, norms: Norms, now: datetime
) -> None:
    """Replace who is affected by staff ids. Whoever is left out was told by mistake, and counts as
    never affected.

    Raises:
        NotFound: the subproject is unknown.
        Refusal: no consent in force, a staff id that is unknown or repeated, or a day that is still
            to come.
    """
    await lock_engagement(connection)
    await require_subproject(connection, command.subproject_id)
    refuse_without_consent(await load_consents(connection), day_of(now))
    staff_ids = [staff_id for staff_id, _ in command.since]
    known = await load_present_staff(connection, staff_ids)
    refuse_unsound_staff(command.since, known, day_of(now))
    await _next_version(connection, command.subproject_id)
    await _replace_heads(connection, command.subproject_id, {}, now)
    await _replace_persons(connection, command, now)
    await refresh_coverage(connection, command.subproject_id, norms=norms, now=now)


async def _next_version(connection: AsyncConnection, subproject_id: UUID) -> None:
    await connection.execute(
        upsert(affected)
        .values(subproject_id=subproject_id, version=1)
        .on_conflict_do_update(
            index_elements=[affected.c.subproject_id], set_={"version": affected.c.version + 1}
        )
    )


async def _replace_heads(
    connection: AsyncConnection, subproject_id: UUID, heads: dict[UUID, int], now: datetime
) -> None:
    await connection.execute(
        update(affected_group)
        .where(
            affected_group.c.subproject_id == subproject_id, affected_group.c.replaced_at.is_(None)
        )
        .values(replaced_at=now)
    )
    rows = [
        {
            "subproject_id": subproject_id,
            "group_id": group_id,
            "head_count": head_count,
            "told_at": now,
        }
        for group_id, head_count in heads.items()
        if head_count > 0
    ]
    if rows:
        await connection.execute(insert(affected_group), rows)


async def _replace_persons(
    connection: AsyncConnection, command: AffectedStaff, now: datetime
) -> None:
    """End the rows that are not told again just so; a row that stays keeps the moment at which it
    was first told.
    """
    current = await connection.execute(
        select(affected_person.c.staff_id, affected_person.c.since).where(
            affected_person.c.subproject_id == command.subproject_id,
            affected_person.c.ended_at.is_(None),
        )
    )
    unchanged = {(row.staff_id, row.since) for row in current} & set(command.since)
    kept = [staff_id for staff_id, _ in unchanged]
    await _end_persons(connection, command.subproject_id, keep=kept, now=now)
    rows = [
        {
            "subproject_id": command.subproject_id,
            "staff_id": staff_id,
            "since": since,
            "told_at": now,
        }
        for staff_id, since in command.since
        if (staff_id, since) not in unchanged
    ]
    if rows:
        await connection.execute(insert(affected_person), rows)


async def _end_persons(
    connection: AsyncConnection, subproject_id: UUID, *, keep: Collection[UUID], now: datetime
) -> None:
    await connection.execute(
        update(affected_person)
        .where(
            affected_person.c.subproject_id == subproject_id,
            affected_person.c.ended_at.is_(None),
            affected_person.c.staff_id.not_in(keep),
        )
        .values(until=affected_person.c.since, ended_at=now)
    )
