"""In which groups reactions get their events."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from unittest.mock import sentinel
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.planning_v1 import SubprojectResumed, SubprojectStarted
from shared.messaging.reactions import Reactions, Received

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TYPES = ("a", "b", "c")


def received(subject: int, version: int) -> Received[Any]:
    """The nth event of a subject."""
    data = SubprojectResumed(subproject_id=UUID(int=subject))
    return Received(f"{subject}/{version}", "source", data.subject, version, NOW, None, data)


@given(st.lists(st.tuples(st.integers(0, 3), st.sampled_from(TYPES)), max_size=40))
async def test_every_event_once_and_each_subject_in_order(told: list[tuple[int, str]]) -> None:
    """Whatever the mix of subjects and types."""
    calls: list[Received[Any]] = []
    reactions = Reactions()

    async def note(_connection: object, events: Sequence[Received[Any]]) -> None:
        calls.extend(events)

    for name in TYPES:
        reactions._by_type[name] = (SubprojectResumed, note)
    versions: dict[int, int] = {}
    events = []
    for subject, event_type in told:
        versions[subject] = versions.get(subject, 0) + 1
        events.append((event_type, received(subject, versions[subject])))
    await reactions.apply(sentinel.connection, events)
    assert sorted(event.id for event in calls) == sorted(event.id for _, event in events)
    for subject in versions:
        ours = [e.subject_version for e in calls if e.subject == f"subproject/{UUID(int=subject)}"]
        assert ours == sorted(ours, key=lambda version: version or 0)


def test_a_second_reaction_to_a_type_is_refused() -> None:
    """Which of two would be called first is a question that must not arise."""
    reactions = Reactions()

    async def reaction(_connection: object, _event: Received[SubprojectStarted]) -> None:
        return None

    reactions.on(SubprojectStarted)(reaction)
    with pytest.raises(ValueError, match="second reaction"):
        reactions.on(SubprojectStarted)(reaction)
