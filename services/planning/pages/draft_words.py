"""Draft demand in the words of the pages."""

from collections.abc import Mapping

from services.planning.domain.steering.drafts import State
from services.planning.queries.drafts import DraftRow
from shared.web import dutch

STATES: Mapping[State, tuple[str, str]] = {
    State.OPEN: ("open", "warning"),
    State.ACCEPTED: ("overgenomen", "success"),
    State.DISMISSED: ("afgewezen", "danger"),
    State.LAPSED: ("vervallen", "neutral"),
}
"""Each state in words, with the status of NL Design System's badge."""

_STAGES = {"knowing": "weten", "able": "kunnen"}


def for_whom(row: DraftRow) -> str:
    """Whose training is suggested."""
    return row.function_group or "alle geraakte medewerkers"


def evidence(row: DraftRow) -> str:
    """What the anonymous round showed, without figures where the group is too small."""
    stage = _STAGES[row.stage]
    share, answers = row.evidence.share, row.evidence.answers
    if share is None or answers is None:
        return f"Volgens de peiling zit de groep vast bij “{stage}”. De cijfers: {TOO_SMALL}."
    given = "van het ene antwoord" if answers == 1 else f"van de {dutch.number(answers)} antwoorden"
    return f"In {dutch.percent(share)} {given} op de peiling is “{stage}” te laag."


TOO_SMALL = "niet getoond (te kleine groep)"


def conclusion(waiting: int) -> str:
    """How many wait for the programme manager."""
    if not waiting:
        return "Er wacht geen conceptvraag op een besluit."
    many = "1 conceptvraag wacht" if waiting == 1 else f"{waiting} conceptvragen wachten"
    return f"{many} op een besluit van de programmamanager."
