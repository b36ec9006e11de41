"""Solve a problem: the best schedule, with proof where the limits allow.

First the dates alone, against what all workers together can give (a bound on every schedule, and
exact where tasks need nobody); then who does what at those dates; and, where these two do not prove
the schedule, dates and people at once. Each is the same model with another part left out or fixed.
"""

from collections.abc import Callable, Mapping
from itertools import takewhile

from services.planning.domain.scheduling.figures import figures_of
from services.planning.domain.scheduling.first import first_schedules
from services.planning.domain.scheduling.model import Model
from services.planning.domain.scheduling.problem import (
    Answer,
    Objective,
    Problem,
    Schedule,
    Status,
)
from services.planning.domain.scheduling.search import Budget, Search, Value
from services.planning.domain.scheduling.staffing import Staffing
from services.planning.domain.scheduling.supply import add_supply
from services.planning.domain.scheduling.windows import Windows, dates_of, windows_of

OF_DATES = (Objective.MAKESPAN, Objective.SHORTAGE, Objective.LATENESS, Objective.MOVED)
"""What can be made small by dates alone, as far as supply goes, when none of others is before."""

DECIDED_BY_DATES = (Objective.MAKESPAN, Objective.LATENESS, Objective.MOVED)

SHARE_OF_DATES = 0.4
SHARE_OF_PEOPLE = 0.5
MOST_GIVEN_AT_ONCE = 5_000
"""Dates and people at once only up to so many pairs of a need and a worker who can do it."""


def solve(
    problem: Problem,
    *,
    time_limit: float,
    effort: float | None = None,
    seed: int = 1,
    on_progress: Callable[[Answer], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> Answer:
    """The best schedule that is found within `time_limit` seconds.

    It uses one core. The same seed gives the same answer when it is proved, or when `effort` ends
    the search instead of the clock: the solver's own count of its work, about a second each on a
    quiet core and the same on every machine.

    `on_progress` hears each better answer, with no schedule as long as only dates are known;
    `cancelled` is asked at each and between searches, and when it says so the best so far is the
    answer.
    """
    windows = windows_of(problem)
    if not windows.possible:
        return Answer(Status.INFEASIBLE, None, {}, {})
    budget = Budget(time_limit, effort, seed)
    return _Solving(problem, windows, Search(budget, cancelled), seed, on_progress).answer()


class _Solving:
    def __init__(
        self,
        problem: Problem,
        windows: Windows,
        search: Search,
        seed: int,
        on_progress: Callable[[Answer], None],
    ) -> None:
        self._problem = problem
        self._windows = windows
        self._search = search
        self._seed = seed
        self._on_progress = on_progress
        self._bounds: dict[Objective, int] = {}
        self._best: Schedule | None = None
        self._impossible = False

    def answer(self) -> Answer:
        """All steps, each as far as the ones before leave something to prove."""
        self._find_first()
        dates = self._find_dates() if self._search.goes_on else None
        if dates is None and self._best is not None:
            dates = dates_of(self._problem, self._best)
        if dates is not None and self._search.goes_on and not self._proved:
            self._find_people(dates)
        if not self._proved and self._search.goes_on and self._fits_at_once:
            self._find_both()
        return self._answer(self._best)

    @property
    def _proved(self) -> bool:
        return self._impossible or (
            self._best is not None and len(self._settled()) == len(self._problem.objectives)
        )

    @property
    def _fits_at_once(self) -> bool:
        able = (
            worker.can(need)
            for task in self._problem.tasks
            for need in task.needs
            for worker in self._problem.workers
        )
        return sum(able) <= MOST_GIVEN_AT_ONCE

    def _find_first(self) -> None:
        """A schedule to begin with, where there is always one."""
        if self._problem.minimises(Objective.SHORTAGE):
            found = first_schedules(
                self._problem, self._windows, self._seed, lambda: self._search.goes_on
            )
            for schedule in found:
                self._take(schedule)

    def _find_dates(self) -> Mapping[str, int] | None:
        """The best starts of the blocks, as far as supply goes."""
        model = Model(self._problem, self._windows)
        needed = any(task.needs for task in self._problem.tasks)
        add_supply(model, self._best)
        if self._best is not None:
            model.hint(self._best)
        objectives = list(takewhile(OF_DATES.__contains__, self._problem.objectives))

        def better(value: Value) -> None:
            if needed:
                figures = {each: value(model.figures[each]) for each in objectives}
                self._on_progress(Answer(Status.UNKNOWN, None, figures, {}))
            else:
                self._take(self._schedule(model, value, None))

        share = SHARE_OF_DATES if needed else 1.0
        found = self._search.minimise(model, objectives, {}, better, share)
        self._bounds, self._impossible = found.bounds, found.impossible
        if found.value is None:
            return None
        return {block: found.value(start) for block, start in model.starts.items()}

    def _find_people(self, dates: Mapping[str, int]) -> None:
        """The best staffing at these starts; the best of all where there are no others."""
        model = Model(self._problem, Windows(dates, dates))
        staffing = Staffing(model)
        self._hint(model, staffing)
        decided = [each for each in self._problem.objectives if each in DECIDED_BY_DATES]
        objectives = [each for each in self._problem.objectives if each not in decided] or decided
        share = 1.0 if self._windows.settled or not self._fits_at_once else SHARE_OF_PEOPLE
        found = self._search.minimise(
            model,
            objectives,
            {each: self._bounds[each] for each in objectives[:1] if each in self._bounds},
            lambda value: self._take(self._schedule(model, value, staffing)),
            share,
        )
        if self._windows.settled:
            self._bounds |= found.bounds
            self._impossible = found.impossible

    def _find_both(self) -> None:
        """Starts and staffing at once, from the best so far."""
        model = Model(self._problem, self._windows)
        staffing = Staffing(model)
        add_supply(model)
        settled = self._settled()
        for objective in settled:
            model.cp.add(model.figures[objective] == self._bounds[objective])
        objectives = self._problem.objectives[len(settled) :]
        known = {each: self._bounds[each] for each in objectives[:1] if each in self._bounds}
        self._hint(model, staffing)
        found = self._search.minimise(
            model,
            objectives,
            known,
            lambda value: self._take(self._schedule(model, value, staffing)),
        )
        self._bounds = {each: self._bounds[each] for each in settled} | found.bounds
        self._impossible = found.impossible and self._best is None

    def _hint(self, model: Model, staffing: Staffing) -> None:
        """Begin at the best so far, as far as the model can have it."""
        if self._best is not None:
            model.hint(self._best)
            staffing.hint(self._best)

    def _schedule(self, model: Model, value: Value, staffing: Staffing | None) -> Schedule:
        return Schedule(
            {task.name: value(model.start(task)) for task in self._problem.tasks},
            tuple(staffing.found(value)) if staffing else (),
        )

    def _take(self, schedule: Schedule) -> None:
        """Keep it and tell of it, when it is better than the best so far."""
        if self._best is None or self._figures(schedule) < self._figures(self._best):
            self._best = schedule
            self._on_progress(self._answer(schedule))

    def _figures(self, schedule: Schedule) -> tuple[int, ...]:
        return tuple(figures_of(self._problem, schedule).values())

    def _settled(self) -> list[Objective]:
        """The first objectives of which the best schedule meets the bound."""
        if self._best is None:
            return []
        figures = figures_of(self._problem, self._best)
        met = (each for each in self._problem.objectives)
        return list(takewhile(lambda each: figures[each] == self._bounds.get(each), met))

    def _answer(self, schedule: Schedule | None) -> Answer:
        if schedule is None:
            if self._impossible:
                return Answer(Status.INFEASIBLE, None, {}, {})
            return Answer(Status.UNKNOWN, None, {}, self._bounds)
        settled = self._settled()
        reached = self._problem.objectives[: len(settled) + 1]
        return Answer(
            Status.OPTIMAL if self._proved else Status.FEASIBLE,
            schedule,
            figures_of(self._problem, schedule),
            {each: self._bounds[each] for each in reached if each in self._bounds},
        )
