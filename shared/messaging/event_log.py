"""The event log: what a service tells, saved in the transaction of the change it tells of."""

from uuid import UUID, uuid4

from sqlalchemy import MetaData, text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.contracts.envelope import MAX_WIRE_BYTES, EventData
from shared.messaging.tables import event_log_tables
from shared.runtime.tracing import current_traceparent

ENVELOPE_BYTES = 2_048
MAX_DATA_BYTES = MAX_WIRE_BYTES - ENVELOPE_BYTES


class EventTooLarge(ValueError):
    """An event's data does not fit in the 64 KiB that every intermediary must forward."""


class EventLog:
    """The event log of one service, in the schema of its metadata."""

    def __init__(self, metadata: MetaData) -> None:
        if metadata.schema is None:
            raise ValueError("an event log stands in a service's own schema")
        self.schema = metadata.schema
        event_log_tables(metadata)
        self._record = text(_RECORD.replace("{schema}", self.schema))

    async def record(self, connection: AsyncConnection, *events: EventData) -> tuple[UUID, ...]:
        """Append events to the log in the caller's transaction, in this order; answer their ids.

        The rows of their subjects stay locked until the transaction ends, so the versions of a
        subject follow its commits. A transaction that touches several subjects should record them
        in one call: they are then locked in one order everywhere and cannot deadlock.

        Raises:
            EventTooLarge: an event would not fit on the wire; nothing was recorded.
        """
        if not events:
            return ()
        bodies = [event.model_dump_json(by_alias=True, exclude_none=False) for event in events]
        for event, body in zip(events, bodies, strict=True):
            if len(body.encode()) > MAX_DATA_BYTES:
                raise EventTooLarge(f"{event.event_type}: {len(body)} bytes")
        ids = tuple(uuid4() for _ in events)
        await connection.execute(
            self._record,
            {
                "ids": list(ids),
                "audiences": [event.audience.value for event in events],
                "types": [event.event_type for event in events],
                "subjects": [event.subject for event in events],
                "bodies": bodies,
                "traceparent": current_traceparent.get(),
                "wake": wake_channel(self.schema),
            },
        )
        return ids


def wake_channel(schema: str) -> str:
    """The NOTIFY channel that tells a relay to look; a hint, never the truth."""
    return f"{schema}.event_log"


# The upsert of event_subject takes the subject's row lock before the log row draws its entry, so
# within a subject the entries, versions and commits have one order. That is all the relay needs.
_RECORD = """
WITH incoming AS (
    SELECT * FROM unnest(
        CAST(:ids AS uuid[]), CAST(:audiences AS text[]), CAST(:types AS text[]),
        CAST(:subjects AS text[]), CAST(:bodies AS text[])
    ) WITH ORDINALITY AS t(id, audience, type, subject, body, place)
), counted AS (
    SELECT subject, count(*) AS events FROM incoming GROUP BY subject
), locked AS (
    INSERT INTO {schema}.event_subject AS s (subject, version)
    SELECT subject, events FROM counted ORDER BY subject
    ON CONFLICT (subject) DO UPDATE SET version = s.version + EXCLUDED.version
    RETURNING subject, version
)
INSERT INTO {schema}.event_log (id, audience, type, subject, subject_version, traceparent, data)
SELECT i.id, i.audience, i.type, i.subject,
       l.version - c.events + row_number() OVER (PARTITION BY i.subject ORDER BY i.place),
       :traceparent, CAST(i.body AS json)
FROM incoming i JOIN counted c USING (subject) JOIN locked l USING (subject)
ORDER BY i.place
RETURNING pg_notify(:wake, '')
"""
