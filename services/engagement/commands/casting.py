"""Casting a ballot: by who has a code, without anybody knowing who that is."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands import ballots
from services.engagement.commands.loading import load_consents
from services.engagement.domain.consent import refuse_round_without_consent
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

    Who answers while the round is being closed waits for that, and comes too late.

    Raises:
        Refusal: no consent in force; no round that is open today knows the code; it was answered
            with before.
    """
    refuse_round_without_consent(await load_consents(connection), day_of(now))
    round_id = await ballots.round_of(connection, code)
    is_open = await connection.scalar(
        select(round_.c.round_id)
        .where(
            round_.c.round_id == round_id,
            round_.c.state == RoundState.OPEN,
            round_.c.closes_on >= day_of(now),
        )
        .with_for_update(read=True)
    )
    if is_open is None:
        raise Refusal(code_unknown())
    await ballots.fill(connection, key, code, answer)
