"""Reading rounds: when, and how many were asked."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.tables import round_
from shared.refusal import NotFound, Reason


@dataclass(frozen=True, slots=True)
class RoundRow:
    """A round; `invited` is None until it has opened."""

    id: UUID
    subproject_id: UUID
    state: str
    opens_on: date
    closes_on: date
    least_invited: int
    least_answers: int
    invited: int | None
    version: int


async def rounds(
    connection: AsyncConnection,
    subproject_id: UUID,
    *,
    after: tuple[date, UUID] | None,
    limit: int,
) -> list[RoundRow]:
    """The rounds of a subproject by day of opening, after the one with this day and id."""
    query = (
        _rounds()
        .where(round_.c.subproject_id == subproject_id)
        .order_by(round_.c.opens_on, round_.c.round_id)
        .limit(limit)
    )
    if after is not None:
        day, round_id = after
        query = query.where(
            (round_.c.opens_on > day) | and_(round_.c.opens_on == day, round_.c.round_id > round_id)
        )
    return [RoundRow(*row) for row in await connection.execute(query)]


async def round_by_id(connection: AsyncConnection, subproject_id: UUID, round_id: UUID) -> RoundRow:
    """One round.

    Raises:
        NotFound: the subproject has no such round.
    """
    row = (
        await connection.execute(
            _rounds().where(round_.c.round_id == round_id, round_.c.subproject_id == subproject_id)
        )
    ).one_or_none()
    if row is None:
        raise NotFound(Reason("round-not-found", "Deze peiling is niet bekend."))
    return RoundRow(*row)


def _rounds() -> Select[Any]:
    return select(
        round_.c.round_id,
        round_.c.subproject_id,
        round_.c.state,
        round_.c.opens_on,
        round_.c.closes_on,
        round_.c.least_invited,
        round_.c.least_answers,
        round_.c.invited,
        round_.c.version,
    )
