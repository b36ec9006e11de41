"""Where a group is stuck, and how sure that is.

A stage is reached by who is there or further. The barrier of a group is the first stage that fewer
than the threshold have reached: help at a later stage is of no use before it (the barrier point of
ADKAR, Hiatt 2006; definition E4). Where answers are told in bands, only the stages at which a band
begins are looked at.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from services.engagement.domain.rounds.questions import Stage

THRESHOLD = 0.5
"""Share that must have reached a stage."""

_Z = 1.959964
"""Of a normal distribution 95 % lies within so many standard deviations."""

Told = Sequence[tuple[Sequence[str], int]]
"""The stages of each band, in their order, and how many answered so."""


@dataclass(frozen=True, slots=True)
class Interval:
    """Between which shares the truth lies with 95 % confidence."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Barrier:
    """A stage, how many of the answers stay below it, and between which shares that lies."""

    stage: Stage
    below: int
    answers: int
    interval: Interval

    @property
    def share(self) -> float:
        """The answers that stay below the stage, of all answers."""
        return self.below / self.answers

    @property
    def is_sure(self) -> bool:
        """Whether also the other end of the interval is below the threshold."""
        return self.interval.low > 1 - THRESHOLD


def barrier(told: Told) -> Barrier | None:
    """The first stage that too few have reached; None when there is none, or nobody answered."""
    answers = sum(count for _, count in told)
    for stage, below in _below(told):
        if answers and 1 - below / answers < THRESHOLD:
            return Barrier(stage, below, answers, wilson(below, answers))
    return None


def wilson(count: int, of: int) -> Interval:
    """The interval of a share at 95 % (Wilson 1927): honest where numbers are small, and never
    outside 0 and 1. `of` is more than zero.
    """
    share, spread = count / of, _Z**2 / of
    middle = (share + spread / 2) / (1 + spread)
    half = _Z / (1 + spread) * math.sqrt(share * (1 - share) / of + spread / (4 * of))
    return Interval(max(0.0, middle - half), min(1.0, middle + half))


def _below(told: Told) -> Iterator[tuple[Stage, int]]:
    """Each stage at which a band begins, but the first, with the answers below it."""
    below = 0
    for stages, count in told:
        if below or stages[0] != Stage.AWARE:
            yield Stage(stages[0]), below
        below += count
