"""Who gives what when it is known when everything starts: then every week stands alone, and a
maximum flow says exactly whether all can be given.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from services.planning.domain.balance.assignment import Assignment
from services.planning.domain.proposal.posing import Place, Posed
from services.planning.domain.proposal.proposal import Giver
from services.planning.domain.scheduling.problem import Given, Schedule, Task, at

Starts = Mapping[UUID, int]
"""The week in which each subproject that can move starts."""

Served = Mapping[tuple[str, str], int]
"""Minutes per task and worker, beside the pins."""


class Weekly:
    """The weeks of a problem of which each need gets what is `asked` of it: of its place, or else
    all that it asks. Who is `usual` at a place goes before others.
    """

    def __init__(
        self, of: Posed, asked: Mapping[Place, int], usual: Mapping[Place, Sequence[Giver]]
    ) -> None:
        self._of, self._asked, self._usual = of, asked, usual
        self._workers = sorted(of.problem.workers, key=lambda each: len(each.skills))
        self._pinned_at: Counter[str] = Counter()
        self._pinned_of: Counter[tuple[str, int]] = Counter()
        for pin in of.problem.pins:
            self._pinned_at[pin.task] += pin.amount
            self._pinned_of[pin.worker, of.problem.task[pin.task].earliest] += pin.amount
        self._known: dict[tuple[int, tuple[str, ...]], Served | None] = {}
        self._units: dict[str, Sequence[int]] = {}

    def schedule(self, starts: Starts) -> Schedule | None:
        """All that is asked is given by somebody, with these starts; None when it cannot be."""
        given = Counter(self._of.problem.pinned)
        for week, names in sorted(self._tasks(starts).items()):
            served = self._served(week, names)
            if served is None:
                return None
            for (task, worker), minutes in served.items():
                given[task, 0, worker] += minutes
        return Schedule(
            {task.name: self._start(task, starts) for task in self._of.problem.tasks},
            tuple(Given(*key, minutes) for key, minutes in sorted(given.items()) if minutes),
        )

    def room(
        self, starts: Starts, expertise_id: UUID, level: int, weeks: Iterable[int]
    ) -> Mapping[int, int]:
        """Per week how many minutes of an expertise could be given beside all that is asked."""
        tasks = self._tasks(starts)
        able = [
            unit
            for unit, worker in enumerate(self._workers)
            if worker.skills.get(str(expertise_id), 0) >= level
        ]
        found: dict[int, int] = {}
        for week in weeks:
            assignment, _ = self._assigned(week, tasks.get(week, ()))
            found[week] = assignment.serve(sum(self._left(week)), able)
        return found

    def _tasks(self, starts: Starts) -> Mapping[int, tuple[str, ...]]:
        """What is done per week."""
        found: defaultdict[int, list[str]] = defaultdict(list)
        for name in self._of.places:
            found[self._start(self._of.problem.task[name], starts)].append(name)
        return {week: tuple(names) for week, names in found.items()}

    def _start(self, task: Task, starts: Starts) -> int:
        return task.earliest if task.group is None else starts[UUID(task.group)] + task.offset

    def _served(self, week: int, names: tuple[str, ...]) -> Served | None:
        if (week, names) not in self._known:
            assignment, complete = self._assigned(week, names)
            served = {
                (names[need], self._workers[unit].name): minutes
                for need, unit, minutes in assignment.served()
            }
            self._known[week, names] = served if complete else None
        return self._known[week, names]

    def _assigned(self, week: int, names: Sequence[str]) -> tuple[Assignment, bool]:
        """The flow of a week, and whether all is served."""
        assignment, complete = Assignment(self._left(week)), True
        for name in names:
            wanted = self._wanted(name)
            complete &= assignment.serve(wanted, self._able(name)) == wanted
        return assignment, complete

    def _wanted(self, name: str) -> int:
        demand, place = self._of.places[name]
        amount = self._of.problem.task[name].needs[0].amount
        return max(0, self._asked.get((demand.id, place), amount) - self._pinned_at[name])

    def _left(self, week: int) -> Sequence[int]:
        return [
            at(self._of.problem.capacity[each.name], week) - self._pinned_of[each.name, week]
            for each in self._workers
        ]

    def _able(self, name: str) -> Sequence[int]:
        if name not in self._units:
            need = self._of.problem.task[name].needs[0]
            demand, place = self._of.places[name]
            usual = self._usual.get((demand.id, place), ())
            able = [unit for unit, worker in enumerate(self._workers) if worker.can(need)]
            able.sort(key=lambda unit: self._of.givers[self._workers[unit].name] not in usual)
            self._units[name] = able
        return self._units[name]
