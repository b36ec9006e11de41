"""Commands about the catalogue of expertises: names, synonyms, lead times, and merging two entries.

An entry that was merged stays, as the way to the one that it was merged into: who still knows its
id or name gets the surviving entry.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance import refresh_balance
from services.planning.commands.locks import lock_plan, lock_row
from services.planning.commands.merging import move_to_survivor
from services.planning.domain.supply import catalogue as rules
from services.planning.domain.supply.catalogue import ExpertiseTimes
from services.planning.tables import expertise_synonyms, expertises
from shared.refusal import Reason, refuse_when


@dataclass(frozen=True, slots=True)
class Entry:
    """What the catalogue says of an expertise."""

    name: str
    synonyms: Sequence[str] = ()
    times: ExpertiseTimes = field(default_factory=ExpertiseTimes)


async def add_expertise(connection: AsyncConnection, entry: Entry) -> UUID:
    """Add an expertise to the catalogue; answer its id.

    Raises:
        Refusal: its name or a synonym is taken, or a lead time cannot be.
    """
    await lock_plan(connection)
    refuse_when(_entry_reasons(entry, await _words(connection)))
    expertise_id = uuid4()
    await connection.execute(
        insert(expertises).values(
            id=expertise_id,
            name=entry.name,
            learning_weeks=entry.times.learning_weeks,
            hiring_weeks=entry.times.hiring_weeks,
        )
    )
    await _save_synonyms(connection, expertise_id, entry.synonyms)
    return expertise_id


async def change_expertise(connection: AsyncConnection, expertise_id: UUID, entry: Entry) -> None:
    """Give an expertise another name, other synonyms or other lead times.

    Raises:
        NotFound: there is no such expertise.
        Refusal: it was merged into another, its name or a synonym is taken, or a lead time cannot
        be.
    """
    await lock_row(connection, expertises, expertise_id)
    refuse_when(
        [
            *rules.merged_reasons(await _merged_into(connection, expertise_id)),
            *_entry_reasons(entry, await _words(connection, besides=expertise_id)),
        ]
    )
    await connection.execute(
        delete(expertise_synonyms).where(expertise_synonyms.c.expertise_id == expertise_id)
    )
    await _save_synonyms(connection, expertise_id, entry.synonyms)
    await connection.execute(
        update(expertises)
        .where(expertises.c.id == expertise_id)
        .values(
            name=entry.name,
            learning_weeks=entry.times.learning_weeks,
            hiring_weeks=entry.times.hiring_weeks,
            version=expertises.c.version + 1,
        )
    )


async def merge_expertise(
    connection: AsyncConnection, merged_id: UUID, into_id: UUID, *, today: date
) -> None:
    """Let one expertise go up in another: its demand, reservations, pools and people move along,
    and so do its synonyms. Of two demands of a subproject the hours are added and the higher level
    holds; of two levels of a person the higher holds.

    Raises:
        NotFound: there is no such expertise.
        Refusal: they are one and the same, or one of them was merged already.
    """
    await lock_row(connection, expertises, merged_id)
    await lock_row(connection, expertises, into_id)
    refuse_when(
        [
            *rules.merge_reasons(merged_id, into_id),
            *rules.merged_reasons(await _merged_into(connection, merged_id)),
            *rules.merged_reasons(await _merged_into(connection, into_id), "intoExpertiseId"),
        ]
    )
    await connection.execute(
        update(expertises)
        .where((expertises.c.id == merged_id) | (expertises.c.merged_into == merged_id))
        .values(merged_into=into_id, version=expertises.c.version + 1)
    )
    await connection.execute(
        update(expertises)
        .where(expertises.c.id == into_id)
        .values(version=expertises.c.version + 1)
    )
    await move_to_survivor(connection, merged_id, into_id)
    await refresh_balance(connection, today)


async def surviving(
    connection: AsyncConnection, expertise_ids: Iterable[UUID]
) -> Mapping[UUID, UUID]:
    """Per id the expertise that it stands for now; an id that never was is left out."""
    rows = await connection.execute(
        select(
            expertises.c.id, func.coalesce(expertises.c.merged_into, expertises.c.id).label("now")
        ).where(expertises.c.id.in_(set(expertise_ids)))
    )
    return {row.id: row.now for row in rows}


async def surviving_or_same(connection: AsyncConnection, expertise_id: UUID) -> UUID:
    """The expertise that an id stands for now; the id itself when it never was."""
    return (await surviving(connection, [expertise_id])).get(expertise_id, expertise_id)


async def _merged_into(connection: AsyncConnection, expertise_id: UUID) -> str | None:
    survivor = expertises.alias()
    name: str | None = await connection.scalar(
        select(survivor.c.name)
        .join(expertises, expertises.c.merged_into == survivor.c.id)
        .where(expertises.c.id == expertise_id)
    )
    return name


async def _words(connection: AsyncConnection, besides: UUID | None = None) -> Collection[str]:
    """All names and synonyms, those of merged entries too, but not those of one expertise."""
    words = select(expertises.c.name, expertises.c.id).union_all(
        select(expertise_synonyms.c.synonym, expertise_synonyms.c.expertise_id)
    )
    return {row.name for row in await connection.execute(words) if row.id != besides}


def _entry_reasons(entry: Entry, taken: Collection[str]) -> list[Reason]:
    return [
        *rules.word_reasons(entry.name, entry.synonyms, taken),
        *rules.lead_time_reasons(entry.times),
    ]


async def _save_synonyms(
    connection: AsyncConnection, expertise_id: UUID, synonyms: Sequence[str]
) -> None:
    if synonyms:
        await connection.execute(
            insert(expertise_synonyms),
            [{"synonym": each, "expertise_id": expertise_id} for each in synonyms],
        )
