"""The ballot box: the only place that reads or writes sealed ballots, always in their own role."""

from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from uuid import UUID

from sqlalchemy import delete, insert, select, text, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.domain.rounds.ballots import Ballot, BallotKey, serial_of
from services.engagement.domain.rounds.cohort import Member
from services.engagement.domain.rounds.course import already_answered, code_unknown
from services.engagement.domain.rounds.questions import Answer
from services.engagement.tables.ballots import envelope
from shared.refusal import Refusal

# `<installation>engagement_app` becomes `<installation>engagement_ballots`.
_TAKE_ROLE = text("SELECT set_config('role', left(session_user, -3) || 'ballots', true)")
_GIVE_BACK = text("SET LOCAL ROLE NONE")


async def seal_empty(
    connection: AsyncConnection, key: BallotKey, round_id: UUID, cohort: Sequence[Member]
) -> None:
    """Put an empty ballot in an envelope for everybody in the cohort, in an order that is of
    nobody.
    """
    envelopes = {}
    for member in cohort:
        serial = serial_of(key.code(round_id, member.staff_id))
        empty = Ballot(member.team_id, member.function_group_id)
        envelopes[serial] = key.seal(round_id, serial, empty)
    rows = [
        {"serial": serial, "round_id": round_id, "content": content}
        for serial, content in sorted(envelopes.items())
    ]
    async with _ballot_role(connection):
        await connection.execute(insert(envelope), rows)


async def round_of(connection: AsyncConnection, code: str) -> UUID:
    """The round that a code is of.

    Raises:
        Refusal: there is no such code, or its round has ended.
    """
    async with _ballot_role(connection):
        round_id: UUID | None = await connection.scalar(
            select(envelope.c.round_id).where(envelope.c.serial == serial_of(code))
        )
    if round_id is None:
        raise Refusal(code_unknown())
    return round_id


async def fill(connection: AsyncConnection, key: BallotKey, code: str, answer: Answer) -> None:
    """Put an answer in the envelope of a code, once; who comes at the same moment waits.

    Raises:
        Refusal: there is no such code, or it was answered with before.
    """
    serial = serial_of(code)
    async with _ballot_role(connection):
        row = (
            await connection.execute(
                select(envelope).where(envelope.c.serial == serial).with_for_update()
            )
        ).one_or_none()
        if row is None:
            raise Refusal(code_unknown())
        ballot = key.open(row.round_id, serial, row.content)
        if ballot.answer is not None:
            raise Refusal(already_answered())
        filled = key.seal(row.round_id, serial, replace(ballot, answer=answer))
        await connection.execute(
            update(envelope).where(envelope.c.serial == serial).values(content=filled)
        )


async def answered(
    connection: AsyncConnection, key: BallotKey, invitations: Iterable[tuple[UUID, UUID]]
) -> set[tuple[UUID, UUID]]:
    """Of rounds and who was invited to them, those that were answered. Found with the key alone;
    it stands nowhere, and is for the person and for a reminder that nobody sees.
    """
    by_serial = {
        serial_of(key.code(round_id, staff_id)): (round_id, staff_id)
        for round_id, staff_id in invitations
    }
    async with _ballot_role(connection):
        rows = await connection.execute(
            select(envelope).where(envelope.c.serial.in_(by_serial.keys()))
        )
        return {
            by_serial[row.serial]
            for row in rows
            if key.open(row.round_id, row.serial, row.content).answer is not None
        }


async def take_out(connection: AsyncConnection, key: BallotKey, round_id: UUID) -> list[Ballot]:
    """Open all envelopes of a round together, and throw them away."""
    async with _ballot_role(connection):
        rows = await connection.execute(
            delete(envelope).where(envelope.c.round_id == round_id).returning(envelope)
        )
        return [key.open(round_id, row.serial, row.content) for row in rows]


async def throw_away(connection: AsyncConnection, round_id: UUID) -> None:
    """Throw all envelopes of a round away unopened."""
    async with _ballot_role(connection):
        await connection.execute(delete(envelope).where(envelope.c.round_id == round_id))


@asynccontextmanager
async def _ballot_role(connection: AsyncConnection) -> AsyncIterator[None]:
    await connection.execute(_TAKE_ROLE)
    yield
    await connection.execute(_GIVE_BACK)
