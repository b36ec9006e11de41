"""Plans near a proposal: all stays where it is, but for the few subprojects that a conflict is
about. That is far less to search than everything, and what is found is checked as a whole plan.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice, takewhile
from uuid import UUID

from services.planning.domain.proposal.inputs import Inputs
from services.planning.domain.proposal.posing import Place, Posed, Terms, posed
from services.planning.domain.proposal.proposal import Giver
from services.planning.domain.proposal.reading import Reading
from services.planning.domain.proposal.weekly import Starts, Weekly
from services.planning.domain.scheduling.check import faults
from services.planning.domain.scheduling.windows import arcs, windows_of

MOST_MOVED = 3
"""So many subprojects are moved at once."""

MOST_TRIED = 150
"""So many ways to move them are tried, the smallest moves first."""


class Near:
    """What can be near a proposal when these subprojects may move."""

    def __init__(self, of: Posed, reading: Reading, movable: Sequence[UUID]) -> None:
        self._of, self._reading = of, reading
        self._movable = [key for key in movable if key in of.dates.start][:MOST_MOVED]
        self._starts = {key: reading.start(key) for key in of.dates.start}
        self._usual = _usual(of, reading)

    def plan(self, inputs: Inputs, terms: Terms, goes_on: Callable[[], bool]) -> Reading | None:
        """A plan in which every demand gets what the terms ask; None when there is none near, or
        none yet when it no longer goes on.
        """
        of = posed(inputs, Terms(latest=terms.latest))
        weekly = Weekly(of, terms.asked, self._usual)
        around = takewhile(lambda _: goes_on(), self._around(of))
        tried = (self._checked(inputs, of, weekly, each) for each in around)
        return next((each for each in tried if each is not None), None)

    def plan_at(self, inputs: Inputs, terms: Terms, starts: Starts) -> Reading | None:
        """The same with these starts."""
        of = posed(inputs, Terms(latest=terms.latest))
        return self._checked(inputs, of, Weekly(of, terms.asked, self._usual), starts)

    def room(self, expertise_id: UUID, level: int, weeks: range) -> Mapping[int, int]:
        """Per week the minutes of an expertise that are left beside what the proposal gives."""
        weekly = Weekly(self._of, self._reading.given(), self._usual)
        return weekly.room(self._starts, expertise_id, level, weeks)

    def _checked(self, inputs: Inputs, of: Posed, weekly: Weekly, starts: Starts) -> Reading | None:
        """What is told to work keeps every rule, counted apart from what found it."""
        schedule = weekly.schedule(starts)
        if schedule is None or faults(of.problem, schedule):
            return None
        return Reading(inputs, of, schedule)

    def _around(self, of: Posed) -> Iterator[Starts]:
        """The starts of the proposal as far as they can be, then those with the smallest moves."""
        windows, gaps = windows_of(of.problem), arcs(of.problem)
        if not windows.possible:
            return
        first = {key: windows.first[f"group {key}"] for key in of.dates.start}
        last = {key: windows.last[f"group {key}"] for key in of.dates.start}
        base = {key: min(max(self._starts[key], first[key]), last[key]) for key in of.dates.start}
        ranges = [range(first[key], last[key] + 1) for key in self._movable]
        planned = [base[key] for key in self._movable]

        def in_order(starts: Starts) -> bool:
            at = {f"group {key}": start for key, start in starts.items()}
            return all(at[after] - at[before] >= gap for (before, after), gap in gaps.items())

        ways = nearest_first(planned, ranges)
        moved = (base | dict(zip(self._movable, each, strict=True)) for each in ways)
        yield from islice(filter(in_order, moved), MOST_TRIED)


def nearest_first(planned: Sequence[int], ranges: Sequence[range]) -> Iterator[tuple[int, ...]]:
    """A start out of each range, in every way: the ways that move least in all before the others,
    and the earlier starts before the later.
    """
    furthest = sum(
        max(was - each[0], each[-1] - was) for was, each in zip(planned, ranges, strict=True)
    )
    for weeks in range(furthest + 1):
        yield from _moved_by(weeks, planned, ranges)


def _moved_by(
    weeks: int, planned: Sequence[int], ranges: Sequence[range]
) -> Iterator[tuple[int, ...]]:
    """Those that move so many weeks in all."""
    if not ranges:
        if weeks == 0:
            yield ()
        return
    was, first = planned[0], ranges[0]
    near = range(max(first[0], was - weeks), min(first[-1], was + weeks) + 1)
    ends = sorted({was - weeks, was + weeks} & set(near))
    for start in near if len(ranges) > 1 else ends:
        left = weeks - abs(start - was)
        yield from ((start, *others) for others in _moved_by(left, planned[1:], ranges[1:]))


def _usual(of: Posed, reading: Reading) -> Mapping[Place, Sequence[Giver]]:
    found: defaultdict[Place, list[Giver]] = defaultdict(list)
    for each in reading.schedule.given:
        demand, place = of.places[each.task]
        found[demand.id, place].append(of.givers[each.worker])
    return found
