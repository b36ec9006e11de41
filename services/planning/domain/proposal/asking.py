"""Ask the scheduling core whether something can be, with nothing lacking."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from uuid import UUID

from services.planning.domain.proposal.inputs import Inputs
from services.planning.domain.proposal.posing import Terms, posed
from services.planning.domain.scheduling.problem import Answer, Objective, Problem, Status

EFFORT = 2.0
"""The solver's own seconds for one question, so that the same question has the same answer."""


OF_QUESTIONS = (Objective.SHORTAGE, Objective.LATENESS)
"""The terms say what may be late; the core lets milestones be late when that is an objective."""


@dataclass(frozen=True, slots=True)
class Found:
    """What is known of a question: that it cannot be, that it can with these starts, or neither."""

    impossible: bool
    starts: Mapping[UUID, int] | None


@dataclass(frozen=True, slots=True)
class Asking:
    """Questions with one seed, until the clock says that it is enough."""

    seed: int
    ends: float
    cancelled: Callable[[], bool]
    clock: Callable[[], float] = monotonic

    @property
    def goes_on(self) -> bool:
        """Whether there is time, and nobody has cancelled."""
        return self.clock() < self.ends and not self.cancelled()

    def impossible(self, inputs: Inputs, terms: Terms) -> bool | None:
        """Whether not all that is asked can be given on these terms; None when not known."""
        found = self.answer(inputs, terms)
        return True if found.impossible else None if found.starts is None else False

    def answer(self, inputs: Inputs, terms: Terms) -> Found:
        """When everything starts in a plan in which all that is asked is given, or that there is
        none.
        """
        heard: list[Answer] = []
        of = posed(inputs, terms, OF_QUESTIONS)
        answer = self._solve(of.problem, heard, lambda: bool(heard) and _nothing_lacks(heard[-1]))
        if answer.status is Status.INFEASIBLE or answer.bounds.get(Objective.SHORTAGE, 0) > 0:
            return Found(impossible=True, starts=None)
        if answer.schedule is None or not _nothing_lacks(answer):
            return Found(impossible=False, starts=None)
        starts = answer.schedule.starts
        return Found(False, {key: starts[f"start {key}"] for key in of.dates.start})

    def _solve(self, problem: Problem, heard: list[Answer], enough: Callable[[], bool]) -> Answer:
        from services.planning.domain.scheduling.solve import solve  # the solver is heavy to load

        return solve(
            problem,
            time_limit=max(0.0, self.ends - self.clock()),
            effort=EFFORT,
            seed=self.seed,
            on_progress=heard.append,
            cancelled=lambda: enough() or self.cancelled(),
        )


def _nothing_lacks(answer: Answer) -> bool:
    return answer.schedule is not None and answer.figures.get(Objective.SHORTAGE, 0) == 0
