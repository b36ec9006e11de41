"""What is to be planned, said once for the municipality and for the two public formats.

Time is counted in whole periods from 0: ISO weeks for the municipality, the unit of the file for a
public format. Amounts are whole numbers per period: minutes for the municipality, persons (0 or 1)
for MSPSP.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

Profile = tuple[int, ...]
"""A figure per period, from period 0; the last one holds for every period after it."""


def at(profile: Profile, period: int) -> int:
    """The figure of a period."""
    return profile[min(period, len(profile) - 1)]


class Objective(StrEnum):
    """What is made as small as possible. Those of a problem go in their stated order: a later one
    never costs anything of an earlier one.
    """

    MAKESPAN = "makespan"
    """The period in which the last task ends."""
    SHORTAGE = "shortage"
    """Amount that needs lack, over all periods. Only where it is an objective may needs lack."""
    LATENESS = "lateness"
    """Periods after the due period, times the weight of the task. Only where it is an objective may
    a task end after its due period."""
    MOVED = "moved"
    """Periods between the promised start and the start, over all blocks."""
    WITHDRAWN = "withdrawn"
    """Amount promised by a worker to a need and no longer given, over all periods."""
    PEOPLE = "people"
    """Workers per demand, over all demands."""
    PEAK = "peak"
    """The heaviest load of any worker: given of available over the horizon, in thousandths, rounded
    up."""


@dataclass(frozen=True, slots=True)
class Need:
    """Work that needs a skill, at `level` or above, with `amount` per period of its task.

    Needs with the same `demand` are one demand: who works on them is counted once. A need without
    is a demand of its own.
    """

    skill: str
    amount: int
    level: int = 1
    demand: str | None = None


@dataclass(frozen=True, slots=True)
class Task:
    """Work without a break. It starts from `earliest` to `latest`, once all tasks in `after` have
    ended, and uses so many units of each resource in `uses` in each of its periods.

    Tasks of one `group` move together: each starts at its `offset` from the group's start. A demand
    that differs per week is a row of tasks of one period in a group; a milestone is a task of
    duration 0 with a due period.
    """

    name: str
    duration: int
    needs: tuple[Need, ...] = ()
    uses: Mapping[str, int] = field(default_factory=dict)
    after: tuple[str, ...] = ()
    earliest: int = 0
    latest: int | None = None
    due: int | None = None
    weight: int = 1
    group: str | None = None
    offset: int = 0

    @property
    def block(self) -> str:
        """What moves as one: the group, or the task itself when it is in none."""
        return self.name if self.group is None else f"group {self.group}"


@dataclass(frozen=True, slots=True)
class Resource:
    """Something of which tasks use units that are free again when they end."""

    name: str
    capacity: Profile


@dataclass(frozen=True, slots=True)
class Worker:
    """Somebody, or a team's pool: the level per skill, and what they can give per period to all
    needs together.
    """

    name: str
    skills: Mapping[str, int]
    capacity: Profile = (1,)

    def can(self, need: Need) -> bool:
        """Whether they master what is needed."""
        return self.skills.get(need.skill, 0) >= need.level


@dataclass(frozen=True, slots=True, order=True)
class Given:
    """What a worker gives to a need (its place in the task's `needs`), per period of the task."""

    task: str
    need: int
    worker: str
    amount: int


@dataclass(frozen=True, slots=True)
class Schedule:
    """When each task starts, and who gives what to it."""

    starts: Mapping[str, int]
    given: tuple[Given, ...] = ()


@dataclass(frozen=True)
class Problem:
    """What is to be planned before period `horizon`, and what counts.

    `pins` must be given, at least: confirmed reservations. They are of a period, so a task with a
    pin has one start only (`earliest` is `latest`), by a worker with the skill or without. Where
    somebody's pins in a period are more than their capacity, the pins count as their capacity.
    `promised` is the plan that was told before.

    Raises:
        ValueError: names that are not there or come twice, tasks after each other in a circle, a
            figure below 0, or a pin on a task that can still move.
    """

    horizon: int
    tasks: tuple[Task, ...]
    resources: tuple[Resource, ...] = ()
    workers: tuple[Worker, ...] = ()
    objectives: tuple[Objective, ...] = (Objective.MAKESPAN,)
    pins: tuple[Given, ...] = ()
    promised: Schedule = field(default_factory=lambda: Schedule({}))

    def __post_init__(self) -> None:
        for kind in (self.tasks, self.resources, self.workers):
            names = [each.name for each in kind]
            if len(names) != len(set(names)):
                raise ValueError("a name comes twice")
        self._check_tasks()
        for given in (*self.pins, *self.promised.given):
            task = self.task[given.task]
            if given.worker not in self.worker or not 0 <= given.need < len(task.needs):
                raise ValueError(f"{given} is of no worker or of no need")
        for pin in self.pins:
            if self.task[pin.task].earliest != self.task[pin.task].latest:
                raise ValueError(f"{pin.task} is pinned and can still move")
        self.order  # noqa: B018  # says so when tasks are in a circle

    def _check_tasks(self) -> None:
        resources = {resource.name for resource in self.resources}
        for task in self.tasks:
            unknown = [name for name in task.after if name not in self.task]
            unknown += [name for name in task.uses if name not in resources]
            if unknown:
                raise ValueError(f"{task.name}: {unknown} are not in the problem")
            figures = [task.duration, task.weight, *task.uses.values()]
            if min(figures + [need.amount for need in task.needs]) < 0:
                raise ValueError(f"{task.name}: a figure below 0")

    @cached_property
    def task(self) -> Mapping[str, Task]:
        """The tasks by name."""
        return {task.name: task for task in self.tasks}

    @cached_property
    def worker(self) -> Mapping[str, Worker]:
        """The workers by name."""
        return {worker.name: worker for worker in self.workers}

    @cached_property
    def pinned(self) -> Mapping[tuple[str, int, str], int]:
        """The amount that is pinned, per task, place of the need and worker."""
        found: dict[tuple[str, int, str], int] = {}
        for pin in self.pins:
            key = (pin.task, pin.need, pin.worker)
            found[key] = found.get(key, 0) + pin.amount
        return found

    @cached_property
    def capacity(self) -> Mapping[str, Profile]:
        """What each worker can give per period, no less than what is pinned in it."""
        found = {worker.name: worker.capacity for worker in self.workers}
        pinned: dict[str, dict[int, int]] = {}
        for pin in self.pins:
            task = self.task[pin.task]
            load = pinned.setdefault(pin.worker, {})
            for period in range(task.earliest, task.earliest + task.duration):
                load[period] = load.get(period, 0) + pin.amount
        for name, load in pinned.items():
            found[name] = tuple(
                max(at(found[name], period), load.get(period, 0))
                for period in range(self.horizon + 1)
            )
        return found

    def demand(self, task: str, place: int) -> str:
        """The demand that a need is of."""
        return self.task[task].needs[place].demand or f"{task} {place}"

    @cached_property
    def order(self) -> tuple[Task, ...]:
        """The tasks, each after all that it comes after."""
        ordered: dict[str, Task] = {}
        waiting = list(self.tasks)
        while waiting:
            free = [task for task in waiting if all(name in ordered for name in task.after)]
            if not free:
                raise ValueError("tasks are after each other in a circle")
            ordered |= {task.name: task for task in free}
            waiting = [task for task in waiting if task.name not in ordered]
        return tuple(ordered.values())

    def minimises(self, objective: Objective) -> bool:
        """Whether it is one of the objectives."""
        return objective in self.objectives


class Status(StrEnum):
    """How far solving came."""

    OPTIMAL = "optimal"
    """There is no better schedule: proved."""
    FEASIBLE = "feasible"
    """The best schedule found when the limit was reached."""
    INFEASIBLE = "infeasible"
    """There is no schedule: proved."""
    UNKNOWN = "unknown"
    """None was found before the limit."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A schedule with its figure per objective, and per objective a `bound` below which no schedule
    comes that keeps the figures of the objectives before it.
    """

    status: Status
    schedule: Schedule | None
    figures: Mapping[Objective, int]
    bounds: Mapping[Objective, int]
