"""Whether each focus area has the expertise that it asks for, also when somebody falls away
(reference: definition C8).
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.planning.domain.balance.balance import LOWEST_LEVEL

Key = tuple[str, UUID]
"""A focus area and an expertise."""


@dataclass(frozen=True, slots=True)
class Asked:
    """An expertise that an open subproject of a focus area still needs, at a level or above."""

    focus_area: str
    expertise_id: UUID
    level: int


@dataclass(frozen=True, slots=True)
class Able:
    """Somebody who is there for an expertise of a focus area, and at which level."""

    focus_area: str
    expertise_id: UUID
    staff_id: UUID
    level: int


@dataclass(frozen=True, slots=True)
class ExpertiseCover:
    """How many people are confirmed for an expertise of a focus area, and how many others stand in,
    all at the highest level that is asked there or above.
    """

    focus_area: str
    expertise_id: UUID
    level: int
    confirmed: int
    deputies: int

    @property
    def is_covered(self) -> bool:
        """Whether somebody is confirmed and somebody else stands in."""
        return self.confirmed > 0 and self.deputies > 0


def covers(
    asked: Iterable[Asked], confirmed: Iterable[Able], deputies: Iterable[Able]
) -> Sequence[ExpertiseCover]:
    """The cover of every expertise that is asked, by focus area. Who is confirmed and stands in for
    that same work alone is no deputy; with a second confirmed person they are.
    """
    levels: dict[Key, int] = {}
    for each in asked:
        key = each.focus_area, each.expertise_id
        levels[key] = max(each.level, levels.get(key, LOWEST_LEVEL))
    promised, standing_in = _at_level(confirmed, levels), _at_level(deputies, levels)
    return [
        ExpertiseCover(
            *key,
            level,
            len(promised[key]),
            len([each for each in standing_in[key] if promised[key] != {each}]),
        )
        for key, level in sorted(levels.items())
    ]


def areas_covered(found: Iterable[ExpertiseCover]) -> Mapping[str, bool]:
    """Per focus area whether every expertise that it asks is covered."""
    areas: dict[str, bool] = {}
    for each in found:
        areas[each.focus_area] = areas.get(each.focus_area, True) and each.is_covered
    return areas


def _at_level(people: Iterable[Able], levels: Mapping[Key, int]) -> Mapping[Key, Collection[UUID]]:
    found: defaultdict[Key, set[UUID]] = defaultdict(set)
    for each in people:
        key = each.focus_area, each.expertise_id
        if key in levels and each.level >= levels[key]:
            found[key].add(each.staff_id)
    return found
