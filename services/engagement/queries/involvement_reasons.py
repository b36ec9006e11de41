"""Reading why decisions go on although too few were involved, and of which nobody said so yet."""

from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.tables import involvement_reason, milestone, subproject
from shared.refusal import NotFound, Reason


@dataclass(frozen=True, slots=True)
class InvolvementReasonRow:
    """A decision of which a reason is asked; no reason as long as nobody gave one."""

    milestone_id: UUID
    subproject_id: UUID
    subproject_name: str
    due_on: date
    taken: bool
    reason: str | None
    version: int


async def involvement_reasons(connection: AsyncConnection) -> list[InvolvementReasonRow]:
    """Every decision of which a reason is asked: those that lack one first, by day."""
    rows = await connection.execute(
        _reasons().order_by(
            involvement_reason.c.reason.is_not(None),
            involvement_reason.c.due_on,
            involvement_reason.c.milestone_id,
        )
    )
    return [InvolvementReasonRow(*row) for row in rows]


async def asked_reason(connection: AsyncConnection, milestone_id: UUID) -> InvolvementReasonRow:
    """One of them.

    Raises:
        NotFound: no reason is asked of such a decision.
    """
    row = (
        await connection.execute(
            _reasons().where(involvement_reason.c.milestone_id == milestone_id)
        )
    ).one_or_none()
    if row is None:
        raise NotFound(Reason("reason-not-asked", "Voor dit besluit hoeft u geen reden te geven."))
    return InvolvementReasonRow(*row)


def _reasons() -> Select[Any]:
    return (
        select(
            involvement_reason.c.milestone_id,
            involvement_reason.c.subproject_id,
            subproject.c.name,
            involvement_reason.c.due_on,
            func.coalesce(milestone.c.reached, False),
            involvement_reason.c.reason,
            involvement_reason.c.version,
        )
        .join(subproject, subproject.c.subproject_id == involvement_reason.c.subproject_id)
        .outerjoin(milestone, milestone.c.milestone_id == involvement_reason.c.milestone_id)
    )
