"""What of a round may be known, and what must be remembered of it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from services.engagement.domain.disclosure.choice import Chooser
from services.engagement.domain.disclosure.limits import Limits
from services.engagement.domain.disclosure.rounds import (
    Cell,
    Group,
    Publication,
    groups_of,
    together,
)
from services.engagement.domain.disclosure.scales import Bands, Scale


@dataclass(frozen=True, slots=True)
class Disclosure:
    """The figures of one question in one round that may be known, and what to add to the history
    before anybody sees them.
    """

    bands: Bands
    """How many answers each band takes, the same for all groups of the round."""
    figures: Mapping[Group, tuple[int, ...]]
    """The answers in each band, per group that is shown."""
    publication: Publication

    def of(self, group: Group) -> tuple[int, ...] | None:
        """The answers in each band; None for a group that is suppressed, that nobody is in, and
        that nobody answered in, all alike.
        """
        return self.figures.get(group)


def disclose(
    scale: Scale,
    cells: Sequence[Cell],
    history: Collection[Publication],
    limits: Limits | None = None,
) -> Disclosure:
    """What of a closed round may be known of one question.

    `history` is everything that was ever published of the question, whatever the subproject. What
    is returned goes into it in the transaction that publishes the figures; two rounds are never
    disclosed at once.

    Of the ways to band the answers the one is taken that shows the most figures: groups, times
    bands less one (the last follows from the number of answers); of equals the coarser, with the
    most groups. Within it everybody together comes first, and then as many groups as can be.
    """
    _refuse_impossible(cells)
    limits = limits or Limits()
    groups = groups_of(cells)
    best = Disclosure(scale.choices[-1], {}, Publication(scale.choices[-1], ()))
    for bands in reversed(scale.choices):
        alone = {
            places
            for places in groups.values()
            if limits.met_by(together([cells[place] for place in places], bands))
        }
        if len(alone) * (len(bands) - 1) <= _worth(best, groups):
            continue
        chooser = Chooser(cells, bands, history, limits)
        shown = chooser.choose(alone)
        found = Disclosure(
            bands,
            {
                group: together([cells[place] for place in places], bands).counts
                for group, places in groups.items()
                if places in shown
            },
            Publication(bands, tuple(part for part, _ in chooser.parts(shown))),
        )
        best = max(best, found, key=lambda each: _worth(each, groups))
    return best


def _refuse_impossible(cells: Sequence[Cell]) -> None:
    """Refuse people in two cells, and more answers than people: what follows would not be safe."""
    people = [person for cell in cells for person in cell.people]
    if len(people) != len(set(people)):
        raise ValueError("somebody is in two cells of one round")
    if any(sum(cell.answers) > len(cell.people) for cell in cells):
        raise ValueError("a cell has more answers than people")


def _worth(disclosure: Disclosure, groups: Mapping[Group, frozenset[int]]) -> int:
    """How many figures are shown; groups of the same people are one."""
    return len({groups[group] for group in disclosure.figures}) * (len(disclosure.bands) - 1)
