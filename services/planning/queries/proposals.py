"""Proposals: how far they are, and what came of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from pydantic import TypeAdapter
from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.proposal.jobs import State
from services.planning.domain.proposal.proposal import Progress, Proposal
from services.planning.queries.found import only
from services.planning.queries.known import plan_changed_at
from services.planning.tables import programmes, proposals

PROPOSAL = TypeAdapter(Proposal)
PROGRESS = TypeAdapter(Progress)


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal. `is_stale` says that the plan changed after it was read for this proposal."""

    id: UUID
    programme_id: UUID
    state: State
    seed: int
    effort: int
    asked_at: datetime
    plan_read_at: datetime | None
    ended_at: datetime | None
    progress: Progress | None
    answer: Proposal | None
    is_stale: bool


async def proposal_by_id(connection: AsyncConnection, proposal_id: UUID) -> ProposalRow:
    """One proposal.

    Raises:
        NotFound: there is none with this id.
    """
    rows = await connection.execute(select(proposals).where(proposals.c.id == proposal_id))
    row = only(rows.all())
    return _row(row, await plan_changed_at(connection))


@dataclass(frozen=True, slots=True)
class ProposalItem:
    """A proposal in a list; `short_minutes` is None as long as there is no answer."""

    id: UUID
    programme: str
    state: State
    asked_at: datetime
    short_minutes: int | None


async def newest_proposals(connection: AsyncConnection, limit: int) -> Sequence[ProposalItem]:
    """The proposals of all programmes, the newest first, without their answers."""
    rows = await connection.execute(
        select(
            proposals.c.id,
            programmes.c.name.label("programme"),
            proposals.c.state,
            proposals.c.asked_at,
            proposals.c.answer["figures"]["short_minutes"].as_integer().label("short_minutes"),
        )
        .join(programmes, programmes.c.id == proposals.c.programme_id)
        .order_by(proposals.c.asked_at.desc(), proposals.c.id)
        .limit(limit)
    )
    return [
        ProposalItem(row.id, row.programme, State(row.state), row.asked_at, row.short_minutes)
        for row in rows
    ]


async def proposals_of(
    connection: AsyncConnection, programme_id: UUID, limit: int
) -> Sequence[ProposalRow]:
    """The proposals of a programme, the newest first."""
    rows = await connection.execute(
        select(proposals)
        .where(proposals.c.programme_id == programme_id)
        .order_by(proposals.c.asked_at.desc(), proposals.c.id)
        .limit(limit)
    )
    changed_at = await plan_changed_at(connection)
    return [_row(row, changed_at) for row in rows]


def _row(row: Row[tuple[Any, ...]], changed_at: datetime | None) -> ProposalRow:
    read_at = row.plan_read_at
    return ProposalRow(
        id=row.id,
        programme_id=row.programme_id,
        state=State(row.state),
        seed=row.seed,
        effort=row.effort,
        asked_at=row.asked_at,
        plan_read_at=read_at,
        ended_at=row.ended_at,
        progress=None if row.progress is None else PROGRESS.validate_python(row.progress),
        answer=None if row.answer is None else PROPOSAL.validate_python(row.answer),
        is_stale=read_at is not None and changed_at is not None and changed_at > read_at,
    )
