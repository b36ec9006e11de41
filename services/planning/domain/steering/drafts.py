"""Draft demand: where a group is stuck for want of training, training is suggested; only the
programme manager makes it demand.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from shared.refusal import Reason

TRAINED_STAGES = frozenset({"knowing", "able"})
"""The stages at which training helps; at others people are not helped by more hours."""


class State(StrEnum):
    """Where a draft is. Who is stuck elsewhere by a later round lets it lapse."""

    OPEN = "open"
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    LAPSED = "lapsed"


_STATE_WORDS = {
    State.ACCEPTED: "overgenomen",
    State.DISMISSED: "afgewezen",
    State.LAPSED: "vervallen",
}


@dataclass(frozen=True, slots=True)
class Drafted:
    """The latest draft of a barrier: where it is, and the round that it is about."""

    state: State
    round_id: UUID


def next_state(stage: str, round_id: UUID, latest: Drafted | None) -> State | None:
    """Where the latest draft of a barrier goes, or a new one begins, when a round finds its group
    at this stage; None when nothing is to be asked.

    A draft that was decided upon stands until another round says that training is lacking.
    """
    helps = stage in TRAINED_STAGES
    if latest is not None and latest.state is State.OPEN:
        return State.OPEN if helps else State.LAPSED
    if latest is not None and latest.state is not State.LAPSED and latest.round_id == round_id:
        return None
    return State.OPEN if helps else None


def open_reasons(state: State) -> Iterator[Reason]:
    """Why a draft can no longer be decided upon."""
    if state is not State.OPEN:
        yield Reason("impossible-transition", f"Deze conceptvraag is al {_STATE_WORDS[state]}.")
