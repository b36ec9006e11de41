"""Areas of a drawing, told apart by the direction of their lines as well as by colour.

The lines are drawn one by one: a printer gets lines, where a pattern would become a picture.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

GAP, SLANTING_GAP = 5, 8
"""Between two lines, measured along the sides of the area, in units of the drawing."""


class Ink(IntEnum):
    """What an area is filled with; the style sheet gives each its colour."""

    SOLID = 0
    SLANTING = 1
    LYING = 2
    STANDING = 3


@dataclass(frozen=True, slots=True)
class Area:
    """A part of a bar, or what lies behind a period."""

    x: float
    y: float
    width: float
    height: float
    ink: Ink = Ink.SLANTING

    @property
    def lines(self) -> str:
        """Its lines as the data of a path; they go on from one area to the next."""
        return "".join(f"M{x1:g} {y1:g}L{x2:g} {y2:g}" for x1, y1, x2, y2 in self._lines())

    def _lines(self) -> Iterator[tuple[float, float, float, float]]:
        right, bottom = round(self.x + self.width, 1), round(self.y + self.height, 1)
        match self.ink:
            case Ink.LYING:
                yield from ((self.x, y, right, y) for y in _steps(self.y, bottom))
            case Ink.STANDING:
                yield from ((x, self.y, x, bottom) for x in _steps(self.x, right))
            case Ink.SLANTING:
                for total in _steps(self.x + self.y, right + bottom, SLANTING_GAP):
                    left_x, right_x = max(self.x, total - bottom), min(right, total - self.y)
                    yield (left_x, total - left_x, right_x, total - right_x)


def _steps(low: float, high: float, gap: int = GAP) -> Iterator[int]:
    """The multiples of the gap between two values."""
    return iter(range(gap * math.floor(low / gap + 1), math.ceil(high), gap))
