"""The feed: the public log by position, for who comes late or missed something."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.envelope import Audience
from shared.messaging.codec import LoggedEvent, as_json, source_urn
from shared.messaging.event_log import EventLog


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Events after a position, and the position to ask for next; the same again when there is nothing newer."""

    events: Sequence[Mapping[str, Any]]
    next: int


class Feed:
    """The public events of one service's log."""

    def __init__(self, log: EventLog, oin: str) -> None:
        self._source = source_urn(oin, log.schema)
        self._read = text(_READ.replace("{schema}", log.schema))

    async def read(self, connection: AsyncConnection, after: int, limit: int) -> FeedPage:
        """At most `limit` public events with a position above `after`, in order, without gaps.

        Internal events are not here: they have a numbering of their own.
        """
        rows = await connection.execute(
            self._read, {"audience": Audience.PUBLIC.value, "after": after, "limit": limit}
        )
        events = [LoggedEvent(*row) for row in rows]
        return FeedPage(
            events=[as_json(event, self._source) for event in events],
            next=events[-1].position if events else after,
        )


_READ = """
SELECT id, position, type, subject, subject_version, logged_at, traceparent, data::text
FROM {schema}.event_log
WHERE audience = :audience AND position > :after
ORDER BY position LIMIT :limit
"""
