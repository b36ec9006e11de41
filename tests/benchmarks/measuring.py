"""Measuring side by side: the candidates take turns, and each turn of ours is set against the
turn of the other that came next to it, so that a drifting machine drifts for both.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Measure = Callable[[], Awaitable[float]]


@dataclass(frozen=True, slots=True)
class Target:
    """How ours should stand against another: at least this many times its figure."""

    against: str
    at_least: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures of all rounds, per candidate, in the order in which they were taken."""

    rounds: Mapping[str, Sequence[float]]

    def median(self, candidate: str) -> float:
        """The candidate's median over the rounds."""
        return median(self.rounds[candidate])

    def ratio(self, candidate: str, against: str) -> float:
        """The median of the ratios within a round."""
        return median(
            ours / theirs
            for ours, theirs in zip(self.rounds[candidate], self.rounds[against], strict=True)
        )


async def side_by_side(candidates: Mapping[str, Measure], *, rounds: int) -> Comparison:
    """Let the candidates take turns, so many rounds after one that does not count."""
    for measure in candidates.values():
        await measure()
    taken: dict[str, list[float]] = {name: [] for name in candidates}
    for _ in range(rounds):
        for name, measure in candidates.items():
            taken[name].append(await measure())
    return Comparison(taken)
