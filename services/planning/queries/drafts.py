"""Draft demand: what training was suggested on which evidence, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.steering.drafts import State
from services.planning.queries.found import only
from services.planning.tables import draft_demands, function_groups, subprojects


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """What a barrier was seen in; figures are None where the group is too small."""

    round_id: UUID
    share: float | None
    answers: int | None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """Training that was suggested. Without a function group it is for all affected staff."""

    id: UUID
    subproject_id: UUID
    subproject: str
    function_group_id: UUID | None
    function_group: str | None
    stage: str
    evidence: EvidenceRow
    told_at: datetime
    state: str
    demand_id: UUID | None
    decided_at: datetime | None
    by: str | None
    role: str | None
    reason: str | None
    version: int


async def draft_by_id(connection: AsyncConnection, draft_id: UUID) -> DraftRow:
    """One draft.

    Raises:
        NotFound: there is none with this id.
    """
    chosen = _drafts().where(draft_demands.c.id == draft_id)
    return only([_row(row) for row in await connection.execute(chosen)])


async def drafts_page(
    connection: AsyncConnection,
    *,
    state: str | None,
    programme_id: UUID | None,
    after: tuple[UUID] | None,
    limit: int,
) -> Sequence[DraftRow]:
    """Drafts in one state when asked, of one programme when given."""
    chosen = _drafts().order_by(draft_demands.c.id).limit(limit)
    if state is not None:
        chosen = chosen.where(draft_demands.c.state == state)
    if programme_id is not None:
        chosen = chosen.where(subprojects.c.programme_id == programme_id)
    if after is not None:
        chosen = chosen.where(draft_demands.c.id > after[0])
    return [_row(row) for row in await connection.execute(chosen)]


async def newest_drafts(
    connection: AsyncConnection, states: Collection[State], *, limit: int
) -> Sequence[DraftRow]:
    """Drafts in these states, those told last first."""
    chosen = (
        _drafts()
        .where(draft_demands.c.state.in_([state.value for state in states]))
        .order_by(draft_demands.c.told_at.desc(), draft_demands.c.id)
        .limit(limit)
    )
    return [_row(row) for row in await connection.execute(chosen)]


async def count_open_drafts(connection: AsyncConnection) -> int:
    """How many wait for a decision."""
    is_open = draft_demands.c.state == State.OPEN.value
    found = await connection.scalar(select(func.count()).where(is_open))
    return found or 0


def _drafts() -> Select[tuple[Any, ...]]:
    return (
        select(
            draft_demands,
            subprojects.c.name.label("subproject"),
            function_groups.c.name.label("function_group"),
        )
        .join(subprojects, subprojects.c.id == draft_demands.c.subproject_id)
        .outerjoin(function_groups, function_groups.c.id == draft_demands.c.function_group_id)
    )


def _row(row: Row[Any]) -> DraftRow:
    return DraftRow(
        id=row.id,
        subproject_id=row.subproject_id,
        subproject=row.subproject,
        function_group_id=row.function_group_id,
        function_group=row.function_group,
        stage=row.stage,
        evidence=EvidenceRow(row.round_id, row.share, row.answers),
        told_at=row.told_at,
        state=row.state,
        demand_id=row.demand_id,
        decided_at=row.decided_at,
        by=row.by,
        role=row.role,
        reason=row.reason,
        version=row.version,
    )
