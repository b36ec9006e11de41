"""An operator gives up a dead event, and its subject goes on."""

import pytest
from sqlalchemy import text

from shared.database import transaction
from shared.messaging.deliveries import Delivery
from shared.messaging.operations import discard
from tests.support.scenarios import wire_bodies
from tests.support.wire import Wire, new_subjects


async def four_of_a_subject(wire: Wire) -> list[bytes]:
    """Four events of one subject, of which the second breaks its contract."""
    (subject,) = new_subjects(1)
    for _ in range(4):
        await wire.record(subject)
    bodies = await wire_bodies(wire)
    bodies[1] = bodies[1].replace(b'"startedOn":"2026-03-02"', b'"startedOn":"gisteren"')
    return bodies


async def entry(wire: Wire, state: str) -> int:
    """The one inbox row in this state."""
    async with transaction(wire.engagement) as connection:
        rows = await connection.execute(
            text("SELECT entry FROM engagement.inbox WHERE state = :state"), {"state": state}
        )
        return int(rows.scalar_one())


async def test_later_events_of_the_subject_have_their_effect(wire: Wire) -> None:
    applier = wire.applier()
    await applier.apply([Delivery(body) for body in await four_of_a_subject(wire)])
    assert await wire.states() == {"applied": 1, "dead": 1, "waiting": 2}
    dead = await entry(wire, "dead")
    async with transaction(wire.engagement) as connection:
        assert await discard(connection, "engagement", dead)
    while await applier.retry_due():
        pass
    assert await wire.states() == {"applied": 3, "stale": 1}
    assert [version for _, _, version in (await wire.ledger()).applied] == [1, 3, 4]


async def test_an_earlier_event_of_the_subject_comes_first(wire: Wire) -> None:
    """Passing over what has not come would lose it."""
    bodies = await four_of_a_subject(wire)
    await wire.applier().apply([Delivery(bodies[1])])
    dead = await entry(wire, "dead")
    async with transaction(wire.engagement) as connection:
        with pytest.raises(ValueError, match="comes first"):
            await discard(connection, "engagement", dead)
    assert await wire.states() == {"dead": 1}


async def test_bytes_that_are_no_event_can_be_discarded_and_nothing_else_can(wire: Wire) -> None:
    """Only what is dead is given up."""
    await wire.record(*new_subjects(1))
    bodies = await wire_bodies(wire)
    await wire.applier().apply([Delivery(b"not json"), Delivery(bodies[0])])
    dead, applied = await entry(wire, "dead"), await entry(wire, "applied")
    async with transaction(wire.engagement) as connection:
        assert await discard(connection, "engagement", dead)
        assert not await discard(connection, "engagement", dead)
        assert not await discard(connection, "engagement", applied)
    assert await wire.value("SELECT count(*) FROM engagement.inbox WHERE body IS NOT NULL") == 0
