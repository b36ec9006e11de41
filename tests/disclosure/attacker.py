"""What somebody can work out who knows the organisation and remembers every figure that ever left.

The attacker knows who was invited where, and nothing of how figures were chosen. Within a round he
even knows who answered, though not what. Over rounds he believes that nobody changes their mind; he
does not know who answered. He is exact: what he says of a small group holds in every way in which
things can have been, and integers are integers.

People whom no figure tells apart are one class to him. Of a class of five or more, he knows a small
group when all its people gave an answer, or none did; of a smaller class, when he knows how many.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, combinations, pairwise
from uuid import UUID

from ortools.sat.python import cp_model

SMALL = 5
"""A group of fewer people is protected."""

Key = tuple[int, ...]

World = list[list[int]]
"""How many of each class of people are in each band."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A figure that left: how many of these people gave an answer in each band, in a round."""

    round_number: int
    people: frozenset[UUID]
    bands: tuple[int, ...]
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the attacker worked out: so many of a small group gave an answer in a band, exactly."""

    rounds: tuple[int, ...]
    people: frozenset[UUID]
    band: int
    count: int


def attack(seen: Collection[Seen], answers: Mapping[int, Mapping[UUID, int]]) -> Iterator[Known]:
    """All that is known of small groups.

    `answers` are those of every round: the attacker is told whose they are, not what they are. That
    they are one way in which things can have been saves him from looking for another.
    """
    rounds = sorted({each.round_number for each in seen})
    for number in rounds:
        of_round = [each for each in seen if each.round_number == number]
        yield from _attack_round(of_round, answers[number])
    clear: list[frozenset[int]] = []
    for belief in _beliefs(rounds):
        if not any(belief <= other for other in clear):
            found = list(_attack_rounds([each for each in seen if each.round_number in belief]))
            yield from (known for each in found for known in each.known)
            if not any(each.known or each.mistaken for each in found):
                clear.append(belief)


def _beliefs(rounds: Sequence[int]) -> list[frozenset[int]]:
    """The rounds between which nobody changes their mind: any that follow each other, and any two;
    the most first. What is not known from some rounds is not known from fewer.
    """
    runs = [
        frozenset(rounds[start:end])
        for start in range(len(rounds))
        for end in range(start + 2, len(rounds) + 1)
    ]
    pairs = [frozenset(pair) for pair in combinations(rounds, 2)]
    return sorted({*runs, *pairs}, key=lambda each: (-len(each), sorted(each)))


def _attack_round(seen: Sequence[Seen], answers: Mapping[UUID, int]) -> Iterator[Known]:
    """The answers of those who answered: each gave one, and the figures hold exactly."""
    answered = frozenset(answers)
    worlds = _Worlds(_classes([each.people & answered for each in seen]), seen)
    for people, given in zip(worlds.sizes, worlds.given, strict=True):
        worlds.model.add(sum(given) == people)
    for place, each in enumerate(seen):
        for count, band in worlds.bands_of(each):
            worlds.model.add(
                sum(worlds.given[which][of] for which in worlds.within[place] for of in band)
                == count
            )
    yield from worlds.known(worlds.counted(answers))


@dataclass(frozen=True, slots=True)
class _Found:
    """What is known from figures that have people in common, unless the belief is mistaken."""

    known: list[Known]
    mistaken: bool


def _attack_rounds(seen: Sequence[Seen]) -> Iterator[_Found]:
    """The opinions of everybody: each has one in all rounds, and some kept it to themselves."""
    for linked in _linked(seen):
        worlds = _Worlds(_classes([each.people for each in linked]), linked)
        for people, given in zip(worlds.sizes, worlds.given, strict=True):
            worlds.model.add(sum(given) == people)
        told: dict[tuple[int, int, int], cp_model.IntVar] = {}
        for place, each in enumerate(linked):
            for count, band in worlds.bands_of(each):
                answers = []
                for which in worlds.within[place]:
                    for of in band:
                        key = (each.round_number, which, of)
                        if key not in told:
                            told[key] = worlds.model.new_int_var(0, worlds.sizes[which], "")
                            worlds.model.add(told[key] <= worlds.given[which][of])
                        answers.append(told[key])
                worlds.model.add(sum(answers) == count)
        first = worlds.find(worlds.model)
        yield _Found([] if first is None else list(worlds.known(first)), first is None)


class _Worlds:
    """All the ways in which things can have been, as numbers per class of people and band."""

    def __init__(self, classes: Mapping[Key, frozenset[UUID]], seen: Sequence[Seen]) -> None:
        self.model = cp_model.CpModel()
        self.people = list(classes.values())
        self.sizes = [len(each) for each in self.people]
        self.rounds = tuple(sorted({each.round_number for each in seen}))
        self.finest = _common([each.bands for each in seen])
        self.given = [
            [self.model.new_int_var(0, size, "") for _ in self.finest] for size in self.sizes
        ]
        self.within: dict[int, list[int]] = defaultdict(list)
        for which, key in enumerate(classes):
            for place in key:
                self.within[place].append(which)

    def bands_of(self, figure: Seen) -> Iterator[tuple[int, range]]:
        """Each count of a figure, with the finest bands that it takes together."""
        ends = [0, *accumulate(self.finest)]
        for count, (start, end) in zip(
            figure.counts, pairwise([0, *accumulate(figure.bands)]), strict=True
        ):
            yield count, range(ends.index(start), ends.index(end))

    def counted(self, answers: Mapping[UUID, int]) -> World:
        """What these answers are, by class and band."""
        band_of = [band for band, width in enumerate(self.finest) for _ in range(width)]
        counts = [Counter(band_of[answers[person]] for person in people) for people in self.people]
        return [[count[band] for band in range(len(self.finest))] for count in counts]

    def known(self, first: World) -> Iterator[Known]:
        """What holds in all of them; the first is one of them."""
        worlds = [first]
        small = [which for which, size in enumerate(self.sizes) if size < SMALL]
        for band in range(len(self.finest)) if small else ():
            for sign in (1, -1):
                model = self.model.clone()
                model.maximize(sign * sum(self.given[each][band] for each in small))
                worlds.append(self.find(model, effort=0.05) or first)
        groups = [(which,) for which in range(len(self.sizes))] + [
            pair
            for pair in combinations(small, 2)
            if sum(self.sizes[each] for each in pair) < SMALL
        ]
        for group in groups:
            for band in range(len(self.finest)):
                yield from self._known(group, band, worlds)

    def _known(self, group: Sequence[int], band: int, worlds: list[World]) -> Iterator[Known]:
        """How many of a small group, or of any few of a large one, are in a band, if that is one
        number. A world in which it is another joins the worlds.
        """
        size = sum(self.sizes[each] for each in group)
        counts = {sum(world[each][band] for each in group) for world in worlds}
        few = min(size, SMALL - 1)
        if len(counts) > 1 or (size >= SMALL and counts not in ({0}, {size})):
            return
        (count,) = counts
        model = self.model.clone()
        model.add(sum(self.given[each][band] for each in group) != count)
        other = self.find(model)
        if other is not None:
            worlds.append(other)
            return
        people = sorted(frozenset().union(*(self.people[each] for each in group)))[:few]
        yield Known(self.rounds, frozenset(people), band, min(count, few))

    def find(self, model: cp_model.CpModel, effort: float | None = None) -> World | None:
        """A way in which things can have been; None when there is none, or none is found with so
        much effort.
        """
        solver = cp_model.CpSolver()
        solver.parameters.num_workers = 1
        solver.parameters.cp_model_presolve = False  # costs more than it saves
        if effort is not None:
            solver.parameters.max_deterministic_time = effort
        status = solver.solve(model)
        if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            return [[solver.value(each) for each in given] for given in self.given]
        if status != cp_model.INFEASIBLE and effort is None:
            raise RuntimeError("the attacker gave up")
        return None


def _classes(groups: Sequence[frozenset[UUID]]) -> dict[Key, frozenset[UUID]]:
    """People by the figures that they are in."""
    keys: dict[UUID, list[int]] = defaultdict(list)
    for place, people in enumerate(groups):
        for person in people:
            keys[person].append(place)
    classes: dict[Key, set[UUID]] = defaultdict(set)
    for person, places in keys.items():
        classes[tuple(places)].add(person)
    return {key: frozenset(people) for key, people in classes.items()}


def _common(bandings: Iterable[tuple[int, ...]]) -> tuple[int, ...]:
    """The bands that all of these are made of."""
    ends = sorted({end for bands in bandings for end in accumulate(bands)})
    return tuple(end - start for start, end in pairwise([0, *ends]))


def _linked(seen: Sequence[Seen]) -> Iterator[list[Seen]]:
    """Figures of more than one round that have people in common, directly or by way of others."""
    rest = list(seen)
    while rest:
        linked, people = [rest.pop()], set[UUID]()
        for each in linked:
            people |= each.people
            near = [other for other in rest if not people.isdisjoint(other.people)]
            rest = [other for other in rest if people.isdisjoint(other.people)]
            linked += near
        if len({each.round_number for each in linked}) > 1:
            yield linked
