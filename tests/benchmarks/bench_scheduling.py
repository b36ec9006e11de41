"""How many public instances are solved and proved within their limit, how fast, how soon a large
municipality has its first proposal, and how soon every conflict in it has its repairs.
"""

from dataclasses import dataclass
from math import ceil
from statistics import median
from time import monotonic

from services.planning.domain.proposal.proposal import Phase, Progress, Proposal
from services.planning.domain.proposal.propose import propose
from services.planning.domain.scheduling.check import faults
from services.planning.domain.scheduling.problem import Answer, Objective, Problem, Status
from services.planning.domain.scheduling.solve import solve
from tests.benchmarks.report import Line
from tests.support.instances import MSPSP, PSPLIB, Instances, least_makespan
from tests.support.portfolio import portfolio
from tests.support.short_programme import short_programme

PSPLIB_SECONDS = 10
MSPSP_SECONDS = 30
PORTFOLIOS = 3
PORTFOLIO_SECONDS = 60
FIRST_WITHIN = 10.0
MINUTES = 60
PROGRAMMES = 3
PROGRAMME_EFFORT = 8
PROGRAMME_SECONDS = 240
GOOD = 1.05
"""A good answer has no more than this times the hours short and the weeks late of the last one."""
REPAIRED_WITHIN = 60.0


@dataclass(frozen=True, slots=True)
class _Solved:
    optimal: bool
    proved: bool
    seconds: float


@dataclass(frozen=True, slots=True)
class _Proposed:
    first_after: float
    first: Answer
    last: Answer


@dataclass(frozen=True, slots=True)
class _Explained:
    good_after: float
    explained_in: float
    found: Proposal


def compare() -> list[Line]:
    """All instances beside the repository, and municipalities of 40 subprojects, 60 people and 52
    weeks.
    """
    return [
        *_instances(PSPLIB, PSPLIB_SECONDS, proved_at_least=0.97),
        *_instances(MSPSP, MSPSP_SECONDS, proved_at_least=0.95),
        *_municipalities(),
        *_programmes(),
    ]


def _instances(family: Instances, limit: int, *, proved_at_least: float) -> list[Line]:
    solved = [
        _solve(family.problem(name), optimum, limit) for name, optimum in family.optima().items()
    ]
    optimal = sum(each.optimal for each in solved) / len(solved)
    proved = sum(each.proved for each in solved) / len(solved)
    seconds = sorted(each.seconds for each in solved)
    times = (
        f"{median(seconds):.2f} s median, {seconds[ceil(0.95 * len(seconds)) - 1]:.1f} s p95,"
        f" {seconds[-1]:.1f} s at most"
    )
    figure = f"{family.name}, {len(solved)} instances, {limit} s each, one core"
    return [
        Line(f"{figure}: optimal", times, "–", f"{optimal:.1%}", "100 %", optimal == 1),
        Line(
            f"{figure}: proved",
            times,
            "–",
            f"{proved:.1%}",
            f"≥ {proved_at_least:.0%}",
            proved >= proved_at_least,
        ),
    ]


def _solve(problem: Problem, optimum: int, limit: int) -> _Solved:
    begun = monotonic()
    answer = solve(problem, time_limit=limit)
    seconds = monotonic() - begun
    if answer.schedule is not None and faults(problem, answer.schedule):
        raise AssertionError("a schedule breaks a rule")
    if answer.bounds.get(Objective.MAKESPAN, 0) > optimum or least_makespan(problem) > optimum:
        raise AssertionError("a bound is above the optimum")
    optimal = answer.figures.get(Objective.MAKESPAN) == optimum
    return _Solved(optimal, answer.status == Status.OPTIMAL, seconds)


def _municipalities() -> list[Line]:
    proposed = [_propose(portfolio(seed)) for seed in range(1, PORTFOLIOS + 1)]
    slowest = max(each.first_after for each in proposed)
    figure = f"{PORTFOLIOS} municipalities of 40 subprojects, 60 people, 52 weeks"
    return [
        Line(
            f"{figure}: first proposal",
            f"{slowest:.1f} s at most",
            "–",
            f"{slowest:.1f} s",
            f"≤ {FIRST_WITHIN:g} s",
            slowest <= FIRST_WITHIN,
        ),
        Line(
            f"{figure}: hours short, weighted weeks late after {PORTFOLIO_SECONDS} s",
            "; ".join(_shown(each.last) for each in proposed),
            "first proposal " + "; ".join(_shown(each.first) for each in proposed),
            "hours short proved: ≥ " + "; ".join(_bound(each.last) for each in proposed),
            "–",
            reached=True,
        ),
    ]


def _propose(problem: Problem) -> _Proposed:
    begun = monotonic()
    heard: list[tuple[float, Answer]] = []

    def hear(answer: Answer) -> None:
        if answer.schedule is not None:
            heard.append((monotonic() - begun, answer))

    last = solve(problem, time_limit=PORTFOLIO_SECONDS, on_progress=hear)
    if last.schedule is None or faults(problem, last.schedule):
        raise AssertionError("no schedule, or one that breaks a rule")
    return _Proposed(*heard[0], last)


def _shown(answer: Answer) -> str:
    hours = answer.figures[Objective.SHORTAGE] / MINUTES
    return f"{hours:.0f} h, {answer.figures[Objective.LATENESS]}"


def _bound(answer: Answer) -> str:
    return f"{answer.bounds.get(Objective.SHORTAGE, 0) / MINUTES:.0f} h"


def _programmes() -> list[Line]:
    """Programmes in which hours lack: the first good answer, and the repairs of every conflict."""
    explained = [_explain(seed) for seed in range(1, PROGRAMMES + 1)]
    good, slowest = (
        max(each.good_after for each in explained),
        max(each.explained_in for each in explained),
    )
    conflicts = [conflict for each in explained for conflict in each.found.conflicts]
    repaired = sum(len(conflict.repairs) == 3 for conflict in conflicts)
    figure = f"{PROGRAMMES} programmes of 40 subprojects, 60 people, 52 weeks that lack hours"
    return [
        Line(
            f"{figure}: within 5 % of the last answer",
            f"{good:.1f} s at most",
            "–",
            f"{good:.1f} s",
            f"≤ {FIRST_WITHIN:g} s",
            good <= FIRST_WITHIN,
        ),
        Line(
            f"{figure}: conflicts with three repairs, each solved again",
            f"{repaired} of {len(conflicts)}",
            "–",
            f"{slowest:.0f} s after the answer at most",
            f"all, ≤ {REPAIRED_WITHIN:g} s",
            repaired == len(conflicts) and slowest <= REPAIRED_WITHIN,
        ),
    ]


def _explain(seed: int) -> _Explained:
    heard: list[tuple[float, Progress]] = []
    begun = monotonic()
    found = propose(
        short_programme(seed),
        time_limit=PROGRAMME_SECONDS,
        effort=PROGRAMME_EFFORT,
        on_progress=lambda progress: heard.append((monotonic() - begun, progress)),
    )
    ended = monotonic() - begun
    last = found.figures
    good_after = next(
        seconds
        for seconds, progress in heard
        if progress.figures is not None
        and progress.figures.short_minutes <= GOOD * last.short_minutes
        and progress.figures.late_days <= GOOD * last.late_days
    )
    answered = next(seconds for seconds, each in heard if each.phase is not Phase.SCHEDULE)
    return _Explained(good_after, ended - answered, found)
