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

Value = Callable[[LinearExprT], int]


class Budget:
    """What may be used up: seconds of the clock and, when stated, of effort (the solver's own
    count of its work, about a second each on one quiet core, and the same on every machine).
    """

    def __init__(self, seconds: float, effort: float | None, seed: int, workers: int) -> None:
        self._end = monotonic() + seconds
        self._effort = effort
        self._seed = seed
        self._workers = workers

    def solver(self, share: float) -> cp_model.CpSolver:
        """A solver that may use this share of what is left."""
        solver = cp_model.CpSolver()
        parameters = solver.parameters
        parameters.random_seed = self._seed
        parameters.num_workers = self._workers
        parameters.linearization_level = 0
        parameters.cp_model_probing_level = 0
        parameters.symmetry_level = 0
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
            figure = model.figures[objective]
            model.cp.minimize(figure)
            solver = self._budget.solver(share / (len(objectives) - place))
            status = solver.solve(model.cp, _Listener(better, self._cancelled))
            self._budget.spend(solver)
            found.impossible = found.value is None and status == cp_model.INFEASIBLE
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
                break
            found.value = solver.value
            if proved:
                found.bounds[objective] = ceil(solver.best_objective_bound - ROUNDING)
            proved = proved and status == cp_model.OPTIMAL
            model.cp.add(figure <= solver.value(figure))
            _hint(model, solver)
        return found


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


def _hint(model: Model, solver: cp_model.CpSolver) -> None:
    model.cp.clear_hints()  # type: ignore[no-untyped-call]
    for index, value in enumerate(solver.response_proto.solution):
        model.cp.add_hint(model.cp.get_int_var_from_proto_index(index), value)
