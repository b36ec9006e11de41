"""What becomes of an arrival, given what is known: decided without a database."""

from datetime import UTC, datetime

import pytest

from shared.messaging.deliveries import Arrival
from shared.messaging.inbox import NOTHING, plan
from shared.messaging.inbox_rows import Known, State

NOW = datetime(2026, 11, 24, tzinfo=UTC)
STREAM = ("producer", "subproject/1")


def arrival(name: str, version: int | None, *, redelivered: bool = False) -> Arrival:
    return Arrival(
        source=STREAM[0],
        id=name,
        body=b"",
        redelivered=redelivered,
        type="nl.draagvlak.planning.subproject.started.v1",
        subject=STREAM[1],
        subject_version=version,
    )


@pytest.mark.parametrize(
    ("version", "state"),
    [
        (2, State.STALE),
        (3, State.STALE),
        (4, State.APPLIED),
        (5, State.WAITING),
    ],
)
def test_only_the_version_after_the_last_is_applied(version: int, state: State) -> None:
    """The last one under another id, as a restored producer may tell it, is old too."""
    decided = plan([arrival("new", version)], Known(NOTHING, {STREAM: 3}, NOTHING), NOW)
    assert [entry.state for entry in decided.entries] == [state]
    assert decided.versions == ({STREAM: 4} if state is State.APPLIED else {})


def test_what_has_no_version_waits_for_an_earlier_one_that_is_unfinished() -> None:
    unfinished = Known(NOTHING, {}, frozenset({STREAM}))
    assert [each.state for each in plan([arrival("a", None)], unfinished, NOW).entries] == [
        State.WAITING
    ]
    together = [arrival("a", None, redelivered=True), arrival("b", None)]
    assert [each.state for each in plan(together, Known(NOTHING, {}, NOTHING), NOW).entries] == [
        State.PARKED,
        State.WAITING,
    ]
