"""A first schedule, at once, where needs may lack: block by block, each where it lacks least."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from random import Random

from services.planning.domain.scheduling.problem import (
    Given,
    Problem,
    Profile,
    Schedule,
    Task,
    at,
)
from services.planning.domain.scheduling.windows import Windows, arcs, dates_of

AT_ONCE = 6
"""How many blocks at most are placed anew at once."""

TRIES = 300
"""How often that is tried: most of what it finds, it finds before."""

Cost = tuple[int, int, int]
"""What is lacking, late, and moved."""


def first_schedules(
    problem: Problem, windows: Windows, seed: int, goes_on: Callable[[], bool]
) -> Iterator[Schedule]:
    """A schedule of blocks placed in order, those without a choice first; then each better one that
    is found by placing some blocks anew, as long as it goes on. None at all where a block finds no
    start within the resources.
    """
    building = _Building(problem, windows)
    blocks = _order(problem, windows)
    for block in blocks:
        if not building.place(block):
            return
    yield building.schedule()
    random = Random(seed)  # noqa: S311  # no secret
    for _ in range(TRIES if blocks else 0):
        if not goes_on():
            return
        again = random.sample(blocks, min(len(blocks), random.randint(1, AT_ONCE)))
        if building.place_anew(again):
            yield building.schedule()


def _order(problem: Problem, windows: Windows) -> Sequence[str]:
    """The least choice first, each after those that it waits for."""
    waits: dict[str, set[str]] = defaultdict(set)
    for before, after in arcs(problem):
        if before != after:
            waits[after].add(before)
    ordered: dict[str, None] = {}
    waiting = sorted(windows.first, key=lambda each: windows.last[each] - windows.first[each])
    while waiting:
        free = next((each for each in waiting if waits[each] <= ordered.keys()), waiting[0])
        ordered[free] = None
        waiting.remove(free)
    return list(ordered)


@dataclass(frozen=True, slots=True)
class _Row:
    """What a need asks beside its pins, from when after its block starts, and who can give it,
    those with the fewest skills first. Needs with one `team` ask the same for one demand.
    """

    task: str
    place: int
    team: tuple[str, str, int]
    offset: int
    duration: int
    wanted: int
    able: Sequence[str]


@dataclass(frozen=True, slots=True)
class _Placed:
    """Where a block is, what it costs there, and who gives how much to its rows."""

    start: int
    cost: Cost
    given: Sequence[tuple[_Row, str, int]]


class _Building:
    """The blocks that have a start, and what is left of people and resources beside them."""

    def __init__(self, problem: Problem, windows: Windows) -> None:
        self._problem = problem
        self._windows = windows
        self._gaps = arcs(problem)
        self._promised = dates_of(problem, problem.promised)
        self._placed: dict[str, _Placed] = {}
        self._tasks: dict[str, list[Task]] = {block: [] for block in windows.first}
        self._rows: dict[str, list[_Row]] = {block: [] for block in windows.first}
        for task in problem.tasks:
            self._tasks[task.block].append(task)
            self._rows[task.block] += _rows(problem, task)
        self._left = {name: self._profile(each) for name, each in problem.capacity.items()}
        self._resources = {each.name: self._profile(each.capacity) for each in problem.resources}
        for pin in problem.pins:
            task = problem.task[pin.task]
            for period in range(task.earliest, task.earliest + task.duration):
                self._left[pin.worker][period] -= pin.amount

    def place(self, block: str) -> bool:
        """Start a block where it costs least beside those that have a start; whether it can."""
        best: _Placed | None = None
        for late, moved, start in sorted(self._possible(block)):
            # A later candidate is no better in what comes next, so it must lack less.
            lacking, given = self._staff(block, start, best.cost[0] if best else None)
            if best is None or lacking < best.cost[0]:
                best = _Placed(start, (lacking, late, moved), given)
            if best.cost[0] == 0:
                break
        if best is not None:
            self._put(block, best)
        return best is not None

    def place_anew(self, blocks: Sequence[str]) -> bool:
        """Place these beside all others, in this order, if all together that costs less; whether it
        does.
        """
        before = {block: self._placed[block] for block in blocks}
        for block in blocks:
            self._remove(block)
        placed = all(self.place(block) for block in blocks)
        if placed and _cost(self._placed[block] for block in blocks) < _cost(before.values()):
            return True
        for block in [block for block in blocks if block in self._placed]:
            self._remove(block)
        for block, there in before.items():
            self._put(block, there)
        return False

    def schedule(self) -> Schedule:
        """The blocks as they are, with all pins."""
        given = Counter(self._problem.pinned)
        for placed in self._placed.values():
            for row, name, amount in placed.given:
                given[row.task, row.place, name] += amount
        return Schedule(
            {
                task.name: self._placed[task.block].start + task.offset
                for task in self._problem.tasks
            },
            tuple(Given(*key, amount) for key, amount in given.items() if amount),
        )

    def _profile(self, profile: Profile) -> list[int]:
        return [at(profile, period) for period in range(self._problem.horizon)]

    def _possible(self, block: str) -> Iterator[tuple[int, int, int]]:
        """The starts in the order of the blocks that have one, within the resources: how late, how
        far moved, and when.
        """
        first, last = self._windows.first[block], self._windows.last[block]
        for (before, after), gap in self._gaps.items():
            if after == block and before in self._placed:
                first = max(first, self._placed[before].start + gap)
            if before == block and after in self._placed:
                last = min(last, self._placed[after].start - gap)
        for start in range(first, last + 1):
            if all(
                units <= self._resources[name][period]
                for (name, period), units in self._uses(block, start).items()
            ):
                yield self._late(block, start), abs(start - self._promised.get(block, start)), start

    def _late(self, block: str, start: int) -> int:
        return sum(
            task.weight * max(0, start + task.offset + task.duration - task.due)
            for task in self._tasks[block]
            if task.due is not None
        )

    def _uses(self, block: str, start: int) -> Counter[tuple[str, int]]:
        """Per resource and period what a block takes of it."""
        used: Counter[tuple[str, int]] = Counter()
        for task in self._tasks[block]:
            begin = start + task.offset
            for name, units in task.uses.items():
                for period in range(begin, begin + task.duration):
                    used[name, period] += units
        return used

    def _staff(
        self, block: str, start: int, less_than: int | None
    ) -> tuple[int, list[tuple[_Row, str, int]]]:
        """What is lacking and who gives what; not to the end once it lacks no less than that. Who
        works on the demand already goes first.
        """
        given: list[tuple[_Row, str, int]] = []
        works: dict[tuple[str, str, int], list[str]] = {}
        lacking = 0
        for row in self._rows[block]:
            on_it = works.setdefault(row.team, [])
            wanted = row.wanted
            begin = start + row.offset
            for name in (*on_it, *row.able):
                if wanted == 0:
                    break
                amount = min(wanted, *self._left[name][begin : begin + row.duration])
                if amount > 0:
                    wanted -= amount
                    given.append((row, name, amount))
                    self._take(row, name, start, amount)
                    if name not in on_it:
                        on_it.append(name)
            lacking += wanted * row.duration
            if less_than is not None and lacking >= less_than:
                break
        for row, name, amount in given:
            self._take(row, name, start, -amount)
        return lacking, given

    def _put(self, block: str, placed: _Placed) -> None:
        self._placed[block] = placed
        self._count(block, placed, 1)

    def _remove(self, block: str) -> None:
        self._count(block, self._placed.pop(block), -1)

    def _count(self, block: str, placed: _Placed, sign: int) -> None:
        for (name, period), units in self._uses(block, placed.start).items():
            self._resources[name][period] -= sign * units
        for row, name, amount in placed.given:
            self._take(row, name, placed.start, sign * amount)

    def _take(self, row: _Row, name: str, start: int, amount: int) -> None:
        left = self._left[name]
        for period in range(start + row.offset, start + row.offset + row.duration):
            left[period] -= amount


def _rows(problem: Problem, task: Task) -> Iterator[_Row]:
    for place, need in enumerate(task.needs if task.duration else ()):
        able = sorted(
            (worker for worker in problem.workers if worker.can(need)),
            key=lambda worker: len(worker.skills),
        )
        pinned = sum(
            problem.pinned.get((task.name, place, worker.name), 0) for worker in problem.workers
        )
        yield _Row(
            task.name,
            place,
            (problem.demand(task.name, place), need.skill, need.level),
            task.offset,
            task.duration,
            max(0, need.amount - pinned),
            [worker.name for worker in able],
        )


def _cost(placed: Iterable[_Placed]) -> Cost:
    lacking, late, moved = (sum(figures) for figures in zip(*(e.cost for e in placed), strict=True))
    return lacking, late, moved
