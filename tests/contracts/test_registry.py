"""Every contract is known by its type, and a subject belongs to one audience."""

from uuid import UUID

import pytest

from shared.contracts.envelope import Audience, EventData
from shared.contracts.registry import CONTRACTS, collect


class ThingDone(EventData, type="planning.thing.done", subject="thing/{thing_id}"):
    """A public event."""

    thing_id: UUID


class ThingDoneAgain(EventData, type="planning.thing.done", subject="thing/{thing_id}"):
    """Another for the same type."""

    thing_id: UUID


class ThingHidden(
    EventData,
    type="planning.thing.hidden",
    subject="thing/{thing_id}",
    audience=Audience.INTERNAL,
):
    """An internal event of the same subject."""

    thing_id: UUID


def test_contracts_are_found_by_the_type_on_the_wire() -> None:
    assert collect([ThingDone]) == {"nl.draagvlak.planning.thing.done.v1": ThingDone}
    assert all(contract.event_type == name for name, contract in CONTRACTS.items())


def test_two_contracts_for_one_type_are_refused() -> None:
    with pytest.raises(TypeError, match=r"two contracts for nl\.draagvlak\.planning\.thing\.done"):
        collect([ThingDone, ThingDoneAgain])


def test_a_subject_with_public_and_internal_events_is_refused() -> None:
    with pytest.raises(TypeError, match="subject thing would be both public and internal"):
        collect([ThingDone, ThingHidden])


def test_an_event_knows_its_subject_producer_and_routing_key() -> None:
    event = ThingDone(thing_id=UUID("6d2d1f0e-3a5c-4d11-9f5a-000000000001"))

    assert event.subject == "thing/6d2d1f0e-3a5c-4d11-9f5a-000000000001"
    assert event.producer() == "planning"
    assert event.routing_key() == "planning.thing.done.v1"
