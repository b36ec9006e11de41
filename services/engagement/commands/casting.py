"""Casting a ballot: by who has a code, without anybody knowing who that is."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands import ballots
from services.engagement.domain.days import day_of
from services.engagement.domain.rounds.ballots import BallotKey
from services.engagement.domain.rounds.course import RoundState, code_unknown
from services.engagement.domain.rounds.questions import Answer
from services.engagement.tables import round_
from shared.refusal import Refusal


async def cast(
    connection: AsyncConnection, key: BallotKey, code: str, answer: Answer, *, now: datetime
) -> None:
    """Count an answer, once for each code. Nothing is written but the envelope.

    A round that is being closed at this moment counts as closed.

    Raises:
        Refusal: no round that is open today knows the code, or it was answered with before.
    """
    round_id = await ballots.round_of(connection, code)
    is_open = await connection.scalar(
        select(round_.c.round_id)
        .where(
            round_.c.round_id == round_id,
            round_.c.state == RoundState.OPEN,
            round_.c.closes_on >= day_of(now),
        )
        .with_for_update(read=True, skip_locked=True)
    )
    if is_open is None:
        raise Refusal(code_unknown())
    await ballots.fill(connection, key, code, answer)
