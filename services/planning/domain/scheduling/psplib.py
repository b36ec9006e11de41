"""Read a project of PSPLIB (`.sm`: one mode per activity, renewable resources)."""

import re
from collections.abc import Iterator, Sequence

from services.planning.domain.scheduling.instance import Faults
from services.planning.domain.scheduling.problem import Problem, Resource, Task

_PRECEDENCE = "PRECEDENCE RELATIONS"
_REQUESTS = "REQUESTS/DURATIONS"
_CAPACITY = "RESOURCEAVAILABILITIES"
_SECTION = re.compile(r"^\s*([A-Z][A-Z /]+?)\s*:\s*$")
_SCARCE_ONCE = re.compile(r"^\s*-\s*(nonrenewable|doubly constrained)\s*:\s*(\d+)", re.MULTILINE)

Row = tuple[int, tuple[int, ...]]
"""The number of a line in the file, and the numbers on it."""


def parse_psplib(text: str) -> Problem:
    """The problem in the text of a PSPLIB file.

    Raises:
        Refusal: it is not one, with every fault and the line it is on.
    """
    faults = Faults()
    sections = _sections(text)
    for title in (_PRECEDENCE, _REQUESTS, _CAPACITY):
        if not sections.get(title):
            faults.add("section-missing", f"Het deel ‘{title}’ ontbreekt of is leeg.")
    for kind, count in _SCARCE_ONCE.findall(text):
        if int(count):
            faults.add("resource-kind", f"Middelen van de soort ‘{kind}’ kunnen wij niet plannen.")
    faults.refuse()
    capacities = sections[_CAPACITY][-1][1]
    requests = _requests(sections[_REQUESTS], len(capacities), faults)
    successors = _successors(sections[_PRECEDENCE], requests, faults)
    for number, uses in ((number, row[1:]) for number, row in requests.items()):
        for place, (used, capacity) in enumerate(zip(uses, capacities, strict=True), 1):
            if used > capacity:
                message = f"Activiteit {number} vraagt {used} van R{place}; er is {capacity}."
                faults.add("too-much", message)
    faults.refuse()
    return faults.problem(
        lambda: Problem(
            horizon=sum(row[0] for row in requests.values()),
            tasks=tuple(_tasks(requests, successors)),
            resources=tuple(Resource(f"R{n}", (units,)) for n, units in enumerate(capacities, 1)),
        )
    )


def _sections(text: str) -> dict[str, list[Row]]:
    """The lines of whole numbers under each title in capitals."""
    found: dict[str, list[Row]] = {}
    rows: list[Row] = []
    for number, line in enumerate(text.splitlines(), 1):
        if title := _SECTION.match(line):
            rows = found.setdefault(title[1], [])
        elif re.fullmatch(r"[\d\s]*\d\s*", line, re.ASCII):
            rows.append((number, tuple(map(int, line.split()))))
    return found


def _requests(rows: Sequence[Row], resources: int, faults: Faults) -> dict[int, tuple[int, ...]]:
    """Per activity its duration, and its units of each resource."""
    found: dict[int, tuple[int, ...]] = {}
    for line, row in rows:
        if len(row) != 3 + resources:
            message = f"Er staan {len(row)} getallen; verwacht {3 + resources}."
            faults.add("columns", message, line)
        elif row[1] != 1:
            faults.add("modes", "Een activiteit met meer manieren kunnen wij niet plannen.", line)
        elif row[0] in found:
            faults.add("activity-twice", f"Activiteit {row[0]} staat er twee keer in.", line)
        else:
            found[row[0]] = row[2:]
    return found


def _successors(
    rows: Sequence[Row], requests: dict[int, tuple[int, ...]], faults: Faults
) -> dict[int, tuple[int, ...]]:
    found: dict[int, tuple[int, ...]] = {}
    for line, row in rows:
        if len(row) < 3 or len(row) != 3 + row[2]:
            faults.add("columns", "Het aantal opvolgers klopt niet met de rij.", line)
            continue
        found[row[0]] = row[3:]
        for unknown in (number for number in (row[0], *row[3:]) if number not in requests):
            faults.add("activity-unknown", f"Activiteit {unknown} heeft geen duur.", line)
    for number in requests:
        if number not in found:
            faults.add("activity-unknown", f"Activiteit {number} heeft geen rij met opvolgers.")
    return found


def _tasks(
    requests: dict[int, tuple[int, ...]], successors: dict[int, tuple[int, ...]]
) -> Iterator[Task]:
    before: dict[int, list[str]] = {number: [] for number in requests}
    for number, after in successors.items():
        for successor in dict.fromkeys(after):
            before[successor].append(str(number))
    for number, (duration, *uses) in requests.items():
        yield Task(
            str(number),
            duration,
            uses={f"R{place}": units for place, units in enumerate(uses, 1) if units},
            after=tuple(before[number]),
        )
