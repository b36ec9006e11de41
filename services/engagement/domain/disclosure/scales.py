"""The answers that can be given to a question, and the bands in which they are told."""

from dataclasses import dataclass
from itertools import accumulate, pairwise

Bands = tuple[int, ...]
"""How many answers, in their order, each band takes together."""


@dataclass(frozen=True, slots=True)
class Scale:
    """The ways in which the answers to a question may be told, the finest first.

    Each is made of bands of the one before it. Two that cross would tell more together than
    either.
    """

    choices: tuple[Bands, ...]

    def __post_init__(self) -> None:
        for bands in self.choices:
            if len(bands) < 2 or min(bands) < 1:
                raise ValueError("there are at least two bands, and none is empty")
        for finer, coarser in pairwise(self.choices):
            if sum(finer) != sum(coarser):
                raise ValueError("all bands of a scale take the same answers")
            if not set(accumulate(coarser)) < set(accumulate(finer)):
                raise ValueError("coarser bands are made of finer ones")


ATTITUDE = Scale(((1, 1, 1, 1, 1), (2, 1, 2), (3, 2)))
"""From sceptical to positive: five answers; sceptical, waiting, positive; positive or not."""

STAGE = Scale(((1, 1, 1, 1, 1), (2, 2, 1), (2, 3)))
"""Aware, willing, knowing, able, doing; the first two, the next two and the last; the first two or
further.
"""

MOTIVE = Scale(((1, 1, 1, 1, 1, 1), (2, 2, 2), (2, 4)))
"""Knowledge and a say in it; what it brings citizens and the own work; skills and time: two by two,
or the first two and the others.
"""


def banded(answers: tuple[int, ...], bands: Bands) -> tuple[int, ...]:
    """The answers by band."""
    ends = list(accumulate(bands))
    return tuple(sum(answers[end - width : end]) for end, width in zip(ends, bands, strict=True))
