"""The relay when all goes well, when nobody listens, and when an operator has it tell again."""

import json
import socket
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import aio_pika
import pytest
from sqlalchemy import text

from shared.contracts.envelope import Audience
from shared.contracts.planning_v1 import StaffJoined, SubprojectCancelled
from shared.database import transaction
from shared.messaging.event_log import EventTooLarge
from shared.messaging.feed import Feed
from shared.messaging.operations import replay
from shared.messaging.relay import Relay
from shared.messaging.topology import PUBLIC_EXCHANGE
from tests.support.waiting import until
from tests.support.wire import (
    EVENT_LOG,
    OIN,
    SUBSCRIPTION,
    Wire,
    new_subjects,
    relay_settings,
    running,
)


async def test_nothing_is_confirmed_while_nobody_is_bound(wire: Wire) -> None:
    """An unroutable event stays pending and is delivered once a queue is bound again."""
    await wire.record(*new_subjects(3))
    async with wire.relay():
        await until(lambda: wire.relaying.failing, reason="the relay sees that it is unroutable")
        assert not await wire.published()
        async with wire.consumer():
            (await wire.settled()).assert_whole()
        await until(wire.published, reason="all is confirmed")
        assert not wire.relaying.failing


async def test_binding_lost_under_way_loses_no_event(wire: Wire) -> None:
    """Events told while a binding is gone wait for it; the order of their subject is kept."""
    subjects = new_subjects(2)
    async with wire.consumer(), wire.relay():
        await wire.record(*subjects)
        await wire.settled()
        connection = await aio_pika.connect(wire.addresses["engagement"].broker_url)
        async with connection:
            channel = await connection.channel()
            queue = await channel.get_queue(SUBSCRIPTION.queue)
            await queue.unbind(PUBLIC_EXCHANGE, SUBSCRIPTION.binding)
            await wire.record(*subjects)
            await wire.record(*subjects)
            await until(lambda: wire.relaying.failing)
            await queue.bind(PUBLIC_EXCHANGE, SUBSCRIPTION.binding)
        (await wire.settled()).assert_whole()


async def test_public_and_internal_events_are_numbered_apart_without_gaps(wire: Wire) -> None:
    """A public subscriber sees 1, 2, 3 whatever is told internally in between."""
    async with transaction(wire.planning) as connection:
        for subject in new_subjects(3):
            await wire.record_in(connection, subject)
            await EVENT_LOG.record(
                connection,
                StaffJoined(
                    staff_id=uuid4(),
                    team_id=uuid4(),
                    function_group_id=uuid4(),
                    joined_on=date(2026, 1, 5),
                ),
            )
    async with wire.consumer(), wire.relay():
        await until(wire.published)
    async with transaction(wire.planning) as connection:
        rows = await connection.execute(
            text("SELECT audience, position FROM planning.event_log ORDER BY entry")
        )
        assert [tuple(row) for row in rows] == [
            (audience, position)
            for position in (1, 2, 3)
            for audience in (Audience.PUBLIC.value, Audience.INTERNAL.value)
        ]
        events = await Feed(EVENT_LOG, OIN).read(connection, after=0, limit=10)
    assert [event["sequence"] for _, event in events] == ["1", "2", "3"]
    assert "staff" not in json.dumps([event for _, event in events])


async def test_replay_tells_again_and_nothing_counts_twice(wire: Wire) -> None:
    """After a replay of the whole log every event arrives again, as a duplicate."""
    await wire.record(*new_subjects(40))
    async with wire.consumer(), wire.relay():
        await wire.settled()
        async with transaction(wire.planning) as connection:
            planned = {each.audience: each for each in await replay(connection, "planning")}
        assert planned[Audience.PUBLIC].first == 1
        assert planned[Audience.PUBLIC].events == 40
        duplicates = wire.instruments.handled.labels("engagement", "duplicate")
        await until(lambda: duplicates._value.get() >= 40, reason="all were delivered again")
    (await wire.ledger()).assert_whole()


async def test_replay_from_a_moment_or_position_never_moves_a_cursor_forward(wire: Wire) -> None:
    """Only what was logged since then is told again; the future is not skipped."""
    await wire.record(*new_subjects(5))
    async with wire.consumer(), wire.relay():
        await wire.settled()
        await until(wire.published)
    async with transaction(wire.planning) as connection:
        later = datetime.now(UTC) + timedelta(days=1)
        for planned in await replay(connection, "planning", since=later):
            assert planned.events == 0
        (public,) = (
            each
            for each in await replay(connection, "planning", first=4)
            if each.audience is Audience.PUBLIC
        )
        assert (public.first, public.events) == (4, 2)


async def test_relay_that_stopped_shows_no_backlog(wire: Wire) -> None:
    """Its last figures would hold an alert up that only its successor can tell the end of."""
    await wire.record(*new_subjects(3))
    async with wire.relay():
        await until(lambda: _backlog(wire) == 3, reason="the leader shows what nobody took")
    assert _backlog(wire) is None


async def test_broker_that_never_answers_costs_no_leadership(wire: Wire) -> None:
    """The relay goes on showing its backlog, on the database session that it had."""
    sessions = (
        "SELECT array_agg(pid) FROM pg_stat_activity"
        " WHERE application_name = 'draagvlak-planning-relay' AND datname = current_database()"
    )
    await wire.record(*new_subjects(3))
    failures = wire.instruments.publish_failures.labels("planning")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"amqp://127.0.0.1:{silent.getsockname()[1]}"
        relay = Relay(replace(relay_settings(wire.addresses), broker_url=url), wire.relaying)
        async with running(relay.run()):
            await until(lambda: _backlog(wire) == 3, reason="the backlog is shown")
            first = await wire.value(sessions)
            await until(lambda: failures._value.get() >= 3, 40, reason="three tries failed")
            assert await wire.value(sessions) == first


def _backlog(wire: Wire) -> float | None:
    """The public events that the relay says wait, as Prometheus would read it."""
    return wire.registry.get_sample_value(
        "draagvlak_event_log_pending_events", {"service": "planning", "audience": "public"}
    )


async def test_event_that_cannot_go_over_the_wire_is_refused_with_its_transaction(
    wire: Wire,
) -> None:
    """64 KiB is checked before the commit, not found out by the relay."""
    event = SubprojectCancelled.model_construct(subproject_id=uuid4(), reason="x" * 70_000)
    async with transaction(wire.planning) as connection:
        with pytest.raises(EventTooLarge):
            await EVENT_LOG.record(connection, event)
