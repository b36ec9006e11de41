"""Reservations: hours that a programme asks of a team. Their states, and who may do what."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.planning.domain import wording
from services.planning.domain.plan.planned_hours import WeekMinutes
from shared.refusal import Reason, refuse_when


class State(StrEnum):
    """Where a reservation is."""

    REQUESTED = "requested"
    WAITLISTED = "waitlisted"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    RELEASED = "released"


class Decision(StrEnum):
    """What can be decided about a reservation."""

    CONFIRM = "confirm"
    WAITLIST = "waitlist"
    PROPOSE = "propose"
    DECLINE = "decline"
    RELEASE = "release"
    ACCEPT = "accept"
    REFUSE = "refuse"
    MOVE = "move"
    WITHDRAW = "withdraw"


class Party(StrEnum):
    """Who decides, by the role of their token."""

    PROGRAMME = "programme-manager"
    TEAM = "team-leader"


OPEN = frozenset({State.REQUESTED, State.WAITLISTED, State.PROPOSED})
"""Neither given nor turned down: somebody still has to decide."""

FOR_THE_TEAM = frozenset({State.REQUESTED, State.WAITLISTED})
"""Open, and the team leader's to decide."""

_DECISIONS: Mapping[tuple[State, Decision], State] = {
    (State.REQUESTED, Decision.CONFIRM): State.CONFIRMED,
    (State.REQUESTED, Decision.WAITLIST): State.WAITLISTED,
    (State.REQUESTED, Decision.PROPOSE): State.PROPOSED,
    (State.REQUESTED, Decision.DECLINE): State.DECLINED,
    (State.REQUESTED, Decision.MOVE): State.REQUESTED,
    (State.REQUESTED, Decision.WITHDRAW): State.WITHDRAWN,
    (State.WAITLISTED, Decision.CONFIRM): State.CONFIRMED,
    (State.WAITLISTED, Decision.PROPOSE): State.PROPOSED,
    (State.WAITLISTED, Decision.DECLINE): State.DECLINED,
    (State.WAITLISTED, Decision.MOVE): State.REQUESTED,
    (State.WAITLISTED, Decision.WITHDRAW): State.WITHDRAWN,
    (State.PROPOSED, Decision.PROPOSE): State.PROPOSED,
    (State.PROPOSED, Decision.DECLINE): State.DECLINED,
    (State.PROPOSED, Decision.ACCEPT): State.CONFIRMED,
    (State.PROPOSED, Decision.REFUSE): State.REQUESTED,
    (State.PROPOSED, Decision.MOVE): State.REQUESTED,
    (State.PROPOSED, Decision.WITHDRAW): State.WITHDRAWN,
    (State.CONFIRMED, Decision.RELEASE): State.RELEASED,
}
_BY: Mapping[Decision, frozenset[Party]] = {
    Decision.CONFIRM: frozenset({Party.TEAM}),
    Decision.WAITLIST: frozenset({Party.TEAM}),
    Decision.PROPOSE: frozenset({Party.TEAM}),
    Decision.DECLINE: frozenset({Party.TEAM}),
    # The programme gives hours back when a subproject ends.
    Decision.RELEASE: frozenset({Party.TEAM, Party.PROGRAMME}),
    Decision.ACCEPT: frozenset({Party.PROGRAMME}),
    Decision.REFUSE: frozenset({Party.PROGRAMME}),
    Decision.MOVE: frozenset({Party.PROGRAMME}),
    Decision.WITHDRAW: frozenset({Party.PROGRAMME}),
}
_STATE_WORDS = {
    State.REQUESTED: "nog openstaat",
    State.WAITLISTED: "op de wachtlijst staat",
    State.PROPOSED: "met een tegenvoorstel is beantwoord",
    State.CONFIRMED: "al bevestigd is",
    State.DECLINED: "al afgewezen is",
    State.WITHDRAWN: "al ingetrokken is",
    State.RELEASED: "al vrijgegeven is",
}
_DECISION_WORDS = {
    Decision.CONFIRM: "bevestigen",
    Decision.WAITLIST: "op de wachtlijst zetten",
    Decision.PROPOSE: "met een tegenvoorstel beantwoorden",
    Decision.DECLINE: "afwijzen",
    Decision.RELEASE: "vrijgeven",
    Decision.ACCEPT: "aannemen",
    Decision.REFUSE: "weigeren",
    Decision.MOVE: "verplaatsen",
    Decision.WITHDRAW: "intrekken",
}
_PARTY_WORDS = {Party.PROGRAMME: "de programmamanager", Party.TEAM: "de teamleider"}


def decision_reasons(state: State, decision: Decision, by: Party) -> Iterator[Reason]:
    """Why a reservation in this state cannot be decided upon so, or not by this party."""
    if by not in _BY[decision]:
        allowed = " of ".join(_PARTY_WORDS[each] for each in sorted(_BY[decision]))
        yield Reason(
            "not-yours-to-decide",
            f"Alleen {allowed} kan een inzetverzoek {_DECISION_WORDS[decision]}.",
        )
    if (state, decision) not in _DECISIONS:
        yield Reason(
            "impossible-transition",
            f"Een inzetverzoek dat {_STATE_WORDS[state]}, kunt u niet {_DECISION_WORDS[decision]}.",
        )


def after(state: State, decision: Decision, by: Party) -> State:
    """The state that a decision leads to.

    Raises:
        Refusal: the decision is not possible in this state, or not by this party.
    """
    refuse_when(decision_reasons(state, decision, by))
    return _DECISIONS[state, decision]


@dataclass(frozen=True, slots=True)
class Content:
    """Hours of one person, or of whoever of the team when `staff_id` is None."""

    staff_id: UUID | None
    weeks: Sequence[WeekMinutes]

    @property
    def minutes(self) -> int:
        """All of them together."""
        return sum(each.minutes for each in self.weeks)


def counter_offer_reasons(asked: Content, offered: Content) -> Iterator[Reason]:
    """Why this is no answer to what was asked: it is the same, or more."""
    if (asked.staff_id, _by_week(asked)) == (offered.staff_id, _by_week(offered)):
        yield Reason(
            "counter-offer-same",
            "Dit is precies wat er gevraagd is. Bevestig het inzetverzoek.",
            "weeks",
        )
    if offered.minutes > asked.minutes:
        yield Reason(
            "counter-offer-exceeds-request",
            f"Er is {wording.hours(asked.minutes)} gevraagd en dit is "
            f"{wording.hours(offered.minutes)}.",
            "weeks",
        )


def _by_week(content: Content) -> Mapping[date, int]:
    return {each.week.monday: each.minutes for each in content.weeks}
