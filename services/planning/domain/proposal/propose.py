"""Make a proposal, explain what falls short, and find what would repair it."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import islice
from time import monotonic

from services.planning.domain.proposal.asking import Asking
from services.planning.domain.proposal.conflicts import MOST_CONFLICTS, Target, conflict, targets
from services.planning.domain.proposal.inputs import Inputs
from services.planning.domain.proposal.posing import Posed, posed
from services.planning.domain.proposal.proposal import (
    Conflict,
    Phase,
    Progress,
    Proposal,
    Repair,
)
from services.planning.domain.proposal.reading import Reading
from services.planning.domain.proposal.repairs import Repairs
from services.planning.domain.scheduling.problem import Answer, Status

SHARE_OF_SCHEDULE = 0.5
"""Of the time: explaining takes the rest."""


class NoProposal(Exception):
    """There was no time for even a first schedule."""


def propose(
    inputs: Inputs,
    *,
    time_limit: float,
    effort: float | None = None,
    seed: int = 1,
    on_progress: Callable[[Progress], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
    clock: Callable[[], float] = monotonic,
) -> Proposal:
    """The best schedule for a programme that is found, with why something falls short in it and the
    three cheapest repairs of each of the largest conflicts.

    As little as possible, in this order: hours that lack; days that milestones are late; weeks that
    subprojects move; hours withdrawn of who was asked; people per demand; the heaviest load.
    `time_limit` is in seconds, for all of it. With `effort` (the solver's own seconds for the
    schedule) and time enough, the same seed has the same answer. Who cancels gets what is there.

    Raises:
        NoProposal: it was cancelled, or the time was over, before there was a schedule.
    """
    return _Proposing(inputs, seed, on_progress, cancelled, clock).proposal(time_limit, effort)


class _Proposing:
    def __init__(
        self,
        inputs: Inputs,
        seed: int,
        on_progress: Callable[[Progress], None],
        cancelled: Callable[[], bool],
        clock: Callable[[], float],
    ) -> None:
        self._inputs, self._seed = inputs, seed
        self._on_progress, self._cancelled, self._clock = on_progress, cancelled, clock
        self._began = clock()
        self._told_conflicts = self._told_repairs = 0

    def proposal(self, time_limit: float, effort: float | None) -> Proposal:
        of = posed(self._inputs)
        answer = self._schedule(of, time_limit * SHARE_OF_SCHEDULE, effort)
        if answer.schedule is None:
            raise NoProposal
        reading = Reading(self._inputs, of, answer.schedule)
        asking = Asking(self._seed, self._began + time_limit, self._cancelled, self._clock)
        conflicts = tuple(self._conflicts(of, reading, asking))
        self._tell(Phase.DONE, reading)
        return reading.proposal(answer.status is Status.OPTIMAL, conflicts)

    def _schedule(self, of: Posed, seconds: float, effort: float | None) -> Answer:
        from services.planning.domain.scheduling.solve import solve  # the solver is heavy to load

        def heard(answer: Answer) -> None:
            if answer.schedule is not None:
                self._tell(Phase.SCHEDULE, Reading(self._inputs, of, answer.schedule))

        self._tell(Phase.SCHEDULE, None)
        return solve(
            of.problem,
            time_limit=seconds,
            effort=effort,
            seed=self._seed,
            on_progress=heard,
            cancelled=self._cancelled,
        )

    def _conflicts(self, of: Posed, reading: Reading, asking: Asking) -> Iterator[Conflict]:
        """Of the first that can be explained; what one explains is not explained again."""
        return islice(self._explained(of, reading, asking), MOST_CONFLICTS)

    def _explained(self, of: Posed, reading: Reading, asking: Asking) -> Iterator[Conflict]:
        told: set[object] = set()
        for target in targets(of, reading):
            if target.demand_id in told or not asking.goes_on:
                continue
            self._tell(Phase.CONFLICTS, reading)
            found = conflict(self._inputs, of, reading, target, asking)
            if found is not None:
                told |= set(found.demands)
                self._told_conflicts += 1
                self._tell(Phase.REPAIRS, reading)
                yield self._with_repairs(of, reading, target, found, asking)

    def _with_repairs(
        self, of: Posed, reading: Reading, target: Target, found: Conflict, asking: Asking
    ) -> Conflict:
        repairs = Repairs(self._inputs, of, reading, target, found, asking)
        cheapest: list[Repair] = []
        for repair in repairs.cheapest():
            cheapest.append(repair)
            self._told_repairs += 1
            self._tell(Phase.REPAIRS, reading)
        return replace(found, repairs=tuple(cheapest))

    def _tell(self, phase: Phase, reading: Reading | None) -> None:
        figures = None if reading is None else reading.figures()
        seconds = self._clock() - self._began
        self._on_progress(
            Progress(phase, seconds, figures, self._told_conflicts, self._told_repairs)
        )
