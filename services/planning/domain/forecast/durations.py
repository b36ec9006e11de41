"""How much longer than planned subprojects take: the ratio of actual to planned days."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

Ratios: TypeAlias = NDArray[np.float64]

ENOUGH = 20
"""So many subprojects that were completed here say how long they take here."""

MEDIAN = 1.15
"""Until then half of them take longer than so many times their plan,"""

SPREAD = 0.35
"""and the logarithm of the ratio is normal with this standard deviation: one in five takes more
than one and a half times its plan.
"""

_TRIES = 32
_LONGER = 0.1


class Durations:
    """What is known of the ratios. `measured` says that it is the municipality's own history."""

    def __init__(self, history: Sequence[float]) -> None:
        self._history = np.sort(np.asarray(history, dtype=np.float64))
        self.measured = len(history) >= ENOUGH

    def draw(self, random: Generator, runs: int, tasks: int) -> Ratios:
        """Ratios of tasks (columns) in runs (rows).

        Every run believes another history that this one could have been as well: drawn from it with
        replacement. So that few subprojects are known makes the forecast wider.
        """
        if not self.measured:
            return MEDIAN * np.exp(random.normal(0.0, SPREAD, (runs, tasks)))
        known = len(self._history)
        believed = random.integers(0, known, (runs, known))
        chosen = random.integers(0, known, (runs, tasks))
        return self._history[np.take_along_axis(believed, chosen, axis=1)]

    def draw_above(self, random: Generator, runs: int, least: float) -> Ratios:
        """Ratios of one task that has taken `least` times its plan already and is not done. One
        that took longer than all that is known takes a tenth of its plan more.
        """
        tried = self.draw(random, runs, _TRIES)
        fits = tried > least
        first = tried[np.arange(runs), np.argmax(fits, axis=1)]
        return np.where(fits.any(axis=1), first, least + _LONGER)
