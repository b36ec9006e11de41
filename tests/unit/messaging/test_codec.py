"""Events to the wire and back."""

import json
from datetime import UTC, datetime
from uuid import UUID

import pytest

from shared.contracts.envelope import MAX_WIRE_BYTES
from shared.messaging.codec import LoggedEvent, Undecodable, decode, encode, source_urn

OIN = "00000001823288444000"
EVENT = LoggedEvent(
    id=UUID(int=7),
    position=12,
    type="nl.draagvlak.planning.subproject.started.v1",
    subject="subproject/x",
    subject_version=3,
    logged_at=datetime(2026, 3, 2, 9, 30, tzinfo=UTC),
    traceparent=None,
    data='{"naam": "Zoë", "uren": 1.50}',
)


def test_what_goes_out_comes_back() -> None:
    """Every attribute, and the data as it was recorded."""
    body = encode(EVENT, source_urn(OIN, "planning"))
    assert EVENT.data.encode() in body
    envelope = decode(body)
    assert (envelope.id, envelope.source) == (
        str(EVENT.id),
        f"urn:nld:oin:{OIN}:systeem:draagvlak-planning",
    )
    assert (envelope.sequence, envelope.sequencetype, envelope.subjectversion) == (
        "12",
        "Integer",
        3,
    )
    assert envelope.time == EVENT.logged_at
    assert json.loads(body)["time"].endswith("Z")


def test_internal_events_have_a_source_of_their_own() -> None:
    """So that each is numbered without gaps."""
    assert source_urn(OIN, "planning", internal=True) == f"{source_urn(OIN, 'planning')}-intern"


def test_too_large_is_told_with_both_sizes() -> None:
    """64 KiB is what every intermediary must forward."""
    with pytest.raises(Undecodable, match=str(MAX_WIRE_BYTES)):
        decode(b" " * (MAX_WIRE_BYTES + 1))


def test_what_is_wrong_is_named_without_the_value() -> None:
    """A value may be personal."""
    body = encode(EVENT, source_urn(OIN, "planning")).replace(OIN.encode(), b"Jansen")
    with pytest.raises(Undecodable) as caught:
        decode(body)
    assert "source" in str(caught.value)
    assert "Jansen" not in str(caught.value)
