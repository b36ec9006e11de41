"""The feed: the public log by position, for who comes late or missed something."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.envelope import Audience
from shared.messaging.codec import LoggedEvent, as_json, source_urn
from shared.messaging.event_log import EventLog


class Feed:
    """The public events of one service's log."""

    def __init__(self, log: EventLog, oin: str) -> None:
        self._source = source_urn(oin, log.schema)
        self._read = text(_READ.replace("{schema}", log.schema))

    async def read(
        self, connection: AsyncConnection, after: int, limit: int
    ) -> Sequence[tuple[int, Mapping[str, Any]]]:
        """At most `limit` public events with a position above `after`, in order, without gaps, each
        with its position.

        Internal events are not here: they have a numbering of their own.
        """
        rows = await connection.execute(
            self._read, {"audience": Audience.PUBLIC.value, "after": after, "limit": limit}
        )
        events = (LoggedEvent(*row) for row in rows)
        return [(event.position, as_json(event, self._source)) for event in events]


_READ = """
SELECT id, position, type, subject, subject_version, logged_at, traceparent, data::text
FROM {schema}.event_log
WHERE audience = :audience AND position > :after
ORDER BY position LIMIT :limit
"""
