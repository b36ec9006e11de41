"""The inbox: every event has its effect once, and per subject in order, whatever the queue does."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import MetaData
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from shared.database import is_unavailable, transaction
from shared.messaging.deliveries import Arrival, Delivery, admit, read
from shared.messaging.inbox_rows import Due, Entry, InboxRows, Known, State, Stream
from shared.messaging.reactions import Reactions, Received
from shared.messaging.tables import inbox_tables
from shared.runtime.tracing import current_traceparent

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

# Tried five times in all: at once, then after each of these. Then an operator decides.
RETRY_DELAYS = (
    timedelta(seconds=5),
    timedelta(seconds=30),
    timedelta(minutes=5),
    timedelta(hours=1),
)
MAX_ATTEMPTS = len(RETRY_DELAYS) + 1
# How long an attempt may take before it counts as interrupted: by the end of its process, or by the
# database that went away.
ATTEMPT_TAKES = timedelta(minutes=1)
NOTHING: frozenset[Any] = frozenset()


class Inbox:
    """The inbox of one service: its tables, in the schema of the metadata."""

    def __init__(self, metadata: MetaData) -> None:
        if metadata.schema is None:
            raise ValueError("an inbox stands in a service's own schema")
        self.schema = metadata.schema
        inbox_tables(metadata)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a batch will do: events to apply in order, rows to write, and how far subjects get."""

    applicable: tuple[tuple[str, Received[Any]], ...]
    entries: tuple[Entry, ...]
    versions: Mapping[Stream, int]


def plan(arrivals: Sequence[Arrival], known: Known, now: datetime) -> Plan:
    """Decide what becomes of each arrival, given what is known. Pure.

    Seen before: nothing. Can never be applied: dead. Interrupted once (redelivered): parked, to be
    tried alone. Version just after the last: applied; at or before it: stale; further on: waits.
    Without versions: waits while an earlier event of its subject is unfinished.
    """
    seen = set(known.seen)
    versions: dict[Stream, int] = {}
    blocked = set(known.unfinished)
    applicable: list[tuple[str, Received[Any]]] = []
    entries: list[Entry] = []
    for arrival in arrivals:
        if arrival.key in seen:
            continue
        seen.add(arrival.key)
        at = versions.get(arrival.stream, known.versions.get(arrival.stream, 0))
        entry = _decide(arrival, at, arrival.stream in blocked, now)
        entries.append(entry)
        if entry.state is State.APPLIED:
            if arrival.subject_version is not None:
                versions[arrival.stream] = arrival.subject_version
            if arrival.received is not None and arrival.type is not None:
                applicable.append((arrival.type, arrival.received))
        elif entry.state is not State.STALE:
            blocked.add(arrival.stream)
    return Plan(tuple(applicable), tuple(entries), versions)


def _decide(arrival: Arrival, at: int, blocked: bool, now: datetime) -> Entry:
    version = arrival.subject_version
    if arrival.error is not None:
        return Entry(arrival, State.DEAD, attempts=1, error=arrival.error)
    if version is not None and version <= at:
        return Entry(arrival, State.STALE)
    if (version is None and blocked) or (version is not None and version > at + 1):
        return Entry(arrival, State.WAITING)
    if arrival.redelivered:
        return Entry(arrival, State.PARKED, next_try_at=now)
    return Entry(arrival, State.APPLIED)


def retry_at(attempts: int, now: datetime) -> datetime | None:
    """When an event that failed so many times is tried again; None after the last."""
    return None if attempts >= MAX_ATTEMPTS else now + RETRY_DELAYS[attempts - 1]


class InboxApplier:
    """Applies the events of one producer to one service's schema."""

    def __init__(
        self,
        engine: AsyncEngine,
        inbox: Inbox,
        producer: str,
        reactions: Reactions,
        clock: Callable[[], datetime],
    ) -> None:
        self.producer = producer
        self._engine = engine
        self._rows = InboxRows(inbox.schema)
        self._reactions = reactions
        self._clock = clock

    async def apply(self, deliveries: Sequence[Delivery]) -> list[Entry]:
        """Apply a batch; when this returns, its outcome is committed and the messages may be
        acknowledged.

        In one transaction; if that fails, one by one, and the event that fails is parked.

        Raises:
            an error for which `is_unavailable` holds: the database is away and nothing was decided;
            try the same later.
        """
        arrivals = [admit(delivery, self.producer, self._reactions) for delivery in deliveries]
        try:
            return await self._apply_together(arrivals)
        except Exception as error:
            if is_unavailable(error):
                raise
            if len(arrivals) == 1:
                return [await self._park(arrivals[0], error)]
            outcome: list[Entry] = []
            for arrival in arrivals:
                outcome.extend(await self._apply_alone(arrival))
            return outcome

    async def _apply_together(self, arrivals: Sequence[Arrival]) -> list[Entry]:
        async with transaction(self._engine) as connection:
            await self._rows.lock(connection, self.producer)
            known = await self._rows.known(connection, self.producer, arrivals)
            decided = plan(arrivals, known, self._clock())
            await self._react(connection, decided.applicable)
            await self._rows.write(connection, self.producer, decided.entries)
            await self._rows.set_versions(connection, decided.versions)
        return list(decided.entries)

    async def _apply_alone(self, arrival: Arrival) -> list[Entry]:
        try:
            return await self._apply_together([arrival])
        except Exception as error:
            if is_unavailable(error):
                raise
            return [await self._park(arrival, error)]

    async def _park(self, arrival: Arrival, error: Exception) -> Entry:
        entry = Entry(
            arrival,
            State.PARKED,
            attempts=1,
            next_try_at=retry_at(1, self._clock()),
            error=_describe(error),
        )
        log.warning("event_parked", type=arrival.type, id=arrival.id, error=_describe(error))
        async with transaction(self._engine) as connection:
            await self._rows.lock(connection, self.producer)
            known = await self._rows.known(connection, self.producer, [arrival])
            if arrival.key not in known.seen:
                await self._rows.write(connection, self.producer, [entry])
        return entry

    async def retry_due(self) -> bool:
        """Try unfinished events whose turn it is; False when it is nobody's turn.

        Together at first; where that fails, alone, and the one that fails is put off or given up.
        So is the one over which the process ended each time.
        """
        now = self._clock()
        async with transaction(self._engine) as connection:
            dead = await self._rows.give_up_interrupted(
                connection, self.producer, now, MAX_ATTEMPTS
            )
            due = await self._rows.claim(connection, self.producer, now, now + ATTEMPT_TAKES)
        if dead:
            log.warning("event_failed", state=State.DEAD, attempts=MAX_ATTEMPTS, events=dead)
        if len(due) > 1:
            try:
                await self._finish(due)
            except Exception as error:
                if is_unavailable(error):
                    raise
            else:
                return True
        for each in due:
            try:
                await self._finish([each])
            except Exception as error:
                if is_unavailable(error):
                    raise
                await self._put_off(each, error)
        return bool(due)

    async def _finish(self, due: Sequence[Due]) -> None:
        async with transaction(self._engine) as connection:
            await self._rows.lock(connection, self.producer)
            bodies = await self._rows.bodies(connection, due)
            arrivals = {
                entry: read(Delivery(body), self.producer, self._reactions)
                for entry, body in bodies.items()
            }
            known = await self._rows.known(connection, self.producer, list(arrivals.values()))
            decided = plan(
                list(arrivals.values()), Known(NOTHING, known.versions, NOTHING), self._clock()
            )
            await self._react(connection, decided.applicable)
            await self._rows.set_versions(connection, decided.versions)
            await self._rows.finish(connection, dict(zip(arrivals, decided.entries, strict=True)))

    async def _put_off(self, due: Due, error: Exception) -> None:
        next_try_at = retry_at(due.attempts, self._clock())
        state = State.DEAD if next_try_at is None else State.PARKED
        log.warning("event_failed", state=state, attempts=due.attempts, error=_describe(error))
        async with transaction(self._engine) as connection:
            bodies = await self._rows.bodies(connection, [due])
            outcomes = {
                entry: Entry(
                    read(Delivery(body), self.producer, self._reactions),
                    state,
                    next_try_at=next_try_at,
                    error=_describe(error),
                )
                for entry, body in bodies.items()
            }
            await self._rows.finish(connection, outcomes)

    async def _react(
        self, connection: AsyncConnection, events: Sequence[tuple[str, Received[Any]]]
    ) -> None:
        if not events:
            return
        trace = current_traceparent.set(events[0][1].traceparent if len(events) == 1 else None)
        try:
            await self._reactions.apply(connection, events)
        finally:
            current_traceparent.reset(trace)

    async def counts(self) -> Mapping[State, int]:
        """How many events of all producers are unfinished, by state."""
        async with transaction(self._engine) as connection:
            return await self._rows.counts(connection)


def _describe(error: Exception) -> str:
    """The kind of error and its first line; drivers put the values of a row in later ones."""
    original = getattr(error, "orig", None) or error
    return f"{type(original).__name__}: {str(original).splitlines()[0] if str(original) else ''}"[
        :300
    ]
