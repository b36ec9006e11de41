"""A first schedule, at once, where needs may lack: block by block, each where it lacks least."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from random import Random

from services.planning.domain.scheduling.problem import (
    Given,
    Need,
    Problem,
    Profile,
    Schedule,
    Task,
    at,
)
from services.planning.domain.scheduling.windows import Windows, arcs, dates_of

AT_ONCE = 6
"""How many blocks at most are placed anew at once."""

GIVE_UP_AFTER = 150

Cost = tuple[int, int, int]
"""What is given, negative, so that the most given is the least; late; moved."""

Load = Counter[tuple[str, int]]
"""Per worker or resource, and period, an amount."""


def first_schedules(problem: Problem, windows: Windows, seed: int) -> Iterator[Schedule]:
    """A schedule of blocks placed in order, those without a choice first; then each better one that
    is found by placing some blocks anew, until that has failed often. None at all where a block
    finds no start within the resources.
    """
    building = _Building(problem, windows)
    blocks = _order(problem, windows)
    for block in blocks:
        if not building.place(block):
            return
    yield building.schedule()
    random = Random(seed)  # noqa: S311  # no secret
    failed = 0
    while failed < GIVE_UP_AFTER:
        again = random.sample(blocks, min(len(blocks), random.randint(1, AT_ONCE)))
        if building.place_anew(again):
            failed = 0
            yield building.schedule()
        else:
            failed += 1


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


class _Building:
    """The blocks that have a start, what is given to them, and what is taken of everything."""

    def __init__(self, problem: Problem, windows: Windows) -> None:
        self._problem = problem
        self._windows = windows
        self._gaps = arcs(problem)
        self._promised = dates_of(problem, problem.promised)
        self._capacity: Mapping[str, Profile] = dict(problem.capacity) | {
            f"resource {resource.name}": resource.capacity for resource in problem.resources
        }
        self._tasks: dict[str, list[Task]] = defaultdict(list)
        for task in problem.tasks:
            self._tasks[task.block].append(task)
        self._starts: dict[str, int] = {}
        self._given: dict[str, list[Given]] = {}
        self._taken: Load = Counter()
        self._who: dict[tuple[str, int], list[str]] = {}
        self._pinned: Counter[tuple[str, int]] = Counter()
        for pin in problem.pins:
            self._pinned[pin.task, pin.need] += pin.amount
            task = problem.task[pin.task]
            for period in _periods(task, task.earliest - task.offset):
                self._taken[pin.worker, period] += pin.amount

    def place(self, block: str) -> bool:
        """Start a block where it costs least beside those that have a start; whether it can."""
        wanted = sum(
            task.duration * max(0, need.amount - self._pinned[task.name, place])
            for task in self._tasks[block]
            for place, need in enumerate(task.needs)
        )
        best: tuple[Cost, int, list[Given]] | None = None
        for late, moved, start in sorted(self._possible(block)):
            given = self._staff(block, start)
            amount = self._amount(given)
            if best is None or (-amount, late, moved) < best[0]:
                best = ((-amount, late, moved), start, given)
            if amount == wanted:
                break
        if best is not None:
            self._put(block, *best[1:])
        return best is not None

    def place_anew(self, blocks: Sequence[str]) -> bool:
        """Place these beside all others, in this order, if all together that costs less; whether it
        does.
        """
        before = {block: (self._starts[block], self._given[block]) for block in blocks}
        cost = self._cost(blocks)
        for block in blocks:
            self.remove(block)
        if all(self.place(block) for block in blocks) and self._cost(blocks) < cost:
            return True
        for block in self._starts.keys() & before.keys():
            self.remove(block)
        for block, (start, given) in before.items():
            self._put(block, start, given)
        return False

    def remove(self, block: str) -> None:
        """Take its start away, and give back what it had."""
        self._taken.subtract(self._load(block, self._starts.pop(block), self._given.pop(block)))

    def schedule(self) -> Schedule:
        """The blocks as they are, with all pins."""
        given = Counter(self._problem.pinned)
        for each in (each for block in self._given.values() for each in block):
            given[each.task, each.need, each.worker] += each.amount
        return Schedule(
            {task.name: self._starts[task.block] + task.offset for task in self._problem.tasks},
            tuple(Given(*key, amount) for key, amount in given.items() if amount),
        )

    def _possible(self, block: str) -> Iterator[tuple[int, int, int]]:
        """The starts in the order of the blocks that have one, within the resources: how late, how
        far moved, and when.
        """
        first, last = self._windows.first[block], self._windows.last[block]
        for (before, after), gap in self._gaps.items():
            if after == block and before in self._starts:
                first = max(first, self._starts[before] + gap)
            if before == block and after in self._starts:
                last = min(last, self._starts[after] - gap)
        for start in range(first, last + 1):
            used = self._load(block, start, ())
            if all(amount <= self._left(*key) for key, amount in used.items()):
                late, moved = self._late(block, start), self._moved(block, start)
                yield late, moved, start

    def _left(self, name: str, period: int) -> int:
        return at(self._capacity[name], period) - self._taken[name, period]

    def _load(self, block: str, start: int, given: Sequence[Given]) -> Load:
        load: Load = Counter()
        for task in self._tasks[block]:
            for period in _periods(task, start):
                for resource, units in task.uses.items():
                    load[f"resource {resource}", period] += units
        for each in given:
            for period in _periods(self._problem.task[each.task], start):
                load[each.worker, period] += each.amount
        return load

    def _staff(self, block: str, start: int) -> list[Given]:
        """What the block can be given beside its pins."""
        given: list[Given] = []
        load: Load = Counter()
        works: set[tuple[str, str]] = set()
        for task in self._tasks[block]:
            if periods := _periods(task, start):
                for place, need in enumerate(task.needs):
                    given += self._serve(task, place, need, periods, load, works)
        return given

    def _serve(
        self,
        task: Task,
        place: int,
        need: Need,
        periods: range,
        load: Load,
        works: set[tuple[str, str]],
    ) -> Iterator[Given]:
        """Who works on the demand already goes first, then who can do the least else."""
        demand = self._problem.demand(task.name, place)
        wanted = need.amount - self._pinned[task.name, place]
        able = self._able(need)
        for name in sorted(able, key=lambda each: (demand, each) not in works):
            if wanted <= 0:
                return
            amount = min(wanted, *(self._left(name, p) - load[name, p] for p in periods))
            if amount > 0:
                wanted -= amount
                works.add((demand, name))
                load.update(dict.fromkeys([(name, period) for period in periods], amount))
                yield Given(task.name, place, name, amount)

    def _able(self, need: Need) -> list[str]:
        """Who can, those with the fewest skills first."""
        ask = (need.skill, need.level)
        if ask not in self._who:
            able = [worker for worker in self._problem.workers if worker.can(need)]
            self._who[ask] = [each.name for each in sorted(able, key=lambda each: len(each.skills))]
        return self._who[ask]

    def _put(self, block: str, start: int, given: list[Given]) -> None:
        self._starts[block], self._given[block] = start, given
        self._taken.update(self._load(block, start, given))

    def _cost(self, blocks: Sequence[str]) -> Cost:
        return (
            -sum(self._amount(self._given[block]) for block in blocks),
            sum(self._late(block, self._starts[block]) for block in blocks),
            sum(self._moved(block, self._starts[block]) for block in blocks),
        )

    def _amount(self, given: Sequence[Given]) -> int:
        return sum(each.amount * self._problem.task[each.task].duration for each in given)

    def _late(self, block: str, start: int) -> int:
        return sum(
            task.weight * max(0, start + task.offset + task.duration - task.due)
            for task in self._tasks[block]
            if task.due is not None
        )

    def _moved(self, block: str, start: int) -> int:
        return abs(start - self._promised.get(block, start))


def _periods(task: Task, block_start: int) -> range:
    """When it is done, if its block starts then."""
    start = block_start + task.offset
    return range(start, start + task.duration)
