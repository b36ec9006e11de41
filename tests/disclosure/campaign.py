"""One organisation after the other: what the service tells of it, round after round, and what the
attacker makes of that.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from uuid import UUID

from services.engagement.domain.disclosure.disclose import Disclosure, disclose
from services.engagement.domain.disclosure.rounds import Cell, Group, Publication, groups_of
from services.engagement.domain.disclosure.scales import ATTITUDE
from tests.disclosure.attacker import Known, Seen, attack
from tests.disclosure.histories import Asked, history

Service = Callable[[Sequence[Cell], Sequence[Publication]], Disclosure]


def service(cells: Sequence[Cell], published: Sequence[Publication]) -> Disclosure:
    """The service as it is."""
    return disclose(ATTITUDE, cells, published)


def seen_of(number: int, cells: Sequence[Cell], disclosure: Disclosure) -> list[Seen]:
    """The figures of a round, with whom they are about: everybody knows that."""
    return [
        Seen(number, people_of(cells, group), disclosure.bands, counts)
        for group, counts in disclosure.figures.items()
    ]


def people_of(cells: Sequence[Cell], group: Group) -> frozenset[UUID]:
    """Who was invited in a group."""
    places = groups_of(cells).get(group, frozenset())
    return frozenset().union(*(cells[place].people for place in places))


def known_of(asked: Iterable[Asked], told_by: Service = service) -> list[Known]:
    """What the attacker knows of small groups after these rounds."""
    published: list[Publication] = []
    seen: list[Seen] = []
    answers: dict[int, Mapping[UUID, int]] = {}
    for number, each in enumerate(asked):
        disclosure = told_by(each.cells, published)
        published.append(disclosure.publication)
        seen += seen_of(number, each.cells, disclosure)
        answers[number] = each.answers
    return list(attack(seen, answers))


def attack_history(seed: int) -> tuple[int, list[Known]]:
    """The seed of a history, and what the attacker knows after it."""
    return seed, known_of(history(seed))
