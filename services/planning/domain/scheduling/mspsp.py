"""Read a multi-skill project (MSPSP) in MiniZinc's data format (`.dzn`)."""

import re
from collections.abc import Mapping, Sequence
from typing import Final

from services.planning.domain.scheduling.instance import Faults
from services.planning.domain.scheduling.problem import Need, Problem, Task, Worker

Table = tuple[tuple[int, ...], ...]

_COMMENT = re.compile(r"%[^\n]*")
_STATEMENT = re.compile(r"\s*(\w+)\s*=\s*([^;]*)")
_WORDS: Final[Mapping[str, int]] = {"true": 1, "false": 0}
_LISTS = ("dur", "pred", "succ")
_NAMES = ("dur", "sreq", "mastery", "pred", "succ")


def parse_mspsp(text: str) -> Problem:
    """The problem in the text of an MSPSP file. What can be derived from the rest is not read.

    Raises:
        Refusal: it is not one, with every fault.
    """
    faults = Faults()
    found = _statements(text)
    tables = {name: _table(name, found, faults) for name in _NAMES}
    faults.refuse()
    (durations,), (before,), (after,) = tables["dur"], tables["pred"], tables["succ"]
    required, mastery = tables["sreq"], tables["mastery"]
    _check_counts(found, tables, faults)
    _check_relations(before, after, len(durations), faults)
    if not faults:
        _check_skills(required, mastery, faults)
    faults.refuse()
    relations = list(dict.fromkeys(zip(before, after, strict=True)))
    return faults.problem(
        lambda: Problem(
            horizon=sum(durations),
            tasks=tuple(
                Task(
                    str(number),
                    duration,
                    needs=tuple(Need(f"S{n}", count) for n, count in enumerate(row, 1) if count),
                    after=tuple(str(first) for first, then in relations if then == number),
                )
                for number, (duration, row) in enumerate(zip(durations, required, strict=True), 1)
            ),
            workers=tuple(
                Worker(f"W{number}", {f"S{n}": 1 for n, masters in enumerate(row, 1) if masters})
                for number, row in enumerate(mastery, 1)
            ),
        )
    )


def _statements(text: str) -> dict[str, str]:
    parts = _COMMENT.sub("", text).split(";")
    matches = (_STATEMENT.fullmatch(part) for part in parts)
    return {match[1]: match[2].strip() for match in matches if match}


def _table(name: str, found: Mapping[str, str], faults: Faults) -> Table:
    """The rows of `[|1,2,|3,4|]`, or the one of `[1,2]`."""
    text = found.get(name)
    if text is None:
        faults.add("array-missing", f"‘{name}’ ontbreekt.")
        return ((),)
    inside = re.fullmatch(r"\[(.*)\]", text, re.DOTALL)
    rows = inside[1].strip().strip("|").split("|") if inside else []
    read = [[cell.strip() for cell in row.split(",") if cell.strip()] for row in rows]
    wrong = [c for row in read for c in row if c not in _WORDS and not re.fullmatch(r"\d+", c)]
    if inside is None or wrong or (name in _LISTS and len(read) > 1):
        shown = f": {', '.join(wrong[:5])}" if wrong else ""
        faults.add("array-form", f"‘{name}’ is geen lijst van hele getallen vanaf 0{shown}.")
        return ((),)
    return tuple(tuple(_WORDS[c] if c in _WORDS else int(c) for c in row) for row in read)


def _check_counts(found: Mapping[str, str], tables: Mapping[str, Table], faults: Faults) -> None:
    """Every array has as many as the file says; without a count, as many as the others."""
    columns = {name: {len(row) for row in tables[name]} for name in _NAMES}
    sizes: tuple[tuple[str, str, set[int]], ...] = (
        ("nActs", "dur", columns["dur"]),
        ("nActs", "sreq", {len(tables["sreq"])}),
        ("nSkills", "sreq", columns["sreq"]),
        ("nSkills", "mastery", columns["mastery"]),
        ("nResources", "mastery", {len(tables["mastery"])}),
        ("nPrecs", "pred", columns["pred"]),
        ("nPrecs", "succ", columns["succ"]),
    )
    stated: dict[str, int] = {}
    for count, array, actual in sizes:
        text = found.get(count, "")
        expected = stated.setdefault(count, int(text) if text.isdigit() else max(actual))
        if actual != {expected}:
            had = " en ".join(map(str, sorted(actual)))
            faults.add("count", f"‘{array}’ heeft er {had}; {count} is {expected}.")


def _check_relations(
    before: Sequence[int], after: Sequence[int], activities: int, faults: Faults
) -> None:
    for number in sorted({*before, *after}):
        if not 1 <= number <= activities:
            faults.add("activity-unknown", f"Activiteit {number} is er niet.")


def _check_skills(required: Table, mastery: Table, faults: Faults) -> None:
    """Nobody could do an activity that asks more of a skill than there are people with it."""
    masters = [sum(column) for column in zip(*mastery, strict=True)]
    for number, row in enumerate(required, 1):
        for skill, (count, available) in enumerate(zip(row, masters, strict=True), 1):
            if count > available:
                message = f"Activiteit {number} vraagt {count} mensen met S{skill};"
                faults.add("too-much", f"{message} er zijn er {available}.")
