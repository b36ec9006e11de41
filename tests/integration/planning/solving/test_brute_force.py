"""Small problems: what is proved to be the best is the best of all schedules there are."""

import pytest

from services.planning.domain.scheduling.check import faults
from services.planning.domain.scheduling.figures import figures_of
from services.planning.domain.scheduling.problem import Problem, Status
from services.planning.domain.scheduling.solve import solve
from tests.support.small_problems import (
    best_figures,
    small_municipality,
    small_project,
    small_team,
)

SEEDS = range(10)


def assert_best(problem: Problem) -> None:
    """The answer is proved, keeps the rules, and has the figures of the best of all schedules."""
    answer = solve(problem, time_limit=60)
    best = best_figures(problem)
    if best is None:
        assert answer.status == Status.INFEASIBLE
        assert answer.schedule is None
        return
    assert answer.status == Status.OPTIMAL
    assert answer.schedule is not None
    assert faults(problem, answer.schedule) == []
    assert tuple(answer.figures.values()) == best
    assert answer.figures == figures_of(problem, answer.schedule)
    assert answer.bounds == answer.figures


@pytest.mark.parametrize("seed", SEEDS)
def test_tasks_that_share_resources_end_as_early_as_they_can(seed: int) -> None:
    assert_best(small_project(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_tasks_that_need_people_end_as_early_as_they_can(seed: int) -> None:
    assert_best(small_team(seed))


@pytest.mark.parametrize("seed", SEEDS)
def test_the_objectives_of_the_municipality_go_in_their_order(seed: int) -> None:
    assert_best(small_municipality(seed))
