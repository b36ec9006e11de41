"""Whether a schedule keeps every rule of its problem, by counting. It knows no model."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from services.planning.domain.scheduling.problem import Objective, Problem, Schedule, at


class Rule(StrEnum):
    """What a schedule must keep."""

    STARTS = "every task starts, once, before the horizon ends"
    WINDOW = "a task starts within its window and ends in time where it must"
    GROUP = "the tasks of a group move together"
    ORDER = "a task starts after those before it have ended"
    RESOURCE = "no more of a resource is used than there is"
    KNOWN = "what is given is given once, by a worker who is there, to a need that is there"
    SKILL = "a worker has the skill, from the level"
    LOAD = "a worker gives no more than they have"
    NEED = "a need gets what it asks: never more, and never less where nothing may lack"
    PIN = "what is pinned is given"


@dataclass(frozen=True, slots=True)
class Fault:
    """A rule that is broken, and by what."""

    rule: Rule
    by: str


def faults(problem: Problem, schedule: Schedule) -> list[Fault]:
    """Every rule that is broken; where tasks or names are not there, only that."""
    unknown = [*_starts(problem, schedule), *_known(problem, schedule)]
    if unknown:
        return unknown
    rules = (_windows, _groups, _order, _resources, _skills, _loads, _needs, _pins)
    return [fault for rule in rules for fault in rule(problem, schedule)]


def _starts(problem: Problem, schedule: Schedule) -> Iterator[Fault]:
    for name in sorted(problem.task.keys() ^ schedule.starts.keys()):
        yield Fault(Rule.STARTS, name)
    for name in sorted(problem.task.keys() & schedule.starts.keys()):
        start = schedule.starts[name]
        if start < 0 or start + problem.task[name].duration > problem.horizon:
            yield Fault(Rule.STARTS, name)


def _known(problem: Problem, schedule: Schedule) -> Iterator[Fault]:
    seen: set[tuple[str, int, str]] = set()
    for given in schedule.given:
        key = (given.task, given.need, given.worker)
        task = problem.task.get(given.task)
        there = task is not None and 0 <= given.need < len(task.needs)
        if not there or given.worker not in problem.worker or key in seen or given.amount <= 0:
            yield Fault(Rule.KNOWN, str(given))
        seen.add(key)


def _windows(problem: Problem, schedule: Schedule) -> Iterator[Fault]:
    for task in problem.tasks:
        start = schedule.starts[task.name]
        early = start < task.earliest
        passed = task.latest is not None and start > task.latest
        overdue = task.due is not None and start + task.duration > task.due
        if early or passed or (overdue and Objective.LATENESS not in problem.objectives):
            yield Fault(Rule.WINDOW, task.name)


def _groups(problem: Problem, schedule: Schedule) -> Iterator[Fault]:
    begins: dict[str, int] = {}
    for task in problem.tasks:
        if task.group is not None:
            begin = schedule.starts[task.name] - task.offset
            if begins.setdefault(task.group, begin) != begin:
                yield Fault(Rule.GROUP, task.name)


def _order(problem: Problem, schedule: Schedule) -> Iterator[Fault]:
    for task in problem.tasks:
        for before in task.after:
            ended = schedule.starts[before] + problem.task[before].duration
            if schedule.starts[task.name] < ended:
                yield Fault(Rule.ORDER, f"{before}, {task.name}")


def _resources(problem: Problem, schedule: Schedule) -> Iterator[Fault]:
    for resource in problem.resources:
        used: Counter[int] = Counter()
        for task in problem.tasks:
            start = schedule.starts[task.name]
            for period in range(start, start + task.duration):
                used[period] += task.uses.get(resource.name, 0)
        for period in sorted(used):
            if used[period] > at(resource.capacity, period):
                yield Fault(Rule.RESOURCE, f"{resource.name} in {period}")


def _skills(problem: Problem, schedule: Schedule) -> Iterator[Fault]:
    for given in schedule.given:
        need = problem.task[given.task].needs[given.need]
        pinned = problem.pinned.get((given.task, given.need, given.worker), 0)
        level = problem.worker[given.worker].skills.get(need.skill, 0)
        if level < need.level and given.amount > pinned:
            yield Fault(Rule.SKILL, str(given))


def _loads(problem: Problem, schedule: Schedule) -> Iterator[Fault]:
    loads: Counter[tuple[str, int]] = Counter()
    for given in schedule.given:
        start = schedule.starts[given.task]
        for period in range(start, start + problem.task[given.task].duration):
            loads[given.worker, period] += given.amount
    for (worker, period), load in sorted(loads.items()):
        if load > at(problem.capacity[worker], period):
            yield Fault(Rule.LOAD, f"{worker} in {period}")


def _needs(problem: Problem, schedule: Schedule) -> Iterator[Fault]:
    got: Counter[tuple[str, int]] = Counter()
    for given in schedule.given:
        got[given.task, given.need] += given.amount
    may_lack = Objective.SHORTAGE in problem.objectives
    for task in problem.tasks:
        for place, need in enumerate(task.needs):
            amount = got[task.name, place]
            pinned = sum(
                problem.pinned.get((task.name, place, worker), 0) for worker in problem.worker
            )
            if amount > max(need.amount, pinned) or (amount < need.amount and not may_lack):
                yield Fault(Rule.NEED, f"{task.name}, {need.skill}")


def _pins(problem: Problem, schedule: Schedule) -> Iterator[Fault]:
    given = {(each.task, each.need, each.worker): each.amount for each in schedule.given}
    for key, amount in problem.pinned.items():
        if given.get(key, 0) < amount:
            yield Fault(Rule.PIN, f"{key[0]}, {key[2]}")
