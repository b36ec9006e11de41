"""Bars that diverge from a middle: what speaks against goes left, what speaks for goes right."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from shared.web.charts import ChartText

MIDDLE = 100
"""Of a drawing that is twice as wide: a bar of all answers is half of it."""


class Side(IntEnum):
    """Where a part of a bar lies; what is between lies over the middle."""

    AGAINST = -1
    BETWEEN = 0
    FOR = 1


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar as it is drawn, in hundredths of all answers."""

    x: float
    width: float
    side: Side


@dataclass(frozen=True, slots=True)
class DivergingRow:
    """A bar: the shares of its parts from against to for, and what it says in words."""

    label: str
    shares: Sequence[tuple[Side, float]]
    value: str
    notes: Sequence[str] = ()

    @property
    def parts(self) -> list[Part]:
        """The parts beside each other, the half of what is between on either side of the middle."""
        left = sum(self._weight(side) * share for side, share in self.shares)
        place = MIDDLE - 100 * left
        drawn = []
        for side, share in self.shares:
            drawn.append(Part(round(place, 1), round(100 * share, 1), side))
            place += 100 * share
        return drawn

    @staticmethod
    def _weight(side: Side) -> float:
        return {Side.AGAINST: 1.0, Side.BETWEEN: 0.5, Side.FOR: 0.0}[side]


@dataclass(frozen=True, slots=True)
class DivergingChart:
    """Bars below each other, with the same middle. `side_names` say what the sides are."""

    text: ChartText
    rows: Sequence[DivergingRow]
    side_names: Sequence[tuple[Side, str]]
