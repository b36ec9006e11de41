"""Scheduling problems so small that every schedule can be tried, and the trying."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, product
from random import Random

from services.planning.domain.scheduling.check import faults
from services.planning.domain.scheduling.figures import figures_of
from services.planning.domain.scheduling.problem import (
    Given,
    Need,
    Problem,
    Resource,
    Schedule,
    Task,
    Worker,
)
from tests.support.portfolio import MUNICIPAL


def best_figures(problem: Problem) -> tuple[int, ...] | None:
    """The figures of the best of all schedules that keep the rules; None when none does."""
    tried = (schedule for schedule in _schedules(problem) if not faults(problem, schedule))
    return min((tuple(figures_of(problem, each).values()) for each in tried), default=None)


def small_project(seed: int) -> Problem:
    """Four tasks, some after each other, that share two resources, one of them not constant."""
    random = Random(seed)
    tasks = tuple(
        Task(
            f"task {number}",
            random.randint(0, 3),
            uses={name: random.randint(0, 2) for name in ("R1", "R2")},
            after=tuple(f"task {before}" for before in range(number) if random.random() < 0.3),
        )
        for number in range(4)
    )
    profile = tuple(random.randint(1, 2) for _ in range(5))
    return Problem(8, tasks, resources=(Resource("R1", (2,)), Resource("R2", (*profile, 2))))


def small_team(seed: int) -> Problem:
    """Three tasks that need one or two people with skills, of three who do one thing at a time."""
    random = Random(seed)
    skills = ("S1", "S2")
    tasks = tuple(
        Task(
            f"task {number}",
            random.randint(1, 2),
            needs=tuple(Need(skill, 1) for skill in random.sample(skills, random.randint(1, 2))),
            after=tuple(f"task {before}" for before in range(number) if random.random() < 0.2),
        )
        for number in range(3)
    )
    workers = tuple(
        Worker(f"worker {number}", dict.fromkeys(random.sample(skills, random.randint(1, 2)), 1))
        for number in range(3)
    )
    return Problem(6, tasks, workers=workers)


def small_municipality(seed: int) -> Problem:
    """Two subprojects of two weeks and a confirmed week of something else, for two people who do
    not have enough; one subproject and somebody's hours were promised.
    """
    random = Random(seed)
    tasks = [
        Task("confirmed", 1, needs=(Need("S2", 1),), earliest=1, latest=1),
        Task("B milestone", 0, due=random.randint(2, 3), weight=2, group="B", offset=2),
        Task("A milestone", 0, due=random.randint(2, 3), group="A", offset=2),
    ]
    for group, most in (("A", 1), ("B", 2)):
        after = ("A1",) if group == "B" and random.random() < 0.4 else ()
        for week in range(2):
            need = Need("S1", random.randint(1, most), random.randint(1, 2), f"demand of {group}")
            tasks.append(Task(f"{group}{week}", 1, (need,), after=after, group=group, offset=week))
    workers = tuple(
        Worker(
            name,
            {"S1": random.randint(1, 2), "S2": random.randint(0, 1)},
            tuple(random.randint(0, 2) for _ in range(4)),
        )
        for name in "XY"
    )
    begin = random.randint(0, 2)
    promised = Schedule({"A0": begin, "A1": begin + 1}, (Given("A0", 0, random.choice("XY"), 1),))
    pins = (Given("confirmed", 0, random.choice("XY"), 1),)
    return Problem(4, tuple(tasks), (), workers, MUNICIPAL, pins, promised)


def _schedules(problem: Problem) -> Iterator[Schedule]:
    """Every start of every block that can be, with everything that everybody can give."""
    staffings = [tuple(chain.from_iterable(each)) for each in product(*_per_need(problem))]
    dates_alone = replace(
        problem,
        tasks=tuple(replace(task, needs=()) for task in problem.tasks),
        pins=(),
        promised=Schedule({}),
    )
    blocks = list(dict.fromkeys(task.block for task in problem.tasks))
    for begins in product(range(problem.horizon + 1), repeat=len(blocks)):
        begin = dict(zip(blocks, begins, strict=True))
        starts = {task.name: begin[task.block] + task.offset for task in problem.tasks}
        if not faults(dates_alone, Schedule(starts)):
            yield from (Schedule(starts, given) for given in staffings)


def _per_need(problem: Problem) -> Iterator[list[tuple[Given, ...]]]:
    """Per need everything that it can be given, up to what it asks."""
    for task in problem.tasks:
        for place, need in enumerate(task.needs):
            given = [
                tuple(
                    Given(task.name, place, worker.name, amount)
                    for worker, amount in zip(problem.workers, amounts, strict=True)
                    if amount
                )
                for amounts in product(range(need.amount + 1), repeat=len(problem.workers))
                if sum(amounts) <= need.amount
            ]
            yield given
