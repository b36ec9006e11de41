"""The relay's view of the event log, over the session that holds its lock."""

from dataclasses import dataclass
from typing import Any

import asyncpg

from shared.contracts.envelope import Audience
from shared.messaging.codec import LoggedEvent

POSITIONS_AT_ONCE = 1_000


@dataclass(frozen=True, slots=True)
class Backlog:
    """What an audience has not been told yet."""

    audience: Audience
    pending: int
    oldest_age_seconds: float


class RelayLog:
    """Positions, pending events and the cursor of one service's log."""

    def __init__(self, connection: "asyncpg.Connection[Any]", schema: str) -> None:
        self._connection = connection
        self._give_positions = _GIVE_POSITIONS.replace("{schema}", schema)
        self._read = _READ.replace("{schema}", schema)
        self._published = f"SELECT published FROM {schema}.event_cursor WHERE audience = $1"  # noqa: S608
        self._advance = _ADVANCE.replace("{schema}", schema)
        self._backlog = _BACKLOG.replace("{schema}", schema)

    async def give_positions(self) -> bool:
        """Number what was committed since; True when there may be more.

        Every unnumbered row that is visible gets the next position of its audience. A transaction
        that commits later is simply numbered later: none can be passed over, whatever the order in
        which the rows were drawn.
        """
        given: int = await self._connection.fetchval(self._give_positions, POSITIONS_AT_ONCE)
        return given == POSITIONS_AT_ONCE

    async def read(self, audience: Audience, *, after: int, limit: int) -> list[LoggedEvent]:
        """The next events of an audience, by position."""
        rows = await self._connection.fetch(self._read, audience.value, after, limit)
        return [LoggedEvent(*row) for row in rows]

    async def published(self, audience: Audience) -> int:
        """The last position the broker confirmed."""
        position: int = await self._connection.fetchval(self._published, audience.value)
        return position

    async def advance(self, audience: Audience, before: int, after: int) -> bool:
        """Move the cursor; False when somebody else moved it meanwhile."""
        moved = await self._connection.fetchval(self._advance, audience.value, before, after)
        return moved is not None

    async def backlog(self) -> list[Backlog]:
        """How much each audience still has to hear, and how old the oldest of it is."""
        return [
            Backlog(Audience(row[0]), row[1], row[2])
            for row in await self._connection.fetch(self._backlog)
        ]


_GIVE_POSITIONS = """
WITH unnumbered AS (
    SELECT entry, audience FROM {schema}.event_log WHERE position IS NULL ORDER BY entry LIMIT $1
), numbered AS (
    SELECT u.entry, u.audience,
           c.positioned + row_number() OVER (PARTITION BY u.audience ORDER BY u.entry) AS position
    FROM unnumbered u JOIN {schema}.event_cursor c USING (audience)
), positioned AS (
    UPDATE {schema}.event_log l SET position = n.position
    FROM numbered n WHERE l.entry = n.entry
), moved AS (
    UPDATE {schema}.event_cursor c SET positioned = t.last
    FROM (SELECT audience, max(position) AS last FROM numbered GROUP BY audience) t
    WHERE c.audience = t.audience
)
SELECT count(*) FROM numbered
"""

_READ = """
SELECT id, position, type, subject, subject_version, logged_at, traceparent, data::text
FROM {schema}.event_log
WHERE audience = $1 AND position > $2
ORDER BY position LIMIT $3
"""

_ADVANCE = """
UPDATE {schema}.event_cursor SET published = $3 WHERE audience = $1 AND published = $2
RETURNING published
"""

_BACKLOG = """
SELECT c.audience,
       c.positioned - c.published + (
           SELECT count(*) FROM {schema}.event_log u
           WHERE u.position IS NULL AND u.audience = c.audience
       ),
       coalesce((
           SELECT extract(epoch FROM clock_timestamp() - o.logged_at)
           FROM {schema}.event_log o
           WHERE o.audience = c.audience AND o.position > c.published
           ORDER BY o.position LIMIT 1
       ), 0)::float8
FROM {schema}.event_cursor c
"""
