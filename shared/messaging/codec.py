"""CloudEvents in structured JSON: to the wire and back."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from pydantic import ValidationError

from shared.contracts.envelope import MAX_WIRE_BYTES, TYPE_PREFIX, Envelope, schema_uri
from shared.messaging.topology import source_account

SYSTEM = "draagvlak"
OTHERS = "source"


class Undecodable(ValueError):
    """Bytes that are no CloudEvent of ours; they can never be applied."""


@dataclass(frozen=True, slots=True)
class LoggedEvent:
    """A positioned row of an event log; `data` is the JSON text as it was recorded."""

    id: UUID
    position: int
    type: str
    subject: str
    subject_version: int
    logged_at: datetime
    traceparent: str | None
    data: str

    @property
    def routing_key(self) -> str:
        """The type without `nl.draagvlak.`."""
        return self.type.removeprefix(TYPE_PREFIX)


def source_urn(oin: str, service: str, *, internal: bool = False) -> str:
    """The `source` of a service's events; internal events have one of their own, so that each is
    numbered without gaps.
    """
    return f"urn:nld:oin:{oin}:systeem:{SYSTEM}-{service}{'-intern' if internal else ''}"


def may_tell(producer: str, envelope: Envelope) -> bool:
    """Whether a producer may tell this: a type of its own, under a name of its own.

    A service has two names; whoever else reports may have any but those of the services.
    """
    system = envelope.source.rsplit(":", 1)[-1]
    own = {f"{SYSTEM}-{producer}", f"{SYSTEM}-{producer}-intern"}
    named_right = not system.startswith(f"{SYSTEM}-") if producer == OTHERS else system in own
    return named_right and envelope.type.startswith(f"{TYPE_PREFIX}{producer}.")


def speaks_for(account: str, source: str, subject: str | None) -> bool:
    """Whether the account, whatever its prefix, is that of the source in whose name and about which
    this was told.
    """
    name = source.rsplit(":", 1)[-1]
    return account.endswith(source_account(name)) and subject == f"{OTHERS}/{name}"


def attributes(event: LoggedEvent, source: str) -> dict[str, Any]:
    """The context attributes of an event, under the NL GOV profile."""
    found: dict[str, Any] = {
        "specversion": "1.0",
        "id": str(event.id),
        "source": source,
        "type": event.type,
        "subject": event.subject,
        "time": event.logged_at.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        "dataschema": schema_uri(event.type),
        "sequence": str(event.position),
        "sequencetype": "Integer",
        "subjectversion": event.subject_version,
    }
    if event.traceparent is not None:
        found["traceparent"] = event.traceparent
    return found


def encode(event: LoggedEvent, source: str) -> bytes:
    """The event as it goes over the wire. The data is embedded as recorded, not parsed and written
    again.
    """
    head = json.dumps(attributes(event, source), ensure_ascii=False, separators=(",", ":"))
    return f'{head[:-1]},"data":{event.data}}}'.encode()


def decode(body: bytes) -> Envelope:
    """Read an envelope; the data is checked by its contract later.

    Raises:
        Undecodable: over 64 KiB, not JSON, or not a CloudEvent under the profile; the message says
            which.
    """
    if len(body) > MAX_WIRE_BYTES:
        raise Undecodable(f"{len(body)} bytes on the wire, at most {MAX_WIRE_BYTES} are accepted")
    try:
        return Envelope.model_validate_json(body)
    except ValidationError as error:
        raise Undecodable(describe(error)) from None


def describe(error: ValidationError) -> str:
    """What is wrong and where, without the values: they may be personal."""
    return "; ".join(
        f"{'.'.join(map(str, found['loc'])) or 'body'}: {found['msg']}"
        for found in error.errors(include_input=False, include_url=False, include_context=False)
    )


def as_json(event: LoggedEvent, source: str) -> Mapping[str, Any]:
    """The event as the feed answers it: the same members as on the wire."""
    return {**attributes(event, source), "data": json.loads(event.data)}
