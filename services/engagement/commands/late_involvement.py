"""Keeping which decisions were warned of."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.involvement_reasons import ask_reasons
from services.engagement.commands.publication import published
from services.engagement.domain.coverage import Figures
from services.engagement.domain.days import day_of
from services.engagement.domain.involvement import Norms, near, too_low
from services.engagement.tables import late_involvement, milestone, subproject
from shared.contracts.engagement_v1 import InvolvementLate


async def late_involvements(
    connection: AsyncConnection,
    subproject_id: UUID,
    figures: Figures,
    *,
    norms: Norms,
    now: datetime,
) -> list[InvolvementLate]:
    """Which decisions to warn of now: once per decision and day, again only after it moved or the
    norm was met between. Of each of them a reason is asked.
    """
    late: dict[UUID, date] = {}
    if too_low(figures, norms):
        decisions = await _open_decisions(connection, subproject_id)
        late = {each: due for each, due in decisions.items() if near(due, day_of(now), norms)}
    warned = await _replace_warned(connection, subproject_id, late)
    await ask_reasons(connection, subproject_id, late)
    return [
        InvolvementLate(
            milestone_id=milestone_id,
            subproject_id=subproject_id,
            due_on=due_on,
            norm=norms.coverage,
            coverage=published(figures),
        )
        for milestone_id, due_on in late.items()
        if warned.get(milestone_id) != due_on
    ]


async def _open_decisions(connection: AsyncConnection, subproject_id: UUID) -> dict[UUID, date]:
    """The days of the decisions that were neither taken nor cancelled, of a subproject not
    ended.
    """
    rows = await connection.execute(
        select(milestone.c.milestone_id, milestone.c.due_on)
        .join(subproject, subproject.c.subproject_id == milestone.c.subproject_id)
        .where(
            milestone.c.subproject_id == subproject_id,
            milestone.c.kind == "decision",
            milestone.c.due_on.is_not(None),
            ~milestone.c.reached,
            ~subproject.c.ended,
        )
        .order_by(milestone.c.milestone_id)
    )
    return {row.milestone_id: row.due_on for row in rows}


async def _replace_warned(
    connection: AsyncConnection, subproject_id: UUID, late: dict[UUID, date]
) -> dict[UUID, date]:
    """Remember these; answer those remembered until now."""
    rows = await connection.execute(
        delete(late_involvement)
        .where(late_involvement.c.subproject_id == subproject_id)
        .returning(late_involvement.c.milestone_id, late_involvement.c.due_on)
    )
    warned = {row.milestone_id: row.due_on for row in rows}
    if late:
        await connection.execute(
            insert(late_involvement),
            [
                {"milestone_id": milestone_id, "subproject_id": subproject_id, "due_on": due_on}
                for milestone_id, due_on in late.items()
            ],
        )
    return warned
