"""Eight ways in which a figure of a small group gets out, each planted by itself.

Five are arithmetic: the service with one protection taken away. Three are a second way out: a text
that says more than the disclosure does. The exits themselves are not built yet; these are what they
would write if they went around it.
"""

import json
import re
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.engagement.domain.disclosure.disclose import Disclosure, disclose
from services.engagement.domain.disclosure.limits import Limits
from services.engagement.domain.disclosure.rounds import (
    Cell,
    Group,
    Publication,
    groups_of,
    together,
)
from services.engagement.domain.disclosure.scales import ATTITUDE
from tests.disclosure.attacker import Seen
from tests.disclosure.campaign import Service, people_of
from tests.disclosure.histories import CATEGORIES, Asked

FIVE = (1,) * CATEGORIES
TEAM, OTHER, SMALL_TEAM = UUID(int=101), UUID(int=102), UUID(int=103)
DESK, BACK_OFFICE = UUID(int=201), UUID(int=202)


@dataclass(frozen=True, slots=True)
class Leak:
    """Rounds of an organisation, a service that leaks, and whose answers it gives away."""

    asked: Sequence[Asked]
    told_by: Service
    whose: frozenset[UUID]


Staffed = dict[tuple[UUID, UUID], Sequence[int]]
"""The people of each team and function group, by number."""


def people(numbers: Iterable[int]) -> frozenset[UUID]:
    """The people with these numbers."""
    return frozenset(UUID(int=number) for number in numbers)


def everybody_answers(staffed: Staffed) -> Asked:
    """A round in which everybody answers, always the same, and all answers are given."""
    return Asked(
        [
            Cell(
                team_id,
                function_group_id,
                people(numbers),
                tuple(
                    sum(number % CATEGORIES == answer for number in numbers)
                    for answer in range(CATEGORIES)
                ),
            )
            for (team_id, function_group_id), numbers in staffed.items()
        ],
        {
            UUID(int=number): number % CATEGORIES
            for numbers in staffed.values()
            for number in numbers
        },
    )


def tell(cells: Sequence[Cell], groups: Collection[Group]) -> Disclosure:
    """Each of these groups by itself, whatever they say together."""
    places = groups_of(cells)
    alone = {
        group: together([cells[place] for place in places[group]], FIVE)
        for group in groups
        if group in places
    }
    figures = {group: part.counts for group, part in alone.items() if Limits().met_by(part)}
    return Disclosure(FIVE, figures, Publication(FIVE, ()))


def without_parts(cells: Sequence[Cell], _: Sequence[Publication]) -> Disclosure:
    """The service without what looks at how groups overlap."""
    return tell(cells, groups_of(cells))


def without_filters(cells: Sequence[Cell], _: Sequence[Publication]) -> Disclosure:
    """A page that lets its reader choose one team and then one function group in it."""
    return tell(cells, (Group(TEAM), Group(TEAM, DESK)))


def without_history(cells: Sequence[Cell], _: Sequence[Publication]) -> Disclosure:
    """The service without what was published before."""
    return disclose(ATTITUDE, cells, ())


_TWO_TEAMS: Staffed = {(TEAM, DESK): range(20), (OTHER, DESK): range(100, 120)}
_AND_A_SMALL_ONE: Staffed = {**_TWO_TEAMS, (SMALL_TEAM, DESK): range(200, 203)}

ARITHMETIC = {
    "remainder": Leak(
        [everybody_answers(_AND_A_SMALL_ONE)], without_parts, people(range(200, 203))
    ),
    "filter": Leak(
        [everybody_answers({(TEAM, DESK): range(20), (TEAM, BACK_OFFICE): range(50, 53)})],
        without_filters,
        people(range(50, 53)),
    ),
    "complement": Leak(
        [
            everybody_answers(
                {
                    (TEAM, DESK): range(20),
                    (OTHER, DESK): range(100, 120),
                    (OTHER, BACK_OFFICE): range(300, 303),
                }
            )
        ],
        without_parts,
        people(range(300, 303)),
    ),
    "round difference": Leak(
        [
            everybody_answers({(TEAM, DESK): range(20)}),
            everybody_answers({(TEAM, DESK): range(19)}),
        ],
        without_history,
        people([19]),
    ),
    "mover": Leak(
        [
            everybody_answers(_TWO_TEAMS),
            everybody_answers({(TEAM, DESK): range(19), (OTHER, DESK): [*range(100, 120), 19]}),
        ],
        without_history,
        people([19]),
    ),
}

Exit = Callable[[Sequence[Cell], Disclosure], str]
"""What is written of a round somewhere."""


def event(cells: Sequence[Cell], disclosure: Disclosure) -> str:
    """An event as it should be: a team that is not shown is null."""
    return _event({cell.team_id: disclosure.of(Group(cell.team_id)) for cell in cells})


def leaking_event(cells: Sequence[Cell], _: Disclosure) -> str:
    """An event that counts for itself."""
    return _event({cell.team_id: cell.answers for cell in cells})


def _event(counts: dict[UUID, tuple[int, ...] | None]) -> str:
    groups = [{"teamId": str(team), "answers": answers} for team, answers in counts.items()]
    return json.dumps({"data": {"groups": groups}})


def metric(_: Sequence[Cell], disclosure: Disclosure) -> str:
    """Metrics as they should be: how many figures, of no group and no answer."""
    return f"draagvlak_disclosed_groups {len(disclosure.figures)}\n"


def leaking_metric(cells: Sequence[Cell], _: Disclosure) -> str:
    """Metrics with a team and an answer for labels."""
    return "".join(
        f'draagvlak_answers_total{{team_id="{cell.team_id}",attitude="{answer}"}} {count}\n'
        for cell in cells
        for answer, count in enumerate(cell.answers)
    )


def read_event(text: str, number: int, cells: Sequence[Cell], bands: tuple[int, ...]) -> list[Seen]:
    """The figures in an event."""
    return [
        Seen(
            number,
            people_of(cells, Group(UUID(group["teamId"]))),
            FIVE if len(group["answers"]) == len(FIVE) else bands,
            tuple(group["answers"]),
        )
        for group in json.loads(text)["data"]["groups"]
        if group["answers"] is not None
    ]


def read_metric(text: str, number: int, cells: Sequence[Cell], _: tuple[int, ...]) -> list[Seen]:
    """The figures in the labels of metrics."""
    found: dict[UUID, dict[int, int]] = {}
    for team, answer, count in re.findall(r'team_id="(.+?)",attitude="(\d)"\} (\d+)', text):
        found.setdefault(UUID(team), {})[int(answer)] = int(count)
    return [
        Seen(
            number,
            people_of(cells, Group(team)),
            FIVE,
            tuple(counts.get(answer, 0) for answer in range(CATEGORIES)),
        )
        for team, counts in found.items()
    ]


def answer(disclosure: Disclosure, _: Sequence[Cell], group: Group) -> bytes:
    """An answer of an API as it should be."""
    return json.dumps({"answers": disclosure.of(group)}).encode()


def leaking_answer(disclosure: Disclosure, cells: Sequence[Cell], group: Group) -> bytes:
    """An answer that says that something was left out."""
    if disclosure.of(group) is None and group in groups_of(cells):
        return json.dumps({"answers": None, "suppressed": True}).encode()
    return answer(disclosure, cells, group)


SMALL_TEAM_ASKED = everybody_answers(_AND_A_SMALL_ONE)
"""A round of which the figures of one team may not get out."""
