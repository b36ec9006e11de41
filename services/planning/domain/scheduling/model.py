"""A problem as a model of CP-SAT: when blocks start, and what must hold of their starts.

`Model(problem, windows)` says when; `staffing.add_staffing` says who.
"""

from collections.abc import Mapping, Sequence

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import IntervalVar, IntVar, LinearExpr, LinearExprT

from services.planning.domain.scheduling.problem import (
    Objective,
    Problem,
    Profile,
    Schedule,
    Task,
    at,
)
from services.planning.domain.scheduling.windows import Windows, arcs, dates_of


class Model:
    """The starts of all blocks within their windows, in order, within the resources.

    `figures` holds the expression of each objective that is known so far.
    """

    def __init__(self, problem: Problem, windows: Windows) -> None:
        self.problem = problem
        self.windows = windows
        self.cp = cp_model.CpModel()
        self.figures: dict[Objective, LinearExprT] = {}
        self.starts = {
            block: self.cp.new_int_var(first, windows.last[block], f"start {block}")
            for block, first in windows.first.items()
        }
        self._intervals: dict[str, IntervalVar] = {}
        self._starts_in: dict[str, dict[int, IntVar]] = {}
        for (before, after), gap in arcs(problem).items():
            self.cp.add(self.starts[after] - self.starts[before] >= gap)
        for resource in problem.resources:
            using = [task for task in problem.tasks if task.uses.get(resource.name)]
            amounts = [task.uses[resource.name] for task in using]
            self.within(using, amounts, resource.capacity)
        self._add_figures()

    def start(self, task: Task) -> LinearExprT:
        """When it starts."""
        return self.starts[task.block] + task.offset

    def fixed_start(self, task: Task) -> int | None:
        """When it starts, if it can start in one period only."""
        first, last = self.windows.start(task)
        return first if first == last else None

    def interval(self, task: Task) -> IntervalVar:
        """The periods in which it is done."""
        if task.name not in self._intervals:
            self._intervals[task.name] = self.cp.new_fixed_size_interval_var(
                self.start(task), task.duration, f"interval {task.name}"
            )
        return self._intervals[task.name]

    def hint(self, schedule: Schedule) -> None:
        """Begin the search at the starts of this schedule."""
        for block, begin in dates_of(self.problem, schedule).items():
            self.cp.add_hint(self.starts[block], begin)
            for period, chosen in self._starts_in.get(block, {}).items():
                self.cp.add_hint(chosen, period == begin)

    def active(self, task: Task, period: int) -> LinearExprT:
        """1 when it is being done in this period, else 0."""
        starts_in = self._choices(task.block)
        begin = period - task.duration - task.offset
        return sum(starts_in.get(start, 0) for start in range(begin + 1, period - task.offset + 1))

    def _choices(self, block: str) -> Mapping[int, IntVar | int]:
        """Per period whether a block starts in it."""
        if block not in self._starts_in:
            periods = range(self.windows.first[block], self.windows.last[block] + 1)
            if len(periods) == 1:
                return {periods[0]: 1}
            chosen = {p: self.cp.new_bool_var(f"{block} starts in {p}") for p in periods}
            self.cp.add_exactly_one(chosen.values())
            self.cp.add(sum(p * choice for p, choice in chosen.items()) == self.starts[block])
            self._starts_in[block] = chosen
        return self._starts_in[block]

    def within(
        self, tasks: Sequence[Task], amounts: Sequence[LinearExprT], capacity: Profile
    ) -> None:
        """What these tasks take in a period is never more than there is."""
        active = [(t, a) for t, a in zip(tasks, amounts, strict=True) if t.duration]
        if not active:
            return
        if all(self.fixed_start(task) is not None for task, _ in active):
            self._within_per_period(active, capacity)
            return
        last = max(self.windows.start(task)[1] + task.duration for task, _ in active)
        top = max(capacity)
        intervals = [self.interval(task) for task, _ in active]
        demands = [amount for _, amount in active]
        for begin, end, lacking in _lacking(capacity, top, last):
            intervals.append(self.cp.new_fixed_size_interval_var(begin, end - begin, "lacking"))
            demands.append(lacking)
        self.cp.add_cumulative(intervals, demands, top)

    def _within_per_period(
        self, active: Sequence[tuple[Task, LinearExprT]], capacity: Profile
    ) -> None:
        taken: dict[int, list[LinearExprT]] = {}
        for task, amount in active:
            begin = self.windows.start(task)[0]
            for period in range(begin, begin + task.duration):
                taken.setdefault(period, []).append(amount)
        for period, amounts in taken.items():
            self.cp.add(sum(amounts) <= at(capacity, period))

    def _add_figures(self) -> None:
        problem = self.problem
        if problem.minimises(Objective.MAKESPAN):
            ends = [self.windows.start(task)[0] + task.duration for task in problem.tasks]
            makespan = self.cp.new_int_var(max(ends, default=0), problem.horizon, "makespan")
            for task in problem.tasks:
                self.cp.add(makespan >= self.start(task) + task.duration)
            self.figures[Objective.MAKESPAN] = makespan
        if problem.minimises(Objective.LATENESS):
            due = [task for task in problem.tasks if task.due is not None]
            self.figures[Objective.LATENESS] = LinearExpr.sum(
                [
                    task.weight * self._at_least(self.start(task) + task.duration - (task.due or 0))
                    for task in due
                ]
            )
        if problem.minimises(Objective.MOVED):
            self.figures[Objective.MOVED] = LinearExpr.sum(
                [
                    self._at_least(self.starts[block] - start, start - self.starts[block])
                    for block, start in dates_of(problem, problem.promised).items()
                ]
            )

    def _at_least(self, *expressions: LinearExprT) -> IntVar:
        """0, or the greatest of these when that is more."""
        figure = self.cp.new_int_var(0, self.problem.horizon, "periods")
        for expression in expressions:
            self.cp.add(figure >= expression)
        return figure


def _lacking(capacity: Profile, top: int, end: int) -> list[tuple[int, int, int]]:
    """The stretches in which there is less than `top`: from, until, how much less."""
    found: list[tuple[int, int, int]] = []
    for period in range(end):
        lacking = top - at(capacity, period)
        if found and found[-1][1:] == (period, lacking):
            found[-1] = (found[-1][0], period + 1, lacking)
        elif lacking:
            found.append((period, period + 1, lacking))
    return found
