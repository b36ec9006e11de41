"""Work that takes longer than a request: who asks hears how far it is, and a restart loses nothing.

A job is held by a lease. Who works on it renews the lease; when it runs out, the one who held it is
gone and another begins anew. The same seed gives the same answer, so nothing is lost but time.
"""

from collections.abc import Iterator
from datetime import timedelta
from enum import StrEnum

from shared.refusal import Reason

LEASE = timedelta(seconds=30)
"""How long nothing may be heard of who works on a job before another takes it over."""

MOST_ATTEMPTS = 3
"""A job during which the process ended so many times is not begun again."""


class State(StrEnum):
    """Where a job is."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"
    FAILED = "failed"


OPEN = frozenset({State.QUEUED, State.RUNNING})
_ENDED_WORDS = {
    State.DONE: "is al klaar",
    State.CANCELLED: "is al gestopt",
    State.FAILED: "is al mislukt",
}


def cancel_reasons(state: State) -> Iterator[Reason]:
    """Why a job cannot be stopped: it has ended."""
    if state in _ENDED_WORDS:
        yield Reason("job-ended", f"Deze berekening {_ENDED_WORDS[state]}.")
