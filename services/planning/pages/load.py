"""How full a person or a team is in a week: always with the number, so that 101% is not 150%."""

from dataclasses import dataclass
from enum import StrEnum

FULL_FROM = 90
"""The percentage from which on there is hardly room left."""

FAR_OVER_FROM = 121
"""The percentage from which on somebody would work more than an hour a day too much."""


class Band(StrEnum):
    """What the style sheet tells apart, besides the number."""

    NOTHING = "nothing"
    EMPTY = "empty"
    ROOM = "room"
    FULL = "full"
    OVER = "over"
    FAR_OVER = "far-over"


@dataclass(frozen=True, slots=True)
class Load:
    """All that is given away, as a percentage of all that there is; None where there is nothing to
    give.
    """

    percentage: int | None

    @property
    def band(self) -> Band:
        """How far it is."""
        match self.percentage:
            case None:
                return Band.NOTHING
            case 0:
                return Band.EMPTY
            case found if found < FULL_FROM:
                return Band.ROOM
            case found if found <= 100:
                return Band.FULL
            case found if found < FAR_OVER_FROM:
                return Band.OVER
            case _:
                return Band.FAR_OVER

    @property
    def words(self) -> str:
        """`101%`, or that there is nothing."""
        return "geen uren" if self.percentage is None else f"{self.percentage}%"

    @property
    def is_over(self) -> bool:
        """Whether more is given than there is."""
        return self.band in (Band.NOTHING, Band.OVER, Band.FAR_OVER)
