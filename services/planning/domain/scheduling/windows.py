"""From when to when each block can start, by what comes before and after it alone."""

from collections.abc import Mapping
from dataclasses import dataclass

from services.planning.domain.scheduling.problem import Objective, Problem, Schedule, Task

Arcs = Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Windows:
    """Per block the first and the last period in which it can start."""

    first: Mapping[str, int]
    last: Mapping[str, int]

    @property
    def possible(self) -> bool:
        """Whether every block has a period left."""
        return all(first <= self.last[block] for block, first in self.first.items())

    @property
    def settled(self) -> bool:
        """Whether no block has a choice."""
        return self.first == self.last

    def start(self, task: Task) -> tuple[int, int]:
        """The first and the last period in which a task can start."""
        return self.first[task.block] + task.offset, self.last[task.block] + task.offset


def windows_of(problem: Problem, end: int | None = None) -> Windows:
    """The windows when everything has ended before period `end` (the horizon when none)."""
    end = problem.horizon if end is None else end
    first: dict[str, int] = {}
    last: dict[str, int] = {}
    for task in problem.tasks:
        ends = [end] if task.due is None or _may_be_late(problem) else [end, task.due]
        latest = min(each - task.duration for each in ends)
        latest = latest if task.latest is None else min(latest, task.latest)
        first[task.block] = max(first.get(task.block, 0), task.earliest - task.offset, -task.offset)
        last[task.block] = min(last.get(task.block, latest - task.offset), latest - task.offset)
    gaps = arcs(problem)
    for _ in first:
        moved = False
        for (before, after), gap in gaps.items():
            moved |= first[before] + gap > first[after] or last[after] - gap < last[before]
            first[after] = max(first[after], first[before] + gap)
            last[before] = min(last[before], last[after] - gap)
        if not moved:
            break
    return Windows(first, last)


def arcs(problem: Problem) -> Arcs:
    """Per pair of blocks the periods that must lie between their starts, at least."""
    found: dict[tuple[str, str], int] = {}
    for task in problem.tasks:
        for name in task.after:
            before = problem.task[name]
            pair = (before.block, task.block)
            gap = before.offset + before.duration - task.offset
            found[pair] = max(gap, found.get(pair, gap))
    return found


def dates_of(problem: Problem, schedule: Schedule) -> Mapping[str, int]:
    """Per block when it starts in a schedule, if it does."""
    return {
        problem.task[name].block: start - problem.task[name].offset
        for name, start in schedule.starts.items()
    }


def _may_be_late(problem: Problem) -> bool:
    return problem.minimises(Objective.LATENESS)
