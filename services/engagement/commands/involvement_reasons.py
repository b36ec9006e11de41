"""Why a decision goes on although too few of the affected staff were involved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.locks import lock_engagement
from services.engagement.commands.publication import published
from services.engagement.domain.involvement import Norms
from services.engagement.queries.coverage import coverage_in
from services.engagement.queries.involvement_reasons import asked_reason
from services.engagement.tables import coverage, event_log, involvement_reason, milestone
from shared.contracts.engagement_v1 import InvolvementLate


@dataclass(frozen=True, slots=True)
class GiveReason:
    """Why a decision goes on, in words that name nobody."""

    milestone_id: UUID
    reason: str


async def ask_reasons(
    connection: AsyncConnection, subproject_id: UUID, late: Mapping[UUID, date]
) -> None:
    """Ask a reason of these decisions with their days: anew when the day is another. Of a decision
    that is not late any more none is asked, unless it was taken while it was.
    """
    await connection.execute(
        delete(involvement_reason).where(
            involvement_reason.c.subproject_id == subproject_id,
            involvement_reason.c.milestone_id.not_in(late),
            involvement_reason.c.reason.is_(None),
            ~exists().where(
                milestone.c.milestone_id == involvement_reason.c.milestone_id, milestone.c.reached
            ),
        )
    )
    if not late:
        return
    asked = insert(involvement_reason).values(
        [
            {"milestone_id": milestone_id, "subproject_id": subproject_id, "due_on": due_on}
            for milestone_id, due_on in late.items()
        ]
    )
    await connection.execute(
        asked.on_conflict_do_update(
            index_elements=[involvement_reason.c.milestone_id],
            set_={
                "due_on": asked.excluded.due_on,
                "reason": None,
                "version": involvement_reason.c.version + 1,
            },
            where=involvement_reason.c.due_on != asked.excluded.due_on,
        )
    )


async def give_reason(connection: AsyncConnection, command: GiveReason, *, norms: Norms) -> None:
    """Keep why a decision goes on, and tell that involvement is late once more, with the reason.

    Raises:
        NotFound: no reason is asked of such a decision.
    """
    await lock_engagement(connection)
    asked = await asked_reason(connection, command.milestone_id)
    await connection.execute(
        update(involvement_reason)
        .where(involvement_reason.c.milestone_id == command.milestone_id)
        .values(reason=command.reason, version=involvement_reason.c.version + 1)
    )
    found = await connection.execute(
        select(coverage).where(coverage.c.subproject_id == asked.subproject_id)
    )
    await event_log.record(
        connection,
        InvolvementLate(
            milestone_id=command.milestone_id,
            subproject_id=asked.subproject_id,
            due_on=asked.due_on,
            norm=norms.coverage,
            coverage=published(coverage_in(found.one()).figures),
            reason=command.reason,
        ),
    )
