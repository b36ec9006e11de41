"""Streams the rows of one sheet of an XLSX file.

openpyxl's own read-only mode keeps an element and the height of every row that it has passed, and
first parses all of a sheet that does not state its size: memory grows with the sheet. Here its
parser only converts the rows, and each is let go. What stays is the file's list of different texts.
"""

import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import ParseError
from zipfile import BadZipFile

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet._reader import DATA_TAG, ROW_TAG, WorkSheetParser
from openpyxl.xml.functions import iterparse

from shared.refusal import Reason, Refusal
from shared.tabular.cells import Cell

_DAMAGED = (
    BadZipFile,
    EOFError,
    LookupError,
    InvalidFileException,
    ParseError,
    TypeError,
    ValueError,
    zlib.error,
)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as far as its last filled cell, its line, and the share of the sheet read so far."""

    line: int
    cells: Sequence[Cell]
    share: float


def sheet_rows(path: Path, name: str | None) -> Iterator[SheetRow]:
    """The rows of the named sheet, or of the first; rows that the file leaves out are no rows here.

    Raises:
        Refusal: the file is no XLSX file, is damaged, or has no such sheet.
    """
    try:
        reader = ExcelReader(path)
        with closing(reader.archive):
            reader.read_manifest()
            reader.read_strings()
            reader.read_workbook()
            apply_stylesheet(reader.archive, reader.wb)
            parts = {
                sheet.name: part.target
                for sheet, part in reader.parser.find_sheets()
                if part.Type.endswith("/worksheet")
            }
            if name is not None and name not in parts:
                raise _not_readable(path, f"er is geen blad {name!r}")
            yield from _rows(reader, parts[name or next(iter(parts), "")])
    except _DAMAGED:
        raise _not_readable(path, "het is beschadigd of geen werkmap") from None


def _rows(reader: ExcelReader, part: str) -> Iterator[SheetRow]:
    size = max(reader.archive.getinfo(part).file_size, 1)
    with reader.archive.open(part) as source:
        parser = WorkSheetParser(
            source,
            reader.shared_strings,
            data_only=True,
            epoch=reader.wb.epoch,
            date_formats=reader.wb._date_formats,
            timedelta_formats=reader.wb._timedelta_formats,
        )
        data = None
        for event, element in iterparse(source, events=("start", "end")):
            if event == "start" and element.tag == DATA_TAG:
                data = element
            elif event == "end" and element.tag == ROW_TAG and data is not None:
                line, cells = parser.parse_row(element)
                parser.row_dimensions.clear()
                data.clear()
                yield SheetRow(line, _filled(cells), source.tell() / size)


def _filled(cells: Sequence[Mapping[str, Any]]) -> list[Cell]:
    """The cells by column. An XLSX file leaves out what is empty."""
    found = {cell["column"]: _plain(cell["value"]) for cell in cells if cell["value"] is not None}
    return [found.get(column, "") for column in range(1, max(found, default=0) + 1)]


def _plain(cell: object) -> Cell:
    """A cell of XLSX, with whole numbers as text: XLSX may write 12 as 12.0, a year as 2026.0."""
    match cell:
        case bool():
            return "true" if cell else "false"
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime():
            return cell.date()
        case float() | date():
            return cell
        case _:
            return str(cell)


def _not_readable(path: Path, why: str) -> Refusal:
    return Refusal(Reason("file-not-xlsx", f"{path.name} is niet te lezen als XLSX: {why}."))
