"""What a proposal is made of, from the plan as it is."""

from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.planned import planned
from services.planning.domain.plan.programmes import programme_completed_reasons
from services.planning.domain.proposal.inputs import Inputs, inputs_of
from services.planning.tables import programmes
from shared.refusal import Reason, Refusal, refuse_when


async def proposal_inputs(connection: AsyncConnection, programme_id: UUID, today: date) -> Inputs:
    """What a proposal for a programme is made of: one moment of the plan of everybody. Without a
    consent that holds it names nobody: planning has no hours of a person then.

    Raises:
        Refusal: there is no such programme, or it is completed.
    """
    chosen = select(programmes.c.completed_on).where(programmes.c.id == programme_id)
    row = (await connection.execute(chosen)).one_or_none()
    if row is None:
        raise Refusal(Reason("programme-unknown", "Dit programma bestaat niet.", "programmeId"))
    refuse_when(programme_completed_reasons(row.completed_on))
    return inputs_of(await planned(connection, today), programme_id)
