"""Simulated programmes: municipalities with a history of their own, and what became of the plan.

What becomes of it is worked out one task and one week at a time, apart from the code that forecasts
it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, exp
from random import Random

import numpy as np
from numpy.typing import NDArray

from services.planning.domain.forecast.forecast import HORIZON, Task

EXPERTISES = 4


@dataclass(frozen=True)
class SimulatedProgramme:
    """A plan, what the municipality knows of past durations, and the ratios that will come."""

    tasks: Sequence[Task]
    capacity: NDArray[np.float64]
    history: Sequence[float]
    to_come: Sequence[float]

    def days(self) -> Sequence[Sequence[int | None]]:
        """On which day each mark of each task is really reached."""
        return reached(self.tasks, self.capacity, self.to_come)


def simulated_programme(random: Random, tasks: int) -> SimulatedProgramme:
    """A programme of so many tasks, in a municipality where durations are as they are nowhere
    else.
    """
    median, spread = exp(random.gauss(0.12, 0.15)), random.uniform(0.2, 0.5)

    def ratio() -> float:
        return median * exp(random.gauss(0, spread))

    return SimulatedProgramme(
        tasks=[_task(random, place, tasks) for place in range(tasks)],
        capacity=np.full((EXPERTISES, HORIZON), tasks * random.choice((120.0, 180.0, 400.0))),
        history=[ratio() for _ in range(random.randint(20, 60))],
        to_come=[ratio() for _ in range(tasks)],
    )


def reached(
    tasks: Sequence[Task], capacity: NDArray[np.float64], ratios: Sequence[float]
) -> Sequence[Sequence[int | None]]:
    """On which day each mark is reached when tasks take these times their plan."""
    left = [list(map(float, row)) for row in capacity]
    ends: list[float | None] = []
    found: list[list[int | None]] = []
    for task, ratio in zip(tasks, ratios, strict=True):
        waits = [ends[each] for each in task.after]
        begin = (
            None if None in waits else max([task.earliest, *(e for e in waits if e is not None)])
        )
        work = task.days * ratio - task.elapsed
        end = None if begin is None else _worked(begin, work, task, left)
        ends.append(end)
        days: list[int | None] = []
        for mark in task.marks:
            if begin is None or end is None:
                days.append(None)
                continue
            share = min(1.0, max(0.0, (mark * ratio - task.elapsed) / work))
            days.append(max(0, ceil(round(begin + share * (end - begin), 6)) - 1))
        found.append(days)
    return found


def _worked(begin: float, work: float, task: Task, left: list[list[float]]) -> float | None:
    if not task.needs:
        return begin + work
    now = begin
    while now < 7 * HORIZON:
        week = int(now // 7)
        rest = 7 * (week + 1) - now
        possible = min([rest, *(left[each][week] * 7 / need for each, need in task.needs.items())])
        worked = min(work, possible)
        for each, need in task.needs.items():
            left[each][week] -= worked * need / 7
        if work <= possible:
            return now + rest * work / possible
        work -= worked
        now = 7.0 * (week + 1)
    return None


def _task(random: Random, place: int, tasks: int) -> Task:
    days = float(random.randint(21, 120))
    after = sorted(random.sample(range(place), min(place, random.choice((0, 1, 1, 2)))))
    expertises = random.sample(range(EXPERTISES), random.randint(0, 2))
    return Task(
        days=days,
        earliest=float(place * random.randint(0, 160) // tasks),
        after=after,
        needs={each: 60.0 * random.randint(4, 16) for each in expertises},
        marks=(days / 2, days),
    )
