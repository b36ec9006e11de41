"""What needs a decision now, in the words of the page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from services.planning.domain.steering.decisions import Decision, Kind
from shared.web import dutch

MOST_SHOWN = 5

_KINDS = {
    Kind.FREED_HOURS: ("Vrijgekomen uren", "teamleider"),
    Kind.RESERVATION: ("Inzetverzoek", "teamleider"),
    Kind.SHORTAGE: ("Tekort", "programmamanager"),
    Kind.DEADLINE: ("Reserveren", "programmamanager"),
    Kind.INVOLVEMENT: ("Betrokkenheid", "programmamanager"),
    Kind.DRAFT: ("Conceptvraag", "programmamanager"),
}
_PAGES = {
    Kind.RESERVATION: "/inzetverzoeken/{}",
    Kind.SHORTAGE: "/capaciteit?expertise={}",
    Kind.DEADLINE: "/inzetverzoeken/nieuw?vraag={}",
    Kind.DRAFT: "/conceptvragen/{}",
}
"""Where planning has a page to decide on, with the place of the subject."""
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Item:
    """A decision as it is shown. `urgency` is a status of NL Design System's badge, `address` the
    page to decide on, after the service's own.
    """

    what: str
    address: str | None
    kind: str
    who: str
    last_day: str
    left: str
    urgency: str


def items(found: Sequence[Decision], today: date) -> list[Item]:
    """The decisions that are due first, at most five."""
    return [_item(each, today) for each in found[:MOST_SHOWN]]


def _item(decision: Decision, today: date) -> Item:
    kind, who = _KINDS[decision.kind]
    days = (decision.last_day - today).days
    page = _PAGES.get(decision.kind)
    return Item(
        decision.what,
        None if page is None else page.format(decision.subject_id),
        kind,
        who,
        dutch.day(decision.last_day),
        days_left(days),
        urgency(days),
    )


def urgency(days: int) -> str:
    """The status of a badge for a last day that is so many days ahead."""
    return "danger" if days < 0 else "warning" if days <= SOON_DAYS else "neutral"


def days_left(days: int) -> str:
    """How long something can wait."""
    if days < 0:
        return f"{_days(-days)} te laat"
    return "vandaag" if days == 0 else f"nog {_days(days)}"


def _days(count: int) -> str:
    return "1 dag" if count == 1 else f"{count} dagen"
