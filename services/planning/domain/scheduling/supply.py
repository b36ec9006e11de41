"""What the workers together can give, whoever gives it: a bound on any staffing, added to a model.

In every period the tasks that are done then must find people with their skills, each of whom counts
once. It says nothing of who stays for the whole of a task, so it is a bound and no staffing.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from itertools import chain, combinations

from ortools.sat.python.cp_model import IntVar, LinearExpr, LinearExprT

from services.planning.domain.scheduling.model import Model
from services.planning.domain.scheduling.problem import Need, Objective, Problem, Schedule, Task, at

MOST_IN_EVERY_SET = 7
"""Up to so many skills all sets of them are looked at; above, each one, each two and all."""

Ask = tuple[str, int]
"""A skill, from a level."""

Kind = frozenset[Ask]
"""People who can do the same."""


def add_supply(model: Model, begin: Schedule | None = None) -> None:
    """Bound the starts by what the workers can give, or what may lack by the starts; the search
    begins at a schedule, when there is one.
    """
    if model.problem.minimises(Objective.SHORTAGE):
        shortage = _Shortage(model)
        shortage.add()
        if begin is not None:
            shortage.hint(begin)
    else:
        _add_sets(model)


def _add_sets(model: Model) -> None:
    """Of no set of skills more is asked than the people who have any of them can give (Hall's
    condition: with all sets, as sharp as a matching in every period).
    """
    problem = model.problem
    asks = _asks(problem)
    sizes = range(1, len(asks) + 1) if len(asks) <= MOST_IN_EVERY_SET else (1, 2, len(asks))
    for asked in chain.from_iterable(combinations(asks, size) for size in sizes):
        needs = [
            (task, sum(need.amount for need in task.needs if _ask(need) in asked))
            for task in problem.tasks
        ]
        tasks = [task for task, amount in needs if amount]
        able = [
            worker.name
            for worker in problem.workers
            if any(worker.skills.get(skill, 0) >= level for skill, level in asked)
        ]
        profile = tuple(
            sum(at(problem.capacity[name], period) for name in able)
            for period in range(max((len(problem.capacity[name]) for name in able), default=1))
        )
        model.within(tasks, [amount for _, amount in needs if amount], profile)


class _Shortage:
    """Per period a flow from people who can do the same to what is asked; the rest is lacking."""

    def __init__(self, model: Model) -> None:
        self._model = model
        self._problem = model.problem
        self._asks = _asks(model.problem)
        self._kinds: dict[Kind, list[str]] = defaultdict(list)
        for worker in self._problem.workers:
            can = (ask for ask in self._asks if worker.skills.get(ask[0], 0) >= ask[1])
            self._kinds[frozenset(can)].append(worker.name)
        self._flows: dict[tuple[int, Kind, Ask], IntVar] = {}
        self._lacks: dict[tuple[int, Ask], IntVar] = {}

    def add(self) -> None:
        """Add the flows, and the shortage as a figure when it is not one yet."""
        for period, asked in self._asked().items():
            self._add_period(period, asked)
        lacking = LinearExpr.sum(list(self._lacks.values()))
        figure = self._model.figures.setdefault(Objective.SHORTAGE, lacking)
        if figure is not lacking:
            self._model.cp.add(figure >= lacking)

    def hint(self, schedule: Schedule) -> None:
        """Begin the search at what flows in this schedule."""
        kind_of = {name: kind for kind, names in self._kinds.items() for name in names}
        flows: Counter[tuple[int, Kind, Ask]] = Counter()
        lacks: Counter[tuple[int, Ask]] = Counter()
        for task in self._problem.tasks:
            start = schedule.starts[task.name]
            for period in range(start, start + task.duration):
                for place, need in enumerate(task.needs):
                    lacks[period, _ask(need)] += self._unpinned(task, place, need)
        for given in schedule.given:
            task = self._problem.task[given.task]
            ask = _ask(task.needs[given.need])
            pinned = self._problem.pinned.get((given.task, given.need, given.worker), 0)
            start = schedule.starts[given.task]
            for period in range(start, start + task.duration):
                flows[period, kind_of[given.worker], ask] += given.amount - pinned
                lacks[period, ask] -= given.amount - pinned
        for flow_key, flow in self._flows.items():
            self._model.cp.add_hint(flow, flows[flow_key])
        for lack_key, lack in self._lacks.items():
            self._model.cp.add_hint(lack, lacks[lack_key])

    def _asked(self) -> dict[int, dict[Ask, list[tuple[LinearExprT, int]]]]:
        """Per period and skill what may be asked, beyond the pins: whether it is, and how much."""
        found: dict[int, dict[Ask, list[tuple[LinearExprT, int]]]] = {}
        for task in self._problem.tasks:
            needs = [
                (_ask(need), self._unpinned(task, n, need)) for n, need in enumerate(task.needs)
            ]
            first, last = self._model.windows.start(task)
            for period in range(first, last + task.duration if needs else first):
                active = self._model.active(task, period)
                for ask, amount in needs:
                    if amount:
                        asked = found.setdefault(period, {}).setdefault(ask, [])
                        asked.append((active, amount))
        return found

    def _unpinned(self, task: Task, place: int, need: Need) -> int:
        pinned = (
            self._problem.pinned.get((task.name, place, worker.name), 0)
            for worker in self._problem.workers
        )
        return max(0, need.amount - sum(pinned))

    def _add_period(
        self, period: int, asked: Mapping[Ask, Sequence[tuple[LinearExprT, int]]]
    ) -> None:
        cp = self._model.cp
        given: dict[Ask, list[LinearExprT]] = defaultdict(list)
        most = {ask: sum(amount for _, amount in each) for ask, each in asked.items()}
        for kind, names in self._kinds.items():
            capacity = sum(self._left(name, period) for name in names)
            flows = {
                ask: cp.new_int_var(0, min(capacity, most[ask]), f"{ask} in {period}")
                for ask in sorted(kind & asked.keys())
            }
            cp.add(LinearExpr.sum(list(flows.values())) <= capacity)
            for ask, flow in flows.items():
                given[ask].append(flow)
                self._flows[period, kind, ask] = flow
        for ask, each in asked.items():
            lacking = cp.new_int_var(0, most[ask], f"{ask} lacks in {period}")
            wanted = sum(active * amount for active, amount in each)
            cp.add(LinearExpr.sum([lacking, *given[ask]]) >= wanted)
            self._lacks[period, ask] = lacking

    def _left(self, worker: str, period: int) -> int:
        """What somebody can give beside what is pinned."""
        pinned = (
            pin.amount
            for pin in self._problem.pins
            if pin.worker == worker
            and 0
            <= period - self._problem.task[pin.task].earliest
            < self._problem.task[pin.task].duration
        )
        return at(self._problem.capacity[worker], period) - sum(pinned)


def _ask(need: Need) -> Ask:
    return (need.skill, need.level)


def _asks(problem: Problem) -> list[Ask]:
    return sorted({_ask(need) for task in problem.tasks for need in task.needs if need.amount})
