"""A municipality's portfolio as a scheduling problem, made up from a seed: too much work for its
people in some weeks, promises made before, and confirmed reservations.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from random import Random

from services.planning.domain.scheduling.problem import (
    Given,
    Need,
    Objective,
    Problem,
    Schedule,
    Task,
    Worker,
)

MUNICIPAL = (
    Objective.SHORTAGE,
    Objective.LATENESS,
    Objective.MOVED,
    Objective.WITHDRAWN,
    Objective.PEOPLE,
    Objective.PEAK,
)
HOUR = 60


def portfolio(seed: int, *, subprojects: int = 40, people: int = 60, weeks: int = 52) -> Problem:
    """So many subprojects of 6 to 16 weeks with two to four demands each, a milestone at the end,
    an eighth of them confirmed in their weeks, for so many people with one to three skills.
    """
    random = Random(seed)
    skills = [f"expertise {number}" for number in range(8)]
    workers = tuple(_worker(random, f"person {n}", skills, weeks) for n in range(people))
    tasks: list[Task] = []
    pins: list[Given] = []
    starts: dict[str, int] = {}
    for number in range(subprojects):
        length = random.randint(6, 16)
        begin = random.randint(0, weeks - length - 10)
        fixed = random.random() < 1 / 8
        rows = list(_rows(random, f"subproject {number}", skills, begin, length, fixed))
        if not fixed and number and random.random() < 1 / 4:
            before = f"subproject {random.randrange(number)} milestone"
            rows[0] = replace(rows[0], after=(before,))
        tasks += rows
        if fixed:
            pins += _pins(random, rows, workers)
        if random.random() < 1 / 2:
            starts |= {row.name: begin + row.offset for row in rows}
    return Problem(
        horizon=2 * weeks,
        tasks=tuple(tasks),
        workers=workers,
        objectives=MUNICIPAL,
        pins=tuple(pins),
        promised=Schedule(starts),
    )


def _worker(random: Random, name: str, skills: Sequence[str], weeks: int) -> Worker:
    """Between 4 and 20 hours a week for projects, and five weeks of leave."""
    hours = random.randint(4, 20)
    away = set(random.sample(range(weeks), 5 * weeks // 52))
    return Worker(
        name,
        {skill: random.randint(1, 3) for skill in random.sample(skills, random.randint(1, 3))},
        (*(0 if week in away else hours * HOUR for week in range(weeks)), hours * HOUR),
    )


def _rows(
    random: Random, name: str, skills: Sequence[str], begin: int, length: int, fixed: bool
) -> list[Task]:
    """A task per week with the needs of that week, and the milestone at the end."""
    demands = [
        (f"{name} {skill}", skill, random.choice((1, 1, 2, 3)), random.randint(0, length // 3))
        for skill in random.sample(skills, random.randint(2, 4))
    ]
    rows = [
        Task(
            f"{name} week {week}",
            1,
            needs=tuple(
                Need(skill, random.randint(4, 24) * HOUR, level, demand)
                for demand, skill, level, from_week in demands
                if week >= from_week
            ),
            earliest=begin + week,
            latest=begin + week if fixed else None,
            group=name,
            offset=week,
        )
        for week in range(length)
    ]
    due = begin + length + random.randint(0, 4)
    weight = random.randint(1, 3)
    rows.append(Task(f"{name} milestone", 0, due=due, weight=weight, group=name, offset=length))
    return rows


def _pins(random: Random, rows: Sequence[Task], workers: Sequence[Worker]) -> Iterator[Given]:
    """Somebody who can is confirmed for up to eight hours a week of each need."""
    for row in rows:
        for place, need in enumerate(row.needs):
            able = [worker.name for worker in workers if worker.can(need)]
            if able:
                yield Given(row.name, place, random.choice(able), min(need.amount, 8 * HOUR))
