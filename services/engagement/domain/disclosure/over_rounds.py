"""What the figures of several rounds tell together to somebody who believes that people kept to
their answer.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import accumulate, pairwise
from uuid import UUID

from ortools.sat.python import cp_model

from services.engagement.domain.disclosure.limits import FEWEST_ANSWERS
from services.engagement.domain.disclosure.rounds import Cell, Part, Publication
from services.engagement.domain.disclosure.scales import Bands

Trail = tuple[int, ...]
"""The parts that somebody was in, over all rounds, by their places."""

EFFORT = 0.2
"""The solver's own count of its work, about a second each. What it cannot show by then is refused:
that is safe, and the same on every machine.
"""


class OverRounds:
    """The parts that were told of before, beside the cells of a new round."""

    def __init__(self, cells: Sequence[Cell], bands: Bands, history: Iterable[Publication]) -> None:
        told = [(part, each.bands) for each in history for part in each.parts]
        self._told = [part for part, _ in told]
        self._told_in = [told_in for _, told_in in told]
        self._bands = bands
        trails: dict[UUID, Trail] = {}
        for place, part in enumerate(self._told):
            for person in part.people:
                trails[person] = (*trails.get(person, ()), place)
        cell_of = {person: place for place, cell in enumerate(cells) for person in cell.people}
        self._people = Counter(
            (trails.get(person, ()), cell_of.get(person)) for person in trails.keys() | cell_of
        )

    def allow(self, parts: Sequence[tuple[Part, Collection[int]]]) -> bool:
        """Whether parts of the new round, each with its cells, may be told beside what was told.

        A part may if nobody was ever told about with only some of its people, or with others. Any
        other may if it can be accounted for, with all that it has people in common with directly
        or by way of others, by people who never change their answer; see `_accounted_for`.
        """
        told = len(self._told)
        new = range(told, told + len(parts))
        part_of = {
            cell: place for place, (_, cells) in zip(new, parts, strict=True) for cell in cells
        }
        trails: Counter[Trail] = Counter()
        for (trail, cell), people in self._people.items():
            part = None if cell is None else part_of.get(cell)
            trails[trail if part is None else (*trail, part)] += people
        linked = _linked(trails, new)
        counts = [part.counts for part in self._told] + [part.counts for part, _ in parts]
        bands = self._told_in + [self._bands] * len(parts)
        return _accounted_for(
            {trail: people for trail, people in trails.items() if linked.intersection(trail)},
            {place: (counts[place], bands[place]) for place in linked},
        )


def _linked(trails: Collection[Trail], new: range) -> set[int]:
    """The new parts, and all that they have people in common with directly or by way of others;
    without those whose people all have one trail.
    """
    above = list(range(new.stop))

    def top(place: int) -> int:
        while above[place] != place:
            above[place] = above[above[place]]
            place = above[place]
        return place

    for trail in trails:
        for one, other in pairwise(trail):
            above[top(one)] = top(other)
    kinds = Counter(top(trail[0]) for trail in trails if trail)
    tops = {top(place) for place in new}
    return {place for place in range(new.stop) if top(place) in tops and kinds[top(place)] > 1}


def _accounted_for(
    trails: Mapping[Trail, int], told: Mapping[int, tuple[tuple[int, ...], Bands]]
) -> bool:
    """Whether people can be given an answer, for all rounds the same, so that every part has those
    that were told of it; who has one too many did not answer in that round.

    Of the people of one trail nobody can be told from another. Where there are fewer than five, one
    gets no answer: whoever it is may think anything. Where there are more, every band is thought by
    somebody: whoever it is.
    """
    model = cp_model.CpModel()
    finest = max((bands for _, bands in told.values()), key=len, default=())
    thinking: dict[int, list[list[cp_model.IntVar]]] = {place: [] for place in told}
    for trail, people in trails.items():
        enough = people >= FEWEST_ANSWERS
        think = [model.new_int_var(int(enough), people, "") for _ in finest]
        model.add(cp_model.LinearExpr.sum(think) <= (people if enough else people - 1))
        for place in trail:
            thinking[place].append(think)
    for place, (counts, bands) in told.items():
        for count, band in zip(counts, _slices(bands, finest), strict=True):
            within = [each for think in thinking[place] for each in think[band]]
            model.add(cp_model.LinearExpr.sum(within) >= count)
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.cp_model_presolve = False  # costs more than the search that it saves
    solver.parameters.max_deterministic_time = EFFORT
    return solver.solve(model) in (cp_model.OPTIMAL, cp_model.FEASIBLE)


def _slices(bands: Bands, finest: Bands) -> Iterator[slice]:
    """Which of the finest bands each band takes."""
    ends = [0, *accumulate(finest)]
    for start, end in pairwise([0, *accumulate(bands)]):
        yield slice(ends.index(start), ends.index(end))
