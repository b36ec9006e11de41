"""The works council's consent, without which nothing about a person's hours, expertise or
reservations is kept.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from shared.refusal import Reason


@dataclass(frozen=True, slots=True)
class Consent:
    """A decision of the works council. `withdrawn_on` is the first day on which it no longer
    holds.
    """

    valid_until: date
    withdrawn_on: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether the consent can be relied on that day; `valid_until` is its last."""
        return day <= self.valid_until and (self.withdrawn_on is None or day < self.withdrawn_on)


def person_level_allowed(consents: Iterable[Consent], today: date) -> bool:
    """Whether any consent allows person-level data today."""
    return any(consent.holds_on(today) for consent in consents)


def missing_reasons(allowed: bool) -> Iterator[Reason]:
    """Why planning may not store something about a person."""
    if not allowed:
        yield Reason(
            "consent-missing",
            "De ondernemingsraad heeft niet ingestemd met uren per medewerker. "
            "Werk met de teampools.",
        )
