"""Minimise the figures of a model one after the other, within a budget."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil
from time import monotonic

from ortools.sat.python import cp_model
from ortools.sat.python.cp_model import LinearExprT

from services.planning.domain.scheduling.model import Model
from services.planning.domain.scheduling.problem import Objective

ROUNDING = 1e-6

TURNS = ((False, 0.2), (True, 0.4), (False, 0.6), (True, 1.0))

Value = Callable[[LinearExprT], int]


class Budget:
    """What may be used up: seconds of the clock and, when stated, of effort (the solver's own
    count of its work, about a second each on one quiet core, and the same on every machine).
    """

    def __init__(self, seconds: float, effort: float | None, seed: int) -> None:
        self._end = monotonic() + seconds
        self._effort = effort
        self._seed = seed

    def solver(self, share: float) -> cp_model.CpSolver:
        """A solver that may use this share of what is left."""
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self._seed
        parameters.num_workers = 1
        parameters.max_time_in_seconds = max(0.0, self._end - monotonic()) * share
        if self._effort is not None:
            parameters.max_deterministic_time = max(0.0, self._effort) * share
        return solver

    def spend(self, solver: cp_model.CpSolver) -> None:
        """Count what a solver has used."""
        if self._effort is not None:
            self._effort -= solver.response_proto.deterministic_time

    @property
    def left(self) -> bool:
        """Whether anything is left."""
        return monotonic() < self._end and (self._effort is None or self._effort > 0)


@dataclass
class Found:
    """How far a search came: the best solution, if any, and per objective a bound, up to the first
    that is not proved.
    """

    value: Value | None = None
    bounds: dict[Objective, int] = field(default_factory=dict)
    impossible: bool = False


class Search:
    """Searches within one budget that can be followed, and stopped whenever they find something."""

    def __init__(self, budget: Budget, cancelled: Callable[[], bool]) -> None:
        self._budget = budget
        self._cancelled = cancelled

    @property
    def goes_on(self) -> bool:
        """Whether there is budget left, and nobody has cancelled."""
        return self._budget.left and not self._cancelled()

    def minimise(
        self,
        model: Model,
        objectives: Sequence[Objective],
        known: Mapping[Objective, int],
        better: Callable[[Value], None],
        share: float = 1.0,
    ) -> Found:
        """Make each figure as small as possible without losing on those before it, with this share
        of the budget. `known` are bounds that hold already; `better` hears of every solution.
        """
        found = Found()
        proved = True
        for objective, bound in known.items():
            model.cp.add(model.figures[objective] >= bound)
        for place, objective in enumerate(objectives):
            part = share / (len(objectives) - place)
            bound, proved_now = self._minimise_one(model, objective, found, better, part)
            if proved:
                found.bounds[objective] = bound
            proved = proved and proved_now
            if found.value is None or not self.goes_on:
                break
            model.cp.add(model.figures[objective] <= found.value(model.figures[objective]))
        return found

    def _minimise_one(
        self,
        model: Model,
        objective: Objective,
        found: Found,
        better: Callable[[Value], None],
        share: float,
    ) -> tuple[int, bool]:
        """The bound that was reached, and whether it is proved that nothing is better."""
        figure = model.figures[objective]
        model.cp.minimize(figure)
        bound = 0
        for earliest_first, part in _turns(model):
            solver = self._budget.solver(share * part)
            _choose_strategy(model, solver, earliest_first)
            status = solver.solve(model.cp, _Listener(better, self._cancelled))
            self._budget.spend(solver)
            if status == cp_model.INFEASIBLE:
                found.impossible = found.value is None
                return bound, True
            bound = max(bound, ceil(solver.best_objective_bound - ROUNDING))
            if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                found.value = solver.value
                _hint(model, solver)
            if status == cp_model.OPTIMAL or not self.goes_on:
                return bound, status == cp_model.OPTIMAL
            model.cp.add(figure >= bound)
        return bound, False


class _Listener(cp_model.CpSolverSolutionCallback):
    def __init__(self, better: Callable[[Value], None], cancelled: Callable[[], bool]) -> None:
        super().__init__()
        self._better = better
        self._cancelled = cancelled

    def on_solution_callback(self) -> None:
        """Pass the solution on."""
        self._better(self.value)
        if self._cancelled():
            self.stop_search()


def _turns(model: Model) -> Sequence[tuple[bool, float]]:
    """Whether to begin at the earliest starts, and with what part of the budget that is left.

    Neither way of searching is the better one where work must find its people: what takes one
    minutes, the other does at once. So they take turns, and pass on what they found.
    """
    must_find_people = not model.problem.minimises(Objective.SHORTAGE) and any(
        task.needs for task in model.problem.tasks
    )
    return TURNS if must_find_people else ((False, 1.0),)


def _choose_strategy(model: Model, solver: cp_model.CpSolver, earliest_first: bool) -> None:
    """Amounts that may lack need a linear relaxation; work that must fit is faster without."""
    parameters = solver.parameters
    parameters.cp_model_probing_level = 0
    parameters.symmetry_level = 0
    parameters.linearization_level = 1 if model.problem.minimises(Objective.SHORTAGE) else 0
    model.cp.proto.search_strategy.clear()
    if earliest_first:
        model.cp.add_decision_strategy(
            list(model.starts.values()), cp_model.CHOOSE_LOWEST_MIN, cp_model.SELECT_MIN_VALUE
        )
        parameters.search_branching = cp_model.FIXED_SEARCH


def _hint(model: Model, solver: cp_model.CpSolver) -> None:
    model.cp.clear_hints()  # type: ignore[no-untyped-call]
    for index, value in enumerate(solver.response_proto.solution):
        model.cp.add_hint(model.cp.get_int_var_from_proto_index(index), value)
