"""What arrives: bytes from a queue, made into an event or found to be none."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pydantic import ValidationError

from shared.contracts.envelope import Envelope, EventData
from shared.messaging.codec import OTHERS, Undecodable, decode, describe, may_tell, speaks_for
from shared.messaging.reactions import Reactions, Received
from shared.runtime.tracing import well_formed


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message as it came from a queue. `user_id` is the account that published it: the broker
    refuses another's, and lets it be left out.
    """

    body: bytes
    redelivered: bool = False
    user_id: str | None = None


@dataclass(frozen=True, slots=True)
class Arrival:
    """A delivery, read. `error` says why it can never be applied; without one it is applicable.

    `received` is None where the service does not react to the type: it is accepted without effect.
    """

    source: str
    id: str
    body: bytes
    redelivered: bool
    type: str | None = None
    subject: str | None = None
    subject_version: int | None = None
    time: datetime | None = None
    received: Received[Any] | None = None
    error: str | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What makes an event the same event: its source and id."""
        return self.source, self.id

    @property
    def stream(self) -> tuple[str, str]:
        """The subject in its source: the unit of order."""
        return self.source, self.subject or ""


def admit(delivery: Delivery, producer: str, reactions: Reactions) -> Arrival:
    """Read a delivery as it arrives. Never raises, as `read`.

    All sources publish with the same routing keys, so it is the account that says who reports. That
    is decided here, once: what is kept to be tried again has no account any more. A report in the
    name of another is known by its bytes alone, so that the other's own reports neither count as
    seen nor wait behind it.
    """
    arrival = read(delivery, producer, reactions)
    if producer != OTHERS or arrival.type is None:
        return arrival
    if delivery.user_id is None:
        return _undecodable(delivery, producer, "user_id: missing, must be the own account")
    if not speaks_for(delivery.user_id, arrival.source, arrival.subject):
        error = f"user_id: {delivery.user_id} reports in the name of another"
        return _undecodable(delivery, producer, error)
    return arrival


def read(delivery: Delivery, producer: str, reactions: Reactions) -> Arrival:
    """Read a delivery. Never raises: what is wrong is in `error`, without the values.

    What one producer says in the name of another is no event: the broker checks who publishes with
    which routing key, and nobody but this checks that the body says the same.
    """
    try:
        envelope = decode(delivery.body)
    except Undecodable as error:
        return _undecodable(delivery, producer, str(error))
    except Exception as error:  # a fault of the reader: still no reason to stop the others
        return _undecodable(delivery, producer, f"cannot be read: {type(error).__name__}")
    if not may_tell(producer, envelope):
        return _undecodable(delivery, producer, f"source or type: not of {producer}")
    contract = reactions.contract(envelope.type)
    received, invalid = _data(envelope, contract)
    return Arrival(
        source=envelope.source,
        id=envelope.id,
        body=delivery.body,
        redelivered=delivery.redelivered,
        type=envelope.type,
        subject=envelope.subject,
        subject_version=envelope.subjectversion,
        time=envelope.time,
        received=received,
        error=invalid,
    )


def _undecodable(delivery: Delivery, producer: str, error: str) -> Arrival:
    """Known by its bytes, as it has no id that can be trusted."""
    return Arrival(
        source=f"undecodable:{producer}",
        id=hashlib.sha256(delivery.body).hexdigest(),
        body=delivery.body,
        redelivered=delivery.redelivered,
        error=error,
    )


def _data(
    envelope: Envelope, contract: type[EventData] | None
) -> tuple[Received[Any] | None, str | None]:
    if contract is None:
        return None, None
    try:
        data = contract.model_validate(envelope.data)
    except ValidationError as error:
        return None, f"data: {describe(error)}"
    except Exception as error:
        return None, f"data: cannot be read: {type(error).__name__}"
    if data.subject != envelope.subject:
        return None, f"data: belongs to subject {data.subject!r}, the envelope says another"
    return Received(
        id=envelope.id,
        source=envelope.source,
        subject=envelope.subject,
        subject_version=envelope.subjectversion,
        time=envelope.time,
        traceparent=well_formed(envelope.traceparent),
        data=data,
    ), None
