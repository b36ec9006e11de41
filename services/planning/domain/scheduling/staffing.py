"""Who gives what to the needs of the tasks, as a part of the model."""

from collections import defaultdict
from collections.abc import Callable, Iterator

from ortools.sat.python.cp_model import IntVar, LinearExpr, LinearExprT

from services.planning.domain.scheduling.model import Model
from services.planning.domain.scheduling.problem import (
    Given,
    Need,
    Objective,
    Schedule,
    Task,
    Worker,
    at,
)

THOUSANDTHS = 1000


class Staffing:
    """What each worker gives to each need, added to a model with its figures.

    Without shortage as an objective a need gets all that it asks; with it, the rest is lacking.
    """

    def __init__(self, model: Model) -> None:
        self._model = model
        self._problem = model.problem
        self._given: dict[tuple[str, int, str], IntVar] = {}
        self._works: dict[tuple[str, str], IntVar] = {}
        self._lacking: list[LinearExprT] = []
        self._by_worker: dict[str, list[tuple[Task, IntVar]]] = defaultdict(list)
        for task in self._problem.tasks:
            for place, need in enumerate(task.needs):
                self._add_need(task, place, need)
        for worker in self._problem.workers:
            self._add_load(worker)
        self._add_figures()

    def hint(self, schedule: Schedule) -> None:
        """Begin the search at who gives what in this schedule."""
        given = {(each.task, each.need, each.worker): each.amount for each in schedule.given}
        demands = {(self._problem.demand(task, n), worker) for task, n, worker in given}
        for key, amount in self._given.items():
            self._model.cp.add_hint(amount, given.get(key, 0))
        for pair, works in self._works.items():
            self._model.cp.add_hint(works, pair in demands)

    def found(self, value: Callable[[IntVar], int]) -> Iterator[Given]:
        """What is given in a solution."""
        for (task, need, worker), variable in self._given.items():
            if amount := value(variable):
                yield Given(task, need, worker, amount)

    def _add_need(self, task: Task, place: int, need: Need) -> None:
        cp = self._model.cp
        amounts: list[IntVar] = []
        pinned_at_need = 0
        for worker in self._problem.workers:
            key = (task.name, place, worker.name)
            pinned = self._problem.pinned.get(key, 0)
            pinned_at_need += pinned
            most = min(need.amount, max(worker.capacity)) if worker.can(need) else 0
            if most or pinned:
                amount = cp.new_int_var(pinned, max(most, pinned), f"{task.name} {worker.name}")
                self._given[key] = amount
                self._by_worker[worker.name].append((task, amount))
                amounts.append(amount)
        if self._problem.minimises(Objective.SHORTAGE):
            lacking = cp.new_int_var(0, need.amount, f"{task.name} lacks")
            cp.add(sum(amounts) + lacking == max(need.amount, pinned_at_need))
            self._lacking.append(lacking * task.duration)
        else:
            cp.add(sum(amounts) == need.amount)

    def _add_load(self, worker: Worker) -> None:
        """One thing at a time for who can give 1; no more than there is for all others."""
        given = [(task, amount) for task, amount in self._by_worker[worker.name] if task.duration]
        capacity = self._problem.capacity[worker.name]
        if set(capacity) == {1} and any(self._model.fixed_start(task) is None for task, _ in given):
            self._model.cp.add_no_overlap(
                self._model.cp.new_optional_fixed_size_interval_var(
                    self._model.start(task), task.duration, amount, f"{task.name} {worker.name}"
                )
                for task, amount in given
            )
        else:
            self._model.within([task for task, _ in given], [a for _, a in given], capacity)

    def _add_figures(self) -> None:
        figures = self._model.figures
        if self._problem.minimises(Objective.SHORTAGE):
            figures[Objective.SHORTAGE] = LinearExpr.sum(self._lacking)
        if self._problem.minimises(Objective.WITHDRAWN):
            figures[Objective.WITHDRAWN] = LinearExpr.sum(list(self._withdrawn()))
        if self._problem.minimises(Objective.PEOPLE):
            figures[Objective.PEOPLE] = LinearExpr.sum(list(self._people()))
        if self._problem.minimises(Objective.PEAK):
            figures[Objective.PEAK] = self._peak()

    def _withdrawn(self) -> Iterator[LinearExprT]:
        for promise in self._problem.promised.given:
            duration = self._problem.task[promise.task].duration
            given = self._given.get((promise.task, promise.need, promise.worker))
            if given is None:
                yield promise.amount * duration
            else:
                less = self._model.cp.new_int_var(0, promise.amount, "withdrawn")
                self._model.cp.add(less >= promise.amount - given)
                yield less * duration

    def _people(self) -> Iterator[IntVar]:
        """Per demand and worker whether they work on it."""
        cp = self._model.cp
        for (task, place, worker), amount in self._given.items():
            demand = self._problem.demand(task, place)
            if (demand, worker) not in self._works:
                self._works[demand, worker] = cp.new_bool_var(f"{worker} works on {demand}")
            most = self._problem.task[task].needs[place].amount
            most = max(most, self._problem.pinned.get((task, place, worker), 0))
            cp.add(amount <= most * self._works[demand, worker])
        yield from self._works.values()

    def _peak(self) -> IntVar:
        peak = self._model.cp.new_int_var(0, THOUSANDTHS, "peak")
        for worker in self._problem.workers:
            capacity = self._problem.capacity[worker.name]
            available = sum(at(capacity, period) for period in range(self._problem.horizon))
            given = [task.duration * amount for task, amount in self._by_worker[worker.name]]
            self._model.cp.add(THOUSANDTHS * sum(given) <= available * peak)
        return peak
