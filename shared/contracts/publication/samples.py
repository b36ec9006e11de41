"""One golden sample of every event, as it is on the wire.

What was once read must stay readable: a sample only ever gains fields.
"""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from shared.contracts.envelope import Audience, Envelope, EventData, schema_uri
from shared.contracts.publication.json_schema import is_reported
from shared.contracts.publication.sample_ids import sample_id
from shared.contracts.publication.story import sample_events
from shared.contracts.source_v1 import TransactionsRecorded

OIN = "00000001823288444000"
"""The example organisation of the NL GOV profile."""


def samples() -> Iterator[tuple[type[EventData], dict[str, Any]]]:
    """Each sample as it is on the wire, with its contract, numbered as a real log is."""
    positions: Counter[str] = Counter()
    versions: Counter[str] = Counter()
    logged_at = datetime(2026, 1, 5, 8, 30, tzinfo=UTC)
    for event in sample_events():
        source = _source(event)
        positions[source] += 1
        versions[event.subject] += 1
        logged_at += timedelta(days=10, minutes=7, seconds=11)
        attributes: dict[str, Any] = {
            "specversion": "1.0",
            "id": str(sample_id(f"event {event.event_type}")),
            "source": source,
            "type": event.event_type,
            "subject": event.subject,
            "time": logged_at,
            "data": event.model_dump(mode="json", by_alias=True),
        }
        if not is_reported(type(event)):
            attributes |= {
                "dataschema": schema_uri(event.event_type),
                "sequence": str(positions[source]),
                "sequencetype": "Integer",
                "subjectversion": versions[event.subject],
                "traceparent": f"00-{sample_id(event.subject).hex}-{'0' * 15}1-01",
            }
        wire = Envelope(**attributes).model_dump(mode="json")
        yield type(event), {name: value for name, value in wire.items() if value is not None}


def _source(event: EventData) -> str:
    if isinstance(event, TransactionsRecorded):
        return f"urn:nld:oin:{OIN}:systeem:{event.source}"
    suffix = "-intern" if event.audience is Audience.INTERNAL else ""
    return f"urn:nld:oin:{OIN}:systeem:draagvlak-{event.producer()}{suffix}"
