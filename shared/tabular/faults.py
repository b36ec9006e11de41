"""Everything that is wrong with a file.

All of it goes to the errors file; a bounded part stays in memory to be shown.
"""

import csv
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TextIO

SHOWN = 20
GROUPED_VALUES = 500
GROUPED_LINES = 10


@dataclass(frozen=True, slots=True)
class Flaw:
    """What is wrong with one value, here or everywhere it stands. `reason` is a Dutch clause after
    "regel 7, kolom aantal:".
    """

    code: str
    column: str
    value: str
    reason: str
    everywhere: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A flaw and the line of the file where it stands; line 1 is the first line of the file."""

    line: int
    flaw: Flaw

    def __str__(self) -> str:
        where = (
            f"regel {self.line}, kolom {self.flaw.column}"
            if self.flaw.column
            else f"regel {self.line}"
        )
        return f"{where}: {self.flaw.reason}"


@dataclass(slots=True)
class Repeated:
    """A value that is wrong in the same way on many lines: the first of them, and how many."""

    lines: list[int] = field(default_factory=list)
    count: int = 0

    def add(self, line: int) -> None:
        self.count += 1
        if len(self.lines) < GROUPED_LINES:
            self.lines.append(line)


class FaultLog:
    """Gathers faults: the first in full, unknown words once with their lines, counts per code.

    A value that is wrong everywhere it stands is told once. `shown` is how many faults are kept in
    full.
    """

    def __init__(self, errors: TextIO | None = None, *, shown: int = SHOWN) -> None:
        self._shown = shown
        self.first: list[Fault] = []
        self.counts: Counter[str] = Counter()
        self.repeated: dict[Flaw, Repeated] = {}
        self._errors = csv.writer(errors, delimiter=";") if errors else None
        if self._errors:
            self._errors.writerow(("regel", "kolom", "waarde", "code", "reden"))

    def __bool__(self) -> bool:
        return bool(self.counts)

    @property
    def total(self) -> int:
        """How many faults were found."""
        return self.counts.total()

    def add(self, line: int, flaws: Iterable[Flaw]) -> None:
        """Keep the flaws of one line."""
        for flaw in flaws:
            self.counts[flaw.code] += 1
            if flaw.everywhere and (flaw in self.repeated or len(self.repeated) < GROUPED_VALUES):
                self.repeated.setdefault(flaw, Repeated()).add(line)
            elif len(self.first) < self._shown:
                self.first.append(Fault(line, flaw))
            if self._errors:
                self._errors.writerow((line, flaw.column, flaw.value, flaw.code, flaw.reason))
