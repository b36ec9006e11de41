"""The catalogue of expertises as it is."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.queries.found import only
from services.planning.tables import expertise_synonyms, expertises


@dataclass(frozen=True, slots=True)
class MergedEntry:
    """An entry that went up in another."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class Expertise:
    """An entry of the catalogue, with every word that leads to it."""

    id: UUID
    name: str
    synonyms: Sequence[str]
    merged: Sequence[MergedEntry]
    learning_weeks: int
    hiring_weeks: int
    version: int


async def expertise_by_id(connection: AsyncConnection, expertise_id: UUID) -> Expertise:
    """One expertise: that with this id, or the one in which it went up.

    Raises:
        NotFound: there never was one with this id.
    """
    asked = select(_SURVIVOR).where(_known.c.id == expertise_id)
    return only(await _expertises(connection, _ENTRIES.where(expertises.c.id.in_(asked))))


async def expertises_page(
    connection: AsyncConnection, *, word: str | None, after: tuple[str] | None, limit: int
) -> Sequence[Expertise]:
    """Expertises by name, without those that were merged; by a word, the one that it stands for:
    its name, a synonym or the name of a merged entry, capitals or not.
    """
    chosen = _ENTRIES.order_by(expertises.c.name).limit(limit)
    if after is not None:
        chosen = chosen.where(expertises.c.name > after[0])
    if word is not None:
        chosen = chosen.where(expertises.c.id.in_(_meant_by(word)))
    return await _expertises(connection, chosen)


async def expertise_names(connection: AsyncConnection) -> Mapping[UUID, str]:
    """Every entry by its id, merged ones under their own name, in the order of the names."""
    rows = await connection.execute(
        select(expertises.c.id, expertises.c.name).order_by(expertises.c.name)
    )
    return {row.id: row.name for row in rows}


async def expertise_words(connection: AsyncConnection) -> Mapping[str, UUID]:
    """Every word of the catalogue in small letters, and every id, with the expertise it stands for
    now.
    """
    rows = await connection.execute(
        select(
            _known.c.id, _known.c.name, _SURVIVOR.label("now"), expertise_synonyms.c.synonym
        ).outerjoin(expertise_synonyms, expertise_synonyms.c.expertise_id == _known.c.id)
    )
    return {
        word.casefold(): row.now
        for row in rows
        for word in (str(row.id), row.name, row.synonym)
        if word is not None
    }


_known = expertises.alias()
_SURVIVOR = func.coalesce(_known.c.merged_into, _known.c.id)
_ENTRIES = select(expertises).where(expertises.c.merged_into.is_(None))


def _meant_by(word: str) -> Select[tuple[UUID]]:
    synonyms = select(expertise_synonyms.c.expertise_id).where(
        func.lower(expertise_synonyms.c.synonym) == word.lower()
    )
    return select(_SURVIVOR).where(
        or_(func.lower(_known.c.name) == word.lower(), _known.c.id.in_(synonyms))
    )


async def _expertises(
    connection: AsyncConnection, chosen: Select[tuple[Any, ...]]
) -> Sequence[Expertise]:
    rows = (await connection.execute(chosen)).all()
    ids = [row.id for row in rows]
    synonyms: defaultdict[UUID, list[str]] = defaultdict(list)
    for row in await connection.execute(
        select(expertise_synonyms)
        .where(expertise_synonyms.c.expertise_id.in_(ids))
        .order_by(expertise_synonyms.c.synonym)
    ):
        synonyms[row.expertise_id].append(row.synonym)
    merged: defaultdict[UUID, list[MergedEntry]] = defaultdict(list)
    for row in await connection.execute(
        select(expertises).where(expertises.c.merged_into.in_(ids)).order_by(expertises.c.name)
    ):
        merged[row.merged_into].append(MergedEntry(row.id, row.name))
    return [
        Expertise(
            row.id,
            row.name,
            synonyms[row.id],
            merged[row.id],
            row.learning_weeks,
            row.hiring_weeks,
            row.version,
        )
        for row in rows
    ]
