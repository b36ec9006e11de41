"""Reads the rows of a CSV or XLSX file in blocks, with the lines where they begin.

A file is never whole in memory.
"""

import csv
import re
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from itertools import accumulate, islice
from pathlib import Path
from typing import BinaryIO, Protocol

from shared.refusal import Reason, Refusal
from shared.tabular.cells import Cell
from shared.tabular.profile import Csv, FileProfile
from shared.tabular.sheets import SheetRow, sheet_rows

BLOCK_ROWS = 500
"""So few that a block stays in the processor's cache, which makes reading twice as fast."""

_LINE_END = re.compile(r"\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Block:
    """Some rows, their lines, the line of an unreadable row after them, and the share read."""

    rows: Sequence[Sequence[Cell]]
    lines: Sequence[int]
    unreadable: int | None
    share: float


class RowFile(Protocol):
    """A file that gives its rows block by block, the header among them."""

    def blocks(self) -> Iterator[Block]:
        """All rows of the file, in order."""


def open_rows(path: Path, profile: FileProfile) -> RowFile:
    """The reader for a file, by its extension.

    Raises:
        Refusal: there is no such file, or it is neither CSV nor XLSX.
    """
    if not path.is_file():
        raise Refusal(Reason("file-not-found", f"Het bestand {path} bestaat niet."))
    match path.suffix.lower():
        case ".csv" | ".txt":
            size = path.stat().st_size
            return CsvRows(lambda: path.open("rb"), size, profile.csv, profile.rows.skip_first)
        case ".xlsx":
            return XlsxRows(path, profile.sheet, profile.rows.skip_first)
        case other:
            raise Refusal(
                Reason("file-kind", f"Een bestand {other or path.name} kan niet: geef CSV of XLSX.")
            )


def csv_rows_of(content: str, profile: FileProfile) -> RowFile:
    """The reader for the content of a CSV file that is in memory already; the encoding of the
    profile does not matter any more.
    """
    form = profile.csv.model_copy(update={"encoding": "utf-8"})
    held = content.removeprefix("\ufeff").encode()
    return CsvRows(lambda: BytesIO(held), len(held), form, profile.rows.skip_first)


class CsvRows:
    """A CSV file.

    Bytes that do not fit the encoding are kept as lone surrogates, so that their line can be told.
    """

    def __init__(
        self, opened: Callable[[], BinaryIO], size: int, form: Csv, skip_first: int
    ) -> None:
        self._opened = opened
        self._size = max(size, 1)
        self._form = form
        self._skip_first = skip_first

    def blocks(self) -> Iterator[Block]:
        """All rows of the file, in order."""
        with (
            self._opened() as raw,
            TextIOWrapper(
                raw, encoding=self._form.encoding, errors="surrogateescape", newline=""
            ) as text,
        ):
            next_line = 1 + sum(1 for _ in islice(text, self._skip_first))
            reader = csv.reader(
                text, delimiter=self._form.delimiter, quotechar=self._form.quote, strict=True
            )
            ended = False
            while not ended:
                rows: list[list[str]] = []
                before, unreadable = reader.line_num, False
                try:
                    rows.extend(islice(reader, BLOCK_ROWS))
                    ended = len(rows) < BLOCK_ROWS
                except csv.Error:
                    unreadable = (
                        True  # the rows before it are in the list; the reader goes on after it
                    )
                lines, bad_line = self._lines(rows, next_line, reader.line_num - before)
                next_line += reader.line_num - before
                yield Block(rows, lines, bad_line if unreadable else None, raw.tell() / self._size)

    @staticmethod
    def _lines(rows: list[list[str]], first: int, lines_read: int) -> tuple[Sequence[int], int]:
        """The line of every row, and of the row after them. A quoted cell can hold line ends."""
        if lines_read == len(rows):
            return range(first, first + len(rows)), first + len(rows)
        heights = (1 + sum(len(_LINE_END.findall(cell)) for cell in row) for row in rows)
        *lines, after = accumulate(heights, initial=first)
        return lines, after


class XlsxRows:
    """A sheet of an XLSX file: the named one, or the first.

    All rows get the width of the header; no profile can name a cell that is not under it.
    """

    def __init__(self, path: Path, sheet: str | None, skip_first: int) -> None:
        self._path = path
        self._sheet = sheet
        self._skip_first = skip_first

    def blocks(self) -> Iterator[Block]:
        """All rows of the sheet, in order.

        Raises:
            Refusal: the file is no XLSX file, or has no such sheet.
        """
        rows = (row for row in sheet_rows(self._path, self._sheet) if row.line > self._skip_first)
        width = 0
        while block := _quietly(rows):
            width = width or next((len(row.cells) for row in block if row.cells), 0)
            yield Block(
                [[*row.cells[:width], *[""] * (width - len(row.cells))] for row in block],
                [row.line for row in block],
                None,
                block[-1].share,
            )


def _quietly(rows: Iterator[SheetRow]) -> list[SheetRow]:
    """The next block, without openpyxl's warnings: what it cannot convert becomes a fault."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return list(islice(rows, BLOCK_ROWS))
