"""How solving goes: the same seed, progress, cancelling, limits."""

from dataclasses import replace

import pytest

from services.planning.domain.scheduling.check import faults
from services.planning.domain.scheduling.problem import (
    Answer,
    Given,
    Need,
    Objective,
    Problem,
    Status,
    Task,
    Worker,
)
from services.planning.domain.scheduling.solve import solve
from tests.support.portfolio import MUNICIPAL, portfolio
from tests.support.small_problems import small_municipality, small_team

LONG = 600.0
"""Seconds that no search here takes: what ends it is proof or effort."""

SMALL_PORTFOLIO = portfolio(3, subprojects=5, people=8, weeks=26)


def test_the_same_seed_gives_the_same_answer_when_proved() -> None:
    problem = small_municipality(1)
    assert solve(problem, time_limit=LONG, seed=7) == solve(problem, time_limit=LONG, seed=7)


def test_the_same_seed_gives_the_same_answer_when_effort_ends_the_search() -> None:
    once, again = (solve(SMALL_PORTFOLIO, time_limit=LONG, effort=0.2, seed=7) for _ in range(2))
    assert once == again
    assert once.schedule is not None
    assert once.status == Status.FEASIBLE


def test_every_answer_on_the_way_is_better_than_the_one_before_and_keeps_the_rules() -> None:
    heard: list[Answer] = []
    last = solve(SMALL_PORTFOLIO, time_limit=LONG, effort=0.2, on_progress=heard.append)
    schedules = [answer for answer in heard if answer.schedule is not None]
    figures = [tuple(answer.figures.values()) for answer in schedules]
    assert figures == sorted(set(figures), reverse=True)
    assert schedules[-1].schedule == last.schedule
    for answer in schedules:
        assert answer.schedule is not None
        assert faults(SMALL_PORTFOLIO, answer.schedule) == []


def test_no_bound_is_above_its_figure() -> None:
    answer = solve(SMALL_PORTFOLIO, time_limit=LONG, effort=0.2)
    assert answer.bounds
    assert all(bound <= answer.figures[each] for each, bound in answer.bounds.items())


def test_who_cancels_gets_the_best_so_far() -> None:
    heard: list[Answer] = []
    answer = solve(
        SMALL_PORTFOLIO, time_limit=LONG, on_progress=heard.append, cancelled=lambda: bool(heard)
    )
    assert len(heard) == 1
    assert answer.schedule == heard[0].schedule


def test_a_municipality_without_people_lacks_everything_and_still_has_an_answer() -> None:
    nobody = replace(SMALL_PORTFOLIO, workers=(), pins=())
    answer = solve(nobody, time_limit=LONG, effort=2)
    asked = sum(need.amount for task in nobody.tasks for need in task.needs)
    assert answer.figures[Objective.SHORTAGE] == asked


def test_a_problem_of_nothing_is_solved() -> None:
    answer = solve(Problem(5, (), objectives=MUNICIPAL), time_limit=LONG)
    assert (answer.status, set(answer.figures.values())) == (Status.OPTIMAL, {0})


def test_a_pin_holds_where_somebody_else_would_do_it_without() -> None:
    task = Task("a", 1, needs=(Need("law", 2),), earliest=1, latest=1)
    workers = (Worker("Kim", {"law": 1}, (2,)), Worker("Sam", {}, (0,)))
    pinned = Problem(3, (task,), (), workers, MUNICIPAL, pins=(Given("a", 0, "Sam", 1),))
    answer = solve(pinned, time_limit=LONG)
    assert answer.schedule is not None
    assert sorted(answer.schedule.given) == [Given("a", 0, "Kim", 1), Given("a", 0, "Sam", 1)]


def test_windows_that_nothing_fits_are_infeasible() -> None:
    tasks = (Task("a", 3), Task("b", 1, after=("a",), latest=2))
    assert solve(Problem(9, tasks), time_limit=LONG).status == Status.INFEASIBLE


def test_more_people_than_there_are_is_infeasible() -> None:
    short = replace(small_team(1), workers=())
    assert solve(short, time_limit=LONG).status == Status.INFEASIBLE


@pytest.mark.parametrize("limit", [0.0, 1e-9])
def test_no_time_gives_what_is_found_at_once(limit: float) -> None:
    assert solve(SMALL_PORTFOLIO, time_limit=limit).schedule is not None
    assert solve(small_team(1), time_limit=limit).status == Status.UNKNOWN
