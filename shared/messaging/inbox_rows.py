"""The inbox's statements: a handful of set-based ones per batch, whatever its size."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.messaging.deliveries import Arrival

Stream = tuple[str, str]
CLAIMED_TOGETHER = 100


class State(StrEnum):
    """What became of an event."""

    APPLIED = "applied"  # its effect is committed, or it has none here
    STALE = "stale"  # a newer version of its subject was applied before
    PARKED = "parked"  # failed or interrupted; tried again at next_try_at
    WAITING = "waiting"  # behind an earlier event of its subject
    DEAD = "dead"  # not tried again unless an operator says so


@dataclass(frozen=True, slots=True)
class Entry:
    """An inbox row to write."""

    arrival: Arrival
    state: State
    attempts: int = 0
    next_try_at: datetime | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What the inbox knows before a batch: seen events, versions of subjects, and subjects with
    unfinished events.
    """

    seen: frozenset[tuple[str, str]]
    versions: Mapping[Stream, int]
    unfinished: frozenset[Stream]


@dataclass(frozen=True, slots=True)
class Due:
    """An unfinished event whose turn it is, and how often it was tried, this time included."""

    entry: int
    attempts: int


class InboxRows:
    """The rows of one service's inbox."""

    def __init__(self, schema: str) -> None:
        self.schema = schema
        self._lock = text("SELECT pg_advisory_xact_lock(hashtextextended(:name, 0))")
        self._known = text(_KNOWN.replace("{schema}", schema))
        self._write = text(_WRITE.replace("{schema}", schema))
        self._versions = text(_VERSIONS.replace("{schema}", schema))
        self._give_up = text(_GIVE_UP.replace("{schema}", schema))
        self._claim = text(_CLAIM.replace("{schema}", schema))
        self._bodies = text(_BODIES.replace("{schema}", schema))
        self._finish = text(_FINISH.replace("{schema}", schema))
        self._counts = text(
            f"SELECT state, count(*) FROM {schema}.inbox"  # noqa: S608
            " WHERE state IN ('parked', 'waiting', 'dead') GROUP BY state"
        )

    async def lock(self, connection: AsyncConnection, producer: str) -> None:
        """Let one transaction at a time apply events of a producer, also while the active consumer
        changes hands.
        """
        await connection.execute(self._lock, {"name": f"{self.schema}.inbox.{producer}"})

    async def known(
        self, connection: AsyncConnection, producer: str, arrivals: Sequence[Arrival]
    ) -> Known:
        """What is known of these arrivals, in one read."""
        rows = await connection.execute(
            self._known,
            {
                "producer": producer,
                "sources": [arrival.source for arrival in arrivals],
                "ids": [arrival.id for arrival in arrivals],
                "subjects": [arrival.subject or "" for arrival in arrivals],
            },
        )
        seen: set[tuple[str, str]] = set()
        versions: dict[Stream, int] = {}
        unfinished: set[Stream] = set()
        for source, event_id, subject, is_seen, version, is_unfinished in rows:
            if is_seen:
                seen.add((source, event_id))
            versions[source, subject] = version
            if is_unfinished:
                unfinished.add((source, subject))
        return Known(frozenset(seen), versions, frozenset(unfinished))

    async def write(
        self, connection: AsyncConnection, producer: str, entries: Sequence[Entry]
    ) -> None:
        """Write what became of the events of a batch; finished ones without their bodies."""
        if not entries:
            return
        done = (State.APPLIED, State.STALE)
        await connection.execute(
            self._write,
            {
                "producer": producer,
                "sources": [entry.arrival.source for entry in entries],
                "ids": [entry.arrival.id for entry in entries],
                "types": [entry.arrival.type for entry in entries],
                "subjects": [entry.arrival.subject for entry in entries],
                "versions": [entry.arrival.subject_version for entry in entries],
                "states": [entry.state.value for entry in entries],
                "attempts": [entry.attempts for entry in entries],
                "tries": [entry.next_try_at for entry in entries],
                "errors": [entry.error for entry in entries],
                "bodies": [
                    None if entry.state in done else entry.arrival.body for entry in entries
                ],
            },
        )

    async def set_versions(
        self, connection: AsyncConnection, versions: Mapping[Stream, int]
    ) -> None:
        """Remember how far each subject has been applied."""
        if versions:
            await connection.execute(
                self._versions,
                {
                    "sources": [source for source, _ in versions],
                    "subjects": [subject for _, subject in versions],
                    "versions": list(versions.values()),
                },
            )

    async def give_up_interrupted(
        self, connection: AsyncConnection, producer: str, now: datetime, attempts: int
    ) -> int:
        """Call dead what has used up so many attempts and is parked still: each time the process
        ended before it could say how the attempt went. Answer how many.
        """
        result = await connection.execute(
            self._give_up, {"producer": producer, "now": now, "attempts": attempts}
        )
        return result.rowcount

    async def claim(
        self, connection: AsyncConnection, producer: str, now: datetime, until: datetime
    ) -> list[Due]:
        """Take unfinished events whose turn it is and count the attempt before it is made.

        A parked event's turn comes at its next try, a waiting one's when nothing of its subject is
        before it. None is offered again before `until`, so a process that dies over it has used up
        an attempt. Events that were never tried before come together; one that was comes alone, so
        that it cannot use up the attempts of others.
        """
        for limit, tried in ((CLAIMED_TOGETHER, False), (1, True)):
            rows = await connection.execute(
                self._claim,
                {
                    "producer": producer,
                    "now": now,
                    "until": until,
                    "limit": limit,
                    "tried": tried,
                },
            )
            due = sorted((Due(*row) for row in rows), key=lambda each: each.entry)
            if due:
                return due
        return []

    async def bodies(self, connection: AsyncConnection, due: Sequence[Due]) -> dict[int, bytes]:
        """Lock those of the events that are still unfinished, and give their bodies, by entry."""
        rows = await connection.execute(self._bodies, {"entries": [each.entry for each in due]})
        return dict(tuple(row) for row in rows)

    async def finish(self, connection: AsyncConnection, outcomes: Mapping[int, Entry]) -> None:
        """Say what became of unfinished events, by entry."""
        if outcomes:
            await connection.execute(
                self._finish,
                {
                    "entries": list(outcomes),
                    "states": [outcome.state.value for outcome in outcomes.values()],
                    "errors": [outcome.error for outcome in outcomes.values()],
                    "tries": [outcome.next_try_at for outcome in outcomes.values()],
                },
            )

    async def counts(self, connection: AsyncConnection) -> dict[State, int]:
        """How many events are unfinished, by state."""
        rows = await connection.execute(self._counts)
        return {State(state): count for state, count in rows}


_KNOWN = """
SELECT a.source, a.id, a.subject,
       i.id IS NOT NULL AS seen,
       coalesce(s.version, 0) AS version,
       EXISTS (
           SELECT FROM {schema}.inbox u
           WHERE u.producer = :producer AND u.source = a.source AND u.subject = a.subject
             AND u.state IN ('parked', 'waiting', 'dead')
       ) AS unfinished
FROM unnest(CAST(:sources AS text[]), CAST(:ids AS text[]), CAST(:subjects AS text[]))
     AS a(source, id, subject)
LEFT JOIN {schema}.inbox i ON i.source = a.source AND i.id = a.id
LEFT JOIN {schema}.inbox_subject s ON s.source = a.source AND s.subject = a.subject
"""

_WRITE = """
INSERT INTO {schema}.inbox
    (source, id, producer, type, subject, subject_version,
     state, attempts, next_try_at, error, body)
SELECT source, id, :producer, type, subject, version, state, attempts, next_try, error, body
FROM unnest(
    CAST(:sources AS text[]), CAST(:ids AS text[]), CAST(:types AS text[]),
    CAST(:subjects AS text[]), CAST(:versions AS integer[]), CAST(:states AS text[]),
    CAST(:attempts AS integer[]), CAST(:tries AS timestamptz[]), CAST(:errors AS text[]),
    CAST(:bodies AS bytea[])
) WITH ORDINALITY
  AS e(source, id, type, subject, version, state, attempts, next_try, error, body, place)
ORDER BY place
"""

_VERSIONS = """
INSERT INTO {schema}.inbox_subject AS s (source, subject, version)
SELECT * FROM unnest(
    CAST(:sources AS text[]), CAST(:subjects AS text[]), CAST(:versions AS integer[])
)
ON CONFLICT (source, subject) DO UPDATE SET version = EXCLUDED.version
"""

_GIVE_UP = """
UPDATE {schema}.inbox
SET state = 'dead', next_try_at = NULL,
    error = coalesce(error, 'the process ended during each attempt')
WHERE producer = :producer AND state = 'parked' AND next_try_at <= :now AND attempts >= :attempts
"""

# Versioned events wait for the version before theirs, others for every earlier unfinished event
# of their subject.
_CLAIM = """
UPDATE {schema}.inbox c
SET attempts = c.attempts + 1, next_try_at = :until, state = 'parked'
WHERE c.entry IN (
    SELECT i.entry FROM {schema}.inbox i
    LEFT JOIN {schema}.inbox_subject s ON s.source = i.source AND s.subject = i.subject
    WHERE i.producer = :producer AND (i.attempts > 0) = :tried
      AND (i.state = 'waiting' OR (i.state = 'parked' AND i.next_try_at <= :now))
      AND CASE
          WHEN i.subject_version IS NOT NULL
          THEN i.subject_version <= coalesce(s.version, 0) + 1
          ELSE NOT EXISTS (
              SELECT FROM {schema}.inbox b
              WHERE b.producer = i.producer AND b.source = i.source AND b.subject = i.subject
                AND b.entry < i.entry AND b.state IN ('parked', 'waiting', 'dead')
          )
      END
    ORDER BY i.entry LIMIT :limit
    FOR UPDATE OF i SKIP LOCKED
)
RETURNING c.entry, c.attempts
"""

_BODIES = """
SELECT entry, body FROM {schema}.inbox
WHERE entry = ANY(CAST(:entries AS bigint[])) AND state IN ('parked', 'waiting')
ORDER BY entry FOR UPDATE
"""

_FINISH = """
UPDATE {schema}.inbox i
SET state = o.state, error = o.error, next_try_at = o.next_try,
    body = CASE WHEN o.state IN ('applied', 'stale') THEN NULL ELSE i.body END
FROM unnest(
    CAST(:entries AS bigint[]), CAST(:states AS text[]), CAST(:errors AS text[]),
    CAST(:tries AS timestamptz[])
) AS o(entry, state, error, next_try)
WHERE i.entry = o.entry
"""
