"""The works council's consent, without which nothing is kept about a person (WOR article 27, 1 k
and l).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from shared.refusal import Reason, Refusal, refuse_when


class ConsentScope(StrEnum):
    """What a consent unlocks: hours per person in planning; here participation, readiness for a new
    role per person, and asking for opinions.
    """

    PERSON_LEVEL_CAPACITY = "person-level-capacity"
    PERSON_LEVEL_PARTICIPATION = "person-level-participation"
    PERSON_LEVEL_READINESS = "person-level-readiness"
    OPINION_ROUNDS = "opinion-rounds"


@dataclass(frozen=True, slots=True)
class Consent:
    """A decision of the works council: its scope, the days between which it holds, and the day it
    was withdrawn.
    """

    scope: frozenset[ConsentScope]
    decided_on: date
    valid_until: date
    withdrawn_on: date | None = None

    def in_force(self, today: date) -> bool:
        """Whether it holds today. A withdrawal works at once, so not on its own day any more."""
        return self.withdrawn_on is None and self.decided_on <= today <= self.valid_until


def allowed(consents: Iterable[Consent], scope: ConsentScope, today: date) -> bool:
    """Whether some consent in force covers the scope today."""
    return any(scope in consent.scope and consent.in_force(today) for consent in consents)


def refuse_without_consent(consents: Iterable[Consent], today: date) -> None:
    """Refuse to store who took part unless a consent of the works council allows it today."""
    refuse_without(consents, ConsentScope.PERSON_LEVEL_PARTICIPATION, today)


def refuse_without(consents: Iterable[Consent], scope: ConsentScope, today: date) -> None:
    """Refuse to store about a person what no consent of the works council allows today."""
    if not allowed(consents, scope, today):
        raise Refusal(consent_missing(scope))


def consent_missing(scope: ConsentScope = ConsentScope.PERSON_LEVEL_PARTICIPATION) -> Reason:
    """Why nothing is stored or answered about a person."""
    return Reason("consent-missing", _MISSING[scope])


_MISSING: Mapping[ConsentScope, str] = {
    ConsentScope.PERSON_LEVEL_PARTICIPATION: (
        "Er is geen geldige instemming van de ondernemingsraad om deelname per medewerker "
        "vast te leggen. Geef aantallen door."
    ),
    ConsentScope.PERSON_LEVEL_READINESS: (
        "Er is geen geldige instemming van de ondernemingsraad om vast te leggen hoe ver "
        "medewerkers zijn met hun nieuwe rol."
    ),
}


def rounds_allowed(consents: Collection[Consent], today: date) -> bool:
    """Whether opinions may be asked today: who is affected is known per person, and asking was
    consented to.
    """
    return all(
        allowed(consents, scope, today)
        for scope in (ConsentScope.PERSON_LEVEL_PARTICIPATION, ConsentScope.OPINION_ROUNDS)
    )


def refuse_round_without_consent(consents: Collection[Consent], today: date) -> None:
    """Refuse to ask for opinions unless consents in force allow it today."""
    if not rounds_allowed(consents, today):
        raise Refusal(
            Reason(
                "round-consent-missing",
                "Er is geen geldige instemming van de ondernemingsraad om te peilen en om deelname "
                "per medewerker vast te leggen.",
            )
        )


def refuse_unsound_consent(
    scope: Collection[ConsentScope], decided_on: date, valid_until: date, today: date
) -> None:
    """Refuse a decision that has not been taken yet, that has run out, or whose days are in the
    wrong order.
    """
    reasons = []
    if not scope:
        reasons.append(Reason("scope-missing", "Kies waarvoor de instemming geldt.", "scope"))
    if decided_on > today:
        reasons.append(
            Reason("decision-in-future", "Het besluit ligt in de toekomst.", "decidedOn")
        )
    if valid_until < decided_on:
        reasons.append(
            Reason(
                "validity-before-decision",
                "De instemming loopt af voordat het besluit is genomen.",
                "validUntil",
            )
        )
    elif valid_until < today:
        reasons.append(Reason("validity-past", "De instemming is al afgelopen.", "validUntil"))
    refuse_when(reasons)


def refuse_withdrawal(consent: Consent, today: date) -> None:
    """Refuse to withdraw a consent that does not hold any more."""
    if consent.withdrawn_on is not None:
        raise Refusal(Reason("consent-withdrawn", "Deze instemming is al ingetrokken."))
    if not consent.in_force(today):
        raise Refusal(Reason("consent-expired", "Deze instemming is al afgelopen."))
