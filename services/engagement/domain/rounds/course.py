"""The course of a round: planned, open, closed; or cancelled, and then nobody learns anything."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from services.engagement.domain.disclosure.limits import FEWEST_ANSWERS, FEWEST_INVITED, Limits
from shared.refusal import Reason, Refusal, refuse_when

LONGEST = timedelta(days=60)
MOST_LIMIT = 1000


class RoundState(StrEnum):
    """Where a round is in its course."""

    PLANNED = "planned"
    OPEN = "open"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class RoundPlan:
    """The first and the last day on which is answered, and the fewest people that a figure is
    about.
    """

    opens_on: date
    closes_on: date
    least_invited: int = FEWEST_INVITED
    least_answers: int = FEWEST_ANSWERS

    @property
    def limits(self) -> Limits:
        """As disclosure takes them."""
        return Limits(self.least_invited, self.least_answers)


def refuse_plan(plan: RoundPlan, today: date) -> None:
    """Refuse a round that closes before it opens or has closed already, that lasts longer than 60
    days, or whose limits are below the floor.
    """
    refuse_when(_faults(plan, today))


def _faults(plan: RoundPlan, today: date) -> Iterator[Reason]:
    if plan.closes_on < plan.opens_on:
        yield Reason(
            "round-closes-before-opening", "De peiling sluit voordat ze opent.", "closesOn"
        )
    elif plan.closes_on < today:
        yield Reason("round-closing-past", "De sluitingsdag is al voorbij.", "closesOn")
    elif plan.closes_on - plan.opens_on > LONGEST:
        yield Reason(
            "round-too-long",
            f"Een peiling duurt hooguit {LONGEST.days} dagen.",
            "closesOn",
        )
    if plan.least_invited < FEWEST_INVITED:
        yield _limit_too_low("leastInvited", "genodigden", FEWEST_INVITED)
    if plan.least_answers < FEWEST_ANSWERS:
        yield _limit_too_low("leastAnswers", "antwoorden", FEWEST_ANSWERS)


def _limit_too_low(field: str, what: str, floor: int) -> Reason:
    return Reason(
        "limit-too-low",
        f"Cijfers gaan over ten minste {floor} {what}; die grens kan niet omlaag.",
        field,
    )


def refuse_unless_planned(state: RoundState) -> None:
    """Refuse to change what people were told when the round opened."""
    if state is not RoundState.PLANNED:
        raise Refusal(
            Reason(
                "round-not-planned",
                "De peiling is al geopend of vervallen. Dagen en grenzen liggen dan vast.",
            )
        )


def refuse_opening(state: RoundState, plan: RoundPlan, invited: int, today: date) -> None:
    """Refuse to open a round that is not planned, not to be opened today, or for so few people that
    it could never have figures.
    """
    refuse_unless_planned(state)
    reasons = []
    if not plan.opens_on <= today <= plan.closes_on:
        reasons.append(
            Reason(
                "round-not-today",
                "De peiling opent op een dag van de opening tot en met de sluiting.",
            )
        )
    if invited < plan.least_invited:
        reasons.append(
            Reason(
                "round-too-few-invited",
                f"Er zijn {invited} genodigden. Met minder dan {plan.least_invited} worden er "
                "geen uitkomsten getoond, dus vragen heeft geen zin.",
            )
        )
    refuse_when(reasons)


def refuse_another_key(checks: Collection[UUID], check: UUID) -> None:
    """Refuse to open a round under another key than rounds before: what was told of the same people
    would not be recognised, and could tell more together than may be known.
    """
    if set(checks) - {check}:
        raise Refusal(
            Reason(
                "ballot-key-changed",
                "De sleutel voor peilingen is niet meer die van eerdere peilingen. Vraag de "
                "beheerder om de oude sleutel terug te zetten.",
            )
        )


def refuse_unless_open(state: RoundState) -> None:
    """Refuse to close, or to remind about, a round that is not open."""
    if state is not RoundState.OPEN:
        raise Refusal(Reason("round-not-open", "De peiling is niet open."))


def refuse_cancelling(state: RoundState) -> None:
    """Refuse to cancel a round whose outcome is known, or that was cancelled before."""
    if state in (RoundState.CLOSED, RoundState.CANCELLED):
        raise Refusal(Reason("round-ended", "De peiling is al gesloten of vervallen."))


def code_unknown() -> Reason:
    """Why a code is not accepted; whether it never was, or its round has closed, is not said."""
    return Reason(
        "ballot-code-unknown",
        "Deze code is niet bekend, of de peiling is gesloten. Kijk of u hem goed hebt overgenomen.",
        "code",
    )


def already_answered() -> Reason:
    """Why a second answer does not count."""
    return Reason(
        "ballot-cast",
        "Met deze code is al geantwoord. Het eerste antwoord telt en is niet meer te wijzigen.",
    )
