"""What an operator does to the log and the inbox: look, replay, retry. Each is one transaction and
safe to repeat.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.envelope import Audience


@dataclass(frozen=True, slots=True)
class Replay:
    """From which position an audience is told again, and how many events that is."""

    audience: Audience
    first: int
    events: int


@dataclass(frozen=True, slots=True)
class Unfinished:
    """An event in the inbox that has not had its effect. Its body is not shown: it may hold what is
    nobody's business.
    """

    entry: int
    producer: str
    type: str | None
    subject: str | None
    state: str
    attempts: int
    received_at: datetime
    next_try_at: datetime | None
    error: str | None


async def replay(
    connection: AsyncConnection,
    schema: str,
    *,
    since: datetime | None = None,
    first: int | None = None,
) -> list[Replay]:
    """Publish again what was logged since a moment, or from a position on; all of the log when
    neither is given.

    Moves the relay's cursors back, never forward. Consumers know what they have had, so nothing
    counts twice.
    """
    rows = await connection.execute(
        text(_REPLAY.replace("{schema}", schema)), {"since": since, "first": first}
    )
    return [
        Replay(Audience(audience), published + 1, events) for audience, published, events in rows
    ]


async def unfinished(connection: AsyncConnection, schema: str, limit: int) -> list[Unfinished]:
    """The oldest events that have not had their effect."""
    rows = await connection.execute(
        text(
            "SELECT entry, producer, type, subject, state, attempts, received_at,"  # noqa: S608
            " next_try_at, error"
            f" FROM {schema}.inbox WHERE state IN ('parked', 'waiting', 'dead')"
            " ORDER BY entry LIMIT :limit"
        ),
        {"limit": limit},
    )
    return [Unfinished(*row) for row in rows]


async def retry(connection: AsyncConnection, schema: str, *, entry: int | None = None) -> int:
    """Give dead and parked events, or one of them, their five attempts anew and at once; answer how
    many.

    Bytes that are no event stay dead: trying again cannot help them.
    """
    result = await connection.execute(
        text(
            f"UPDATE {schema}.inbox SET state = 'parked', attempts = 0,"  # noqa: S608
            " next_try_at = clock_timestamp()"
            " WHERE state IN ('parked', 'dead') AND type IS NOT NULL"
            " AND (CAST(:entry AS bigint) IS NULL OR entry = :entry)"
        ),
        {"entry": entry},
    )
    return result.rowcount


_REPLAY = """
UPDATE {schema}.event_cursor c
SET published = least(c.published, coalesce((
    SELECT min(l.position) - 1 FROM {schema}.event_log l
    WHERE l.audience = c.audience
      AND l.position >= coalesce(CAST(:first AS bigint), 1)
      AND (CAST(:since AS timestamptz) IS NULL OR l.logged_at >= :since)
), c.published))
RETURNING c.audience, c.published, c.positioned - c.published
"""
