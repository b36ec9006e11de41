"""Telling who was invited to a moment and who was there: by heads, or by staff id under consent.

Every telling is kept. What is told again unchanged is no correction and leaves no trace.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Table, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.coverage import refresh_coverage
from services.engagement.commands.loading import (
    load_affected_groups,
    load_affected_persons,
    load_consents,
    load_participation,
)
from services.engagement.commands.moments import hold_moment
from services.engagement.domain.consent import refuse_without_consent
from services.engagement.domain.days import day_of
from services.engagement.domain.involvement import Norms
from services.engagement.domain.participation import (
    Heads,
    PersonPresence,
    refuse_cancelled,
    refuse_heads_beside_persons,
    refuse_persons_beside_heads,
    refuse_unsound_heads,
    refuse_unsound_persons,
)
from services.engagement.tables import heads_told, person_told


@dataclass(frozen=True, slots=True)
class TellHeads:
    """Head counts of a moment, per group; groups not named stay as they are."""

    subproject_id: UUID
    moment_id: UUID
    heads: tuple[Heads, ...]


@dataclass(frozen=True, slots=True)
class TellPersons:
    """Staff ids invited to a moment, and whether they were there; others stay as they are."""

    subproject_id: UUID
    moment_id: UUID
    persons: tuple[PersonPresence, ...]


async def tell_heads(
    connection: AsyncConnection, command: TellHeads, *, norms: Norms, now: datetime
) -> None:
    """Record how many people of each group were invited to a moment and were there.

    Raises:
        NotFound: the subproject has no such moment.
        Refusal: more attended than invited, or invited than affected; attendance of a day to come;
            staff ids are known.
    """
    held = await hold_moment(connection, command.subproject_id, command.moment_id)
    refuse_cancelled(held.cancelled)
    refuse_heads_beside_persons(await _counted_by_person(connection, command.moment_id))
    groups = await load_affected_groups(connection, command.subproject_id)
    affected = {g.group_id: g.head_count for g in groups if g.replaced_at is None}
    refuse_unsound_heads(command.heads, affected, held.held_on, day_of(now))
    participation = await load_participation(connection, command.subproject_id)
    latest = participation.latest_heads()
    rows: list[dict[str, object]] = [
        {
            "moment_id": command.moment_id,
            "group_id": heads.group_id,
            "told_at": now,
            "invited": heads.invited,
            "attended": heads.attended,
            "contributed": heads.contributed,
        }
        for heads in command.heads
        if (told := latest.get((command.moment_id, heads.group_id))) is None
        or (told.invited, told.attended, told.contributed)
        != (heads.invited, heads.attended, heads.contributed)
    ]
    await _tell(connection, heads_told, rows)
    await refresh_coverage(connection, command.subproject_id, norms=norms, now=now)


async def tell_persons(
    connection: AsyncConnection, command: TellPersons, *, norms: Norms, now: datetime
) -> None:
    """Record which staff ids were invited to a moment and were there.

    Raises:
        NotFound: the subproject has no such moment.
        Refusal: no consent in force; somebody who is not affected; attendance of a day to come;
            heads were counted.
    """
    held = await hold_moment(connection, command.subproject_id, command.moment_id)
    refuse_without_consent(await load_consents(connection), day_of(now))
    refuse_cancelled(held.cancelled)
    await refuse_counted_by_heads(connection, command.moment_id)
    affected = await _ever_affected(connection, command.subproject_id)
    refuse_unsound_persons(command.persons, affected, held.held_on, day_of(now))
    participation = await load_participation(connection, command.subproject_id)
    latest = participation.latest_persons()
    rows: list[dict[str, object]] = [
        {
            "moment_id": command.moment_id,
            "staff_id": person.staff_id,
            "told_at": now,
            "attended": person.attended,
            "contributed": person.contributed,
        }
        for person in command.persons
        if (told := latest.get((command.moment_id, person.staff_id))) is None
        or (told.attended, told.contributed) != (person.attended, person.contributed)
    ]
    await _tell(connection, person_told, rows)
    await refresh_coverage(connection, command.subproject_id, norms=norms, now=now)


async def refuse_counted_by_heads(connection: AsyncConnection, moment_id: UUID) -> None:
    """Refuse staff ids at a moment that was counted by heads.

    Raises:
        Refusal: it was.
    """
    told = exists().where(heads_told.c.moment_id == moment_id)
    refuse_persons_beside_heads(bool(await connection.scalar(select(told))))


async def _tell(connection: AsyncConnection, table: Table, rows: list[dict[str, object]]) -> None:
    """Add tellings; one of the very same moment is replaced."""
    if not rows:
        return
    telling = insert(table).values(rows)
    content = {column.name: telling.excluded[column.name] for column in table.c}
    await connection.execute(
        telling.on_conflict_do_update(index_elements=list(table.primary_key), set_=content)
    )


async def _ever_affected(connection: AsyncConnection, subproject_id: UUID) -> Collection[UUID]:
    return {person.staff_id for person in await load_affected_persons(connection, subproject_id)}


async def _counted_by_person(connection: AsyncConnection, moment_id: UUID) -> bool:
    told = exists().where(person_told.c.moment_id == moment_id)
    return bool(await connection.scalar(select(told)))
