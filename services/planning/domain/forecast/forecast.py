"""When milestones are likely to be reached: simulation over durations, with what waits for what and
the hours of each expertise as limits.

In every run each task takes its planned days times a ratio of actual to planned durations. Tasks go
in the order given. A task begins when what it waits for is done, and goes as fast as its scarcest
expertise allows: in a week in which half of the hours that it needs are left, half of a week's work
is done. What earlier tasks use is not there for later ones. All runs go through a task together,
week by week.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from services.planning.domain.forecast.durations import Durations

Days: TypeAlias = NDArray[np.float64]
"""Days since the first Monday, one of each run; infinite where it is not within the horizon."""

RUNS = 10_000
HORIZON = 156
"""Weeks that are looked ahead: three years."""

SEED = 20_261_124
"""The same plan and history give the same forecast."""

_WEEK = 7
_CHUNK = 5_000
"""Runs that go together: as many as keep what they need at hand in the processor's cache."""


@dataclass(frozen=True, slots=True)
class Task:
    """A subproject that is not done, in days since the first Monday.

    `days` is its planned length, of which `elapsed` have gone by when it has begun, and `earliest`
    the day on which it may begin or go on. `after` are the places of the tasks that it waits for,
    all before it. `needs` are minutes a week by place of the expertise. `marks` are the days of the
    plan at the end of which its milestones are due.
    """

    days: float
    earliest: float
    after: Sequence[int] = ()
    needs: Mapping[int, float] = field(default_factory=dict)
    marks: Sequence[float] = ()
    elapsed: float = 0.0


@dataclass(frozen=True, slots=True)
class Expected:
    """On which day since the first Monday a milestone is reached in half of the runs and in four of
    five; None where that is not within the horizon.
    """

    p50: int | None
    p80: int | None


def forecast(
    tasks: Sequence[Task],
    capacity: NDArray[np.float64],
    durations: Durations,
    *,
    runs: int = RUNS,
    seed: int = SEED,
) -> Sequence[Sequence[Expected]]:
    """What is expected of every mark of every task. `capacity` is minutes per expertise (rows) and
    week (columns, from the first Monday on).
    """
    chunks = [
        _simulate(tasks, capacity, durations, min(_CHUNK, runs - done), (seed, done))
        for done in range(0, runs, _CHUNK)
    ]
    return [
        [_expected(np.concatenate(days)) for days in zip(*marks, strict=True)]
        for marks in zip(*chunks, strict=True)
    ]


def _simulate(
    tasks: Sequence[Task],
    capacity: NDArray[np.float64],
    durations: Durations,
    runs: int,
    seed: Sequence[int],
) -> Sequence[Sequence[Days]]:
    """The days of every mark of every task in these runs."""
    random = np.random.default_rng(seed)
    ratios = durations.draw(random, runs, len(tasks))
    left = _Hours(capacity, runs)
    ends: list[Days] = []
    marks = []
    for place, task in enumerate(tasks):
        ratio = ratios[:, place]
        if task.elapsed:
            ratio = durations.draw_above(random, runs, task.elapsed / task.days)
        begin = np.full(runs, float(task.earliest))
        for each in task.after:
            np.maximum(begin, ends[each], out=begin)
        end = left.work(begin, task.days * ratio - task.elapsed, task.needs)
        ends.append(end)
        marks.append(list(_marks(task, begin, end, ratio)))
    return marks


def _marks(task: Task, begin: Days, end: Days, ratio: Days) -> Iterator[Days]:
    """When each mark is passed: they keep their places in the work."""
    within = np.isfinite(end)
    first, last, ratio = begin[within], end[within], ratio[within]
    remaining = task.days * ratio - task.elapsed
    for mark in task.marks:
        share = np.clip((mark * ratio - task.elapsed) / remaining, 0.0, 1.0)
        days = np.full(len(end), np.inf)
        days[within] = first + share * (last - first)
        yield days


class _Hours:
    """What is left of the hours of each expertise in each week, in every run."""

    def __init__(self, capacity: NDArray[np.float64], runs: int) -> None:
        self._weeks = capacity.shape[1]
        self._left = [np.tile(row, runs) for row in capacity]

    def work(self, begin: Days, days: Days, needs: Mapping[int, float]) -> Days:
        """When so many days of work that begin then are done, as far as there are hours; they are
        used.
        """
        if not needs:
            return begin + days
        end = np.full(len(begin), np.inf)
        here = np.flatnonzero(begin < self._weeks * _WEEK)
        now, todo = begin[here], days[here]
        week = (now // _WEEK).astype(np.int64)
        while len(here):
            place = here * self._weeks + week
            rest = (week + 1) * _WEEK - now
            possible = rest.copy()
            for expertise, minutes in needs.items():
                enough_for = self._left[expertise][place] * (_WEEK / minutes)
                np.minimum(possible, enough_for, out=possible)
            done = todo <= possible
            worked = np.minimum(todo, possible)
            for expertise, minutes in needs.items():
                self._left[expertise][place] -= worked * (minutes / _WEEK)
            ready = np.flatnonzero(done)
            end[here[ready]] = now[ready] + rest[ready] * (todo[ready] / possible[ready])
            week += 1
            on = np.flatnonzero(~done & (week < self._weeks))
            here, week, todo = here[on], week[on], todo[on] - worked[on]
            now = (week * _WEEK).astype(np.float64)
        return end


def _expected(days: Days) -> Expected:
    ranked = np.sort(days)
    return Expected(_day(ranked, 0.5), _day(ranked, 0.8))


def _day(ranked: Days, share: float) -> int | None:
    """The day within which that share of the runs is: the end of it is what is counted to."""
    end = ranked[ceil(share * len(ranked)) - 1]
    return None if np.isinf(end) else max(0, ceil(round(float(end), 6)) - 1)
