"""Finds the header of a file and, under it, the rows that are data."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, compress
from operator import not_

from shared.refusal import Reason, Refusal, refuse_when
from shared.tabular.cells import Cell, text_of
from shared.tabular.faults import FaultLog, Flaw
from shared.tabular.profile import FileProfile
from shared.tabular.rows import Block

Row = Sequence[Cell]


def split_header(blocks: Iterable[Block]) -> tuple[Row, Iterator[Block]]:
    """The first row that is not blank, and all that comes after it.

    Raises:
        Refusal: every row is blank.
    """
    remaining = iter(blocks)
    for block in remaining:
        for number, row in enumerate(block.rows, start=1):
            if any(row):
                rest = replace(block, rows=block.rows[number:], lines=block.lines[number:])
                return row, chain([rest], remaining)
    raise Refusal(Reason("no-header", "Het bestand heeft geen kopregel."))


def locate(header: Row, columns: Iterable[str]) -> Mapping[str, int]:
    """Where each column of the profile stands; capitals and spaces around a name do not matter.

    Raises:
        Refusal: columns are missing, or stand there twice.
    """
    names = [text_of(cell).casefold() for cell in header]
    found = {column: names.count(column.casefold()) for column in columns}
    present = ", ".join(text_of(cell) for cell in header)
    refuse_when(
        Reason("missing-column", f"Kolom {column!r} staat niet in de kopregel: {present}.", column)
        if not count
        else Reason(
            "repeated-column", f"Kolom {column!r} staat er {count} keer: {present}.", column
        )
        for column, count in sorted(found.items())
        if count != 1
    )
    return {column: names.index(column.casefold()) for column in found}


class Selection:
    """Leaves out blank rows and what the profile skips; reports rows without the header's width."""

    def __init__(
        self, profile: FileProfile, header: Mapping[str, int], width: int, faults: FaultLog
    ) -> None:
        self._width = width
        self._faults = faults
        self._skipped = tuple(re.compile(pattern) for pattern in profile.rows.skip_matching)
        self._filters = tuple((header[rule.column], rule.values) for rule in profile.filters)

    def __call__(self, block: Block) -> tuple[Sequence[Row], Sequence[int]]:
        """The data rows of a block, all of one width, and their lines."""
        if block.unreadable is not None:
            self._faults.add(block.unreadable, [_UNREADABLE])
        rows, lines = block.rows, block.lines
        if not all(map(any, rows)):
            rows, lines = _where(list(map(any, rows)), rows, lines)
        if self._skipped:
            rows, lines = _where([not self._skips(row) for row in rows], rows, lines)
        if not {self._width}.issuperset(map(len, rows)):
            rows, lines = self._of_right_width(rows, lines)
        for position, values in self._filters:
            rows, lines = _where([text_of(row[position]) in values for row in rows], rows, lines)
        return rows, lines

    def _skips(self, row: Row) -> bool:
        first = text_of(row[0])
        return any(pattern.search(first) for pattern in self._skipped)

    def _of_right_width(
        self, rows: Sequence[Row], lines: Sequence[int]
    ) -> tuple[Sequence[Row], Sequence[int]]:
        fits = [len(row) == self._width for row in rows]
        for row, line in compress(zip(rows, lines, strict=True), map(not_, fits)):
            reason = f"deze regel heeft {len(row)} cellen, de kopregel {self._width}"
            self._faults.add(line, [Flaw("wrong-width", "", str(len(row)), reason)])
        return _where(fits, rows, lines)


_UNREADABLE = Flaw(
    "unreadable-row",
    "",
    "",
    "deze regel is niet te lezen: een aanhalingsteken staat verkeerd of is niet gesloten, of een"
    " cel is te lang",
)


def _where(
    keep: Sequence[bool], rows: Sequence[Row], lines: Sequence[int]
) -> tuple[Sequence[Row], Sequence[int]]:
    return list(compress(rows, keep)), list(compress(lines, keep))
