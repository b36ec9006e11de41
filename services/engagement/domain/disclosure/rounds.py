"""A round as it was answered, the groups that it can be asked about, and what was told of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.engagement.domain.disclosure.scales import Bands, banded


@dataclass(frozen=True, slots=True)
class Cell:
    """The people of one team and one function group that a round invited, and how many of them
    gave each answer; who gave which is known to nobody.
    """

    team_id: UUID
    function_group_id: UUID
    people: frozenset[UUID]
    answers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Whom a figure is about: a team, a function group, who is in both, or everybody invited."""

    team_id: UUID | None = None
    function_group_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """People whom the figures of a round do not tell apart, and their answers by band."""

    people: frozenset[UUID]
    counts: tuple[int, ...]

    @property
    def amounts(self) -> tuple[int, ...]:
        """People invited, answers, and answers in each band."""
        return (len(self.people), sum(self.counts), *self.counts)


@dataclass(frozen=True, slots=True)
class Publication:
    """What must be kept of a round for as long as anything is told: its bands, and its parts."""

    bands: Bands
    parts: tuple[Part, ...]


def groups_of(cells: Iterable[Cell]) -> dict[Group, frozenset[int]]:
    """Every group that can be asked about, with the places of its cells."""
    found: dict[Group, set[int]] = {}
    for place, cell in enumerate(cells):
        team, function_group = cell.team_id, cell.function_group_id
        for group in (
            Group(),
            Group(team),
            Group(None, function_group),
            Group(team, function_group),
        ):
            found.setdefault(group, set()).add(place)
    return {group: frozenset(places) for group, places in found.items()}


def together(cells: Sequence[Cell], bands: Bands) -> Part:
    """The people and the answers of these cells."""
    people: frozenset[UUID] = frozenset().union(*(cell.people for cell in cells))
    answers = tuple(map(sum, zip(*(cell.answers for cell in cells), strict=True)))
    return Part(people, banded(answers, bands))
