"""Reservations: hours that a team leader gives to a subproject, and why more cannot be given than
there are.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from services.planning.domain import hours, wording
from services.planning.domain.balance import Room
from shared.isoweek import IsoWeek
from shared.refusal import Reason, refuse_when


class State(StrEnum):
    """Where a reservation is."""

    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    RELEASED = "released"


class Decision(StrEnum):
    """What can be decided about a reservation."""

    CONFIRM = "confirm"
    DECLINE = "decline"
    RELEASE = "release"


_DECISIONS: Mapping[tuple[State, Decision], State] = {
    (State.REQUESTED, Decision.CONFIRM): State.CONFIRMED,
    (State.REQUESTED, Decision.DECLINE): State.DECLINED,
    (State.CONFIRMED, Decision.RELEASE): State.RELEASED,
}
_STATE_WORDS = {
    State.REQUESTED: "nog openstaat",
    State.CONFIRMED: "al bevestigd is",
    State.DECLINED: "al afgewezen is",
    State.RELEASED: "al vrijgegeven is",
}
_DECISION_WORDS = {
    Decision.CONFIRM: "bevestigen",
    Decision.DECLINE: "afwijzen",
    Decision.RELEASE: "vrijgeven",
}


def decision_reasons(state: State, decision: Decision) -> Iterator[Reason]:
    """Why a reservation in this state cannot be decided upon so."""
    if (state, decision) not in _DECISIONS:
        yield Reason(
            "impossible-transition",
            f"Een inzetverzoek dat {_STATE_WORDS[state]}, kunt u niet {_DECISION_WORDS[decision]}.",
        )


def after(state: State, decision: Decision) -> State:
    """The state that a decision leads to.

    Raises:
        Refusal: the decision is not possible in this state.
    """
    refuse_when(decision_reasons(state, decision))
    return _DECISIONS[state, decision]


@dataclass(frozen=True, slots=True)
class Asked:
    """Minutes asked in a week, and the room there is for them."""

    week: IsoWeek
    minutes: int
    room: Room


def over_allocation_reasons(asked: Asked) -> Iterator[Reason]:
    """Why the minutes cannot be given: it would be so many per cent of what there is. 101 % reads
    unlike 150 %.
    """
    if asked.minutes <= asked.room.free:
        return
    available = asked.room.confirmed + asked.room.free
    week = wording.week(asked.week)
    if available == 0:
        yield Reason("nothing-available", f"In {week} zijn er geen uren beschikbaar.")
        return
    share = hours.percentage(asked.room.confirmed + asked.minutes, available)
    yield Reason(
        "over-allocated",
        f"In {week} is er nog {wording.hours(asked.room.free)} vrij en u vraagt "
        f"{wording.hours(asked.minutes)}: dat is {share} % van wat er is.",
    )
