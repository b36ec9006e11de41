"""How many people a figure must be about before it is told."""

from dataclasses import dataclass

from services.engagement.domain.disclosure.rounds import Part

FEWEST_INVITED = 10
FEWEST_ANSWERS = 5
FEWEST_PER_BAND = 2
"""Answers in every band: with none a band is excluded for everybody, and with one the colleague who
gave that answer would know what all others gave.
"""


@dataclass(frozen=True, slots=True)
class Limits:
    """The fewest people invited and the fewest answers; both may be raised, neither lowered."""

    invited: int = FEWEST_INVITED
    answers: int = FEWEST_ANSWERS

    def __post_init__(self) -> None:
        if self.invited < FEWEST_INVITED:
            raise ValueError(f"invited is at least {FEWEST_INVITED}")
        if self.answers < FEWEST_ANSWERS:
            raise ValueError(f"answers is at least {FEWEST_ANSWERS}")

    def thresholds(self, bands: int) -> tuple[int, ...]:
        """What the amounts of a part with so many bands must reach."""
        return (self.invited, self.answers, *[FEWEST_PER_BAND] * bands)

    def met_by(self, part: Part) -> bool:
        """Whether enough people were invited and answered, and no band has too few."""
        thresholds = self.thresholds(len(part.counts))
        return all(map(int.__ge__, part.amounts, thresholds))
