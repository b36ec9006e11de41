"""A bug for each promise, planted on purpose: the scenario that proves the promise must fail."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.database import create_engine, transaction
from shared.messaging import acknowledgement, consumer, inbox, processor, relay
from shared.messaging.consumer import Consumer
from shared.messaging.deliveries import Arrival
from shared.messaging.inbox import InboxApplier
from shared.messaging.inbox_rows import Entry, InboxRows, Known, State
from shared.messaging.leadership import LeaderSession
from shared.messaging.publisher import Publisher
from shared.messaging.relay_log import RelayLog
from tests.support import scenarios
from tests.support.scenarios import Scenario
from tests.support.wire import Wire

Plant = Callable[[Wire, pytest.MonkeyPatch], Awaitable[None]]


async def position_above_the_last(_wire: Wire, patch: pytest.MonkeyPatch) -> None:
    """The relay takes only rows drawn after the last one it saw: late commits are passed over."""
    original = RelayLog.__init__

    def naive(self: RelayLog, connection: Any, schema: str) -> None:
        original(self, connection, schema)
        self._give_positions = self._give_positions.replace(
            "WHERE position IS NULL",
            f"WHERE entry > (SELECT coalesce(max(entry), 0) FROM {schema}.event_log"  # noqa: S608
            " WHERE position IS NOT NULL)",
        )

    patch.setattr(RelayLog, "__init__", naive)


async def forgetful_inbox(wire: Wire, patch: pytest.MonkeyPatch) -> None:
    """Neither ids nor versions are remembered, and no constraint stands behind them."""

    async def nothing(self: InboxRows, _c: AsyncConnection, _p: str, _a: object) -> Known:
        return Known(frozenset(), {}, frozenset())

    patch.setattr(InboxRows, "known", nothing)
    owner = create_engine(wire.addresses["engagement"].migrate_url)
    async with transaction(owner) as connection:
        await connection.execute(
            text("ALTER TABLE engagement.inbox DROP CONSTRAINT inbox_source_id")
        )
    await owner.dispose()
    await versions_ignored(wire, patch)


async def versions_ignored(_wire: Wire, patch: pytest.MonkeyPatch) -> None:
    """Whatever arrives is applied, in the order of arrival."""

    def always(arrival: Arrival, _at: int, blocked: bool, now: datetime) -> Entry:
        return Entry(arrival, State.APPLIED)

    patch.setattr(inbox, "_decide", always)


async def gaps_ignored(_wire: Wire, patch: pytest.MonkeyPatch) -> None:
    """A later version is applied although the one before it is missing."""
    decide = inbox._decide

    def leaps(arrival: Arrival, at: int, blocked: bool, now: datetime) -> Entry:
        entry = decide(arrival, at, blocked, now)
        return replace(entry, state=State.APPLIED) if entry.state is State.WAITING else entry

    patch.setattr(inbox, "_decide", leaps)


async def returned_is_confirmed(_wire: Wire, patch: pytest.MonkeyPatch) -> None:
    """The framework's default: a message that no queue took counts as published."""
    connect = Publisher.connect.__func__  # type: ignore[attr-defined]

    async def careless(cls: type[Publisher], url: str, name: str) -> Publisher:
        publisher: Publisher = await connect(cls, url, name)
        publisher._channel.on_return_raises = False
        return publisher

    patch.setattr(Publisher, "connect", classmethod(careless))


async def cursor_before_confirm(_wire: Wire, patch: pytest.MonkeyPatch) -> None:
    """The cursor moves without waiting for the broker's word."""

    async def unasked(_batch: object) -> None:
        return None

    patch.setattr(relay, "_confirmed", unasked)


async def acknowledged_before_commit(_wire: Wire, patch: pytest.MonkeyPatch) -> None:
    """The message is gone from the queue before its effect is there."""

    async def hasty(self: Consumer, message: Any) -> None:
        await message.raw_message.ack()
        await self._group.submit(message.raw_message)

    patch.setattr(Consumer, "_handle", hasty)


async def acknowledged_past_the_uncommitted(_wire: Wire, patch: pytest.MonkeyPatch) -> None:
    """One word to the broker for all up to the last of a group, whatever came before the group."""
    patch.setattr(acknowledgement, "goes_on", lambda _numbers, _reached: True)
    patch.setattr(consumer, "LONGEST_PAUSE_SECONDS", 0.1)


async def failures_swallowed(_wire: Wire, patch: pytest.MonkeyPatch) -> None:
    """An event that fails is written off as done."""

    async def shrug(self: InboxApplier, arrival: Arrival, _error: Exception) -> Entry:
        entry = Entry(arrival, State.APPLIED)
        async with transaction(self._engine) as connection:
            await self._rows.write(connection, self.producer, [entry])
            if arrival.subject_version is not None:
                await self._rows.set_versions(connection, {arrival.stream: arrival.subject_version})
        return entry

    patch.setattr(InboxApplier, "_park", shrug)


async def everybody_leads(_wire: Wire, patch: pytest.MonkeyPatch) -> None:
    """The lock is not asked for."""

    async def unasked(
        cls: type[LeaderSession], dsn: str, _schema: str, _wake: Callable[[], None]
    ) -> LeaderSession:
        return cls(await asyncpg.connect(dsn))

    patch.setattr(LeaderSession, "acquire", classmethod(unasked))


async def away_is_a_failure(_wire: Wire, patch: pytest.MonkeyPatch) -> None:
    """A database that is away counts as an event that failed."""
    for module in (inbox, processor):
        patch.setattr(module, "is_unavailable", lambda _error: False)


async def never_dead(_wire: Wire, patch: pytest.MonkeyPatch) -> None:
    """An event is tried for ever."""
    patch.setattr(inbox, "MAX_ATTEMPTS", 1_000)
    patch.setattr(inbox, "retry_at", lambda _attempts, now: now)


@pytest.mark.parametrize(
    ("plant", "scenario"),
    [
        (position_above_the_last, scenarios.concurrent_commits),
        (forgetful_inbox, scenarios.one_id_many_times),
        (forgetful_inbox, scenarios.many_ids_many_copies),
        (versions_ignored, scenarios.any_order_any_copies),
        (gaps_ignored, scenarios.any_order_any_copies),
        (gaps_ignored, scenarios.failed_once),
        (returned_is_confirmed, scenarios.nobody_bound),
        (cursor_before_confirm, scenarios.nobody_bound),
        (acknowledged_before_commit, scenarios.stopped_in_the_handler),
        (acknowledged_past_the_uncommitted, scenarios.committed_after_a_group_that_failed),
        (failures_swallowed, scenarios.failed_once),
        (everybody_leads, scenarios.two_relays),
        (away_is_a_failure, scenarios.database_goes_away),
        (never_dead, scenarios.fails_for_ever),
    ],
    ids=lambda value: value.__name__,
)
async def test_planted_bug_is_found(
    wire: Wire, monkeypatch: pytest.MonkeyPatch, plant: Plant, scenario: Scenario
) -> None:
    """The scenario fails on an assertion, not on something else."""
    await plant(wire, monkeypatch)
    wire.patience = 8
    with pytest.raises(AssertionError):
        await scenario(wire)
