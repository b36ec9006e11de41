"""What is forgotten after thirteen months, and what is not."""

from datetime import UTC, datetime, timedelta

from shared.database import transaction
from shared.messaging.deliveries import Delivery
from shared.messaging.retention import LOG_KEPT, forget
from tests.support.scenarios import wire_bodies
from tests.support.waiting import until
from tests.support.wire import Wire, new_subjects

THEN = datetime.now(UTC) + LOG_KEPT + timedelta(days=1)


async def forget_all_that_may_be(wire: Wire) -> None:
    """Both ends, as if thirteen months had passed."""
    for schema, engine in (("planning", wire.planning), ("engagement", wire.engagement)):
        async with transaction(engine) as connection:
            await forget(connection, schema, THEN)


async def test_old_events_are_forgotten_once_confirmed_and_once_they_had_their_effect(
    wire: Wire,
) -> None:
    """What nobody took, and what an operator still has to look at, stays."""
    await wire.record(*new_subjects(3))
    async with wire.consumer(), wire.relay():
        await wire.settled()
        await until(wire.published)
    await wire.applier().apply([Delivery(b"not json")])
    await wire.record(*new_subjects(2))

    await forget_all_that_may_be(wire)

    left = await wire.value("SELECT count(*) FROM planning.event_log", engine=wire.planning)
    assert left == 2
    assert await wire.states() == {"dead": 1}


async def test_nothing_that_is_younger_is_forgotten(wire: Wire) -> None:
    await wire.record(*new_subjects(3))
    await wire.applier().apply([Delivery(body) for body in await wire_bodies(wire)])
    async with transaction(wire.engagement) as connection:
        assert await forget(connection, "engagement", datetime.now(UTC)) == 0
    assert await wire.states() == {"applied": 3}


async def test_a_copy_of_a_forgotten_event_has_no_second_effect(wire: Wire) -> None:
    """The version of its subject is remembered for good."""
    await wire.record(*new_subjects(1))
    (body,) = await wire_bodies(wire)
    await wire.applier().apply([Delivery(body)])
    async with transaction(wire.engagement) as connection:
        await forget(connection, "engagement", THEN)
    await wire.applier().apply([Delivery(body)])
    assert await wire.states() == {"stale": 1}
    (await wire.ledger()).assert_whole()
