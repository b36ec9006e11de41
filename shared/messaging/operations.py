"""What an operator does to the log and the inbox: look, replay, retry, discard.

Each is one transaction and safe to repeat.
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


async def discard(connection: AsyncConnection, schema: str, entry: int) -> bool:
    """Give a dead event up for good, so that its subject goes on without its effect; False when
    there is no such dead event.

    Raises:
        ValueError: an earlier version of its subject has not been applied; that one is first.
    """
    found = await connection.execute(text(_DEAD.replace("{schema}", schema)), {"entry": entry})
    dead = found.one_or_none()
    if dead is None:
        return False
    if dead.is_later:
        raise ValueError("an earlier event of the subject comes first")
    for statement in (_FORGO, _SKIP_VERSION):
        await connection.execute(text(statement.replace("{schema}", schema)), {"entry": entry})
    return True


_DEAD = """
SELECT i.entry, coalesce(i.subject_version > s.version_reached + 1, false) AS is_later
FROM {schema}.inbox i
CROSS JOIN LATERAL (
    SELECT coalesce(max(version), 0) AS version_reached FROM {schema}.inbox_subject
    WHERE source = i.source AND subject = i.subject
) s
WHERE i.entry = :entry AND i.state = 'dead'
FOR UPDATE OF i
"""

_FORGO = """
UPDATE {schema}.inbox SET state = 'stale', body = NULL, next_try_at = NULL WHERE entry = :entry
"""

_SKIP_VERSION = """
INSERT INTO {schema}.inbox_subject AS s (source, subject, version)
SELECT source, subject, subject_version FROM {schema}.inbox
WHERE entry = :entry AND subject_version IS NOT NULL
ON CONFLICT (source, subject) DO UPDATE SET version = greatest(s.version, EXCLUDED.version)
"""

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
