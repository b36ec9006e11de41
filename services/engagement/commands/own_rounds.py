"""What somebody who is asked sees of it: the round, their code, and whether they answered."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands import ballots
from services.engagement.domain.days import day_of
from services.engagement.domain.rounds.ballots import BallotKey
from services.engagement.domain.rounds.course import RoundState
from services.engagement.tables import round_, round_member, subproject


@dataclass(frozen=True, slots=True)
class OwnRound:
    """A round to which somebody is invited, with the code that is good for one answer."""

    round_id: UUID
    subproject_id: UUID
    subproject: str | None
    closes_on: date
    code: str
    answered: bool


async def own_rounds(
    connection: AsyncConnection, key: BallotKey, staff_id: UUID, *, now: datetime
) -> list[OwnRound]:
    """The rounds that are open and to which somebody is invited, the first to close first.

    Nothing is written: that somebody looked is not known afterwards.
    """
    rows = (
        await connection.execute(
            select(round_.c.round_id, round_.c.subproject_id, subproject.c.name, round_.c.closes_on)
            .join(round_member, round_member.c.round_id == round_.c.round_id)
            .outerjoin(subproject, subproject.c.subproject_id == round_.c.subproject_id)
            .where(
                round_member.c.staff_id == staff_id,
                round_.c.state == RoundState.OPEN,
                round_.c.closes_on >= day_of(now),
            )
            .order_by(round_.c.closes_on, round_.c.round_id)
        )
    ).all()
    invited = [(row.round_id, staff_id) for row in rows]
    done = await ballots.answered(connection, key, invited)
    return [
        OwnRound(
            row.round_id,
            row.subproject_id,
            row.name,
            row.closes_on,
            code=key.code(row.round_id, staff_id),
            answered=(row.round_id, staff_id) in done,
        )
        for row in rows
    ]
