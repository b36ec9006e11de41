"""A file of any length is read in the same memory, sound or faulty."""

import tracemalloc
from datetime import date
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest

from services.metrics.imports.intake import Intake
from services.metrics.imports.profile_files import load_profile
from shared.tabular.faults import FaultLog
from shared.tabular.rows import open_rows

TODAY = date(2026, 11, 24)
SLACK = 200_000
"""Bytes; a file eight times as long may take so much more."""


HEADER = "product;kanaal;geassisteerd;periode;aantal"


def csv_file(folder: Path, rows: int, row: str) -> Path:
    path = folder / f"{rows}.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write(f"{HEADER}\n")
        file.writelines(row.format(number=number) for number in range(rows))
    return path


def workbook(folder: Path, rows: int) -> Path:
    """A workbook that tells the height of every row, as LibreOffice does."""
    path, plain = folder / f"{rows}.xlsx", folder / "plain.xlsx"
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADER.split(";"))
    for number in range(rows):
        sheet.append(["verhuismelding", "web", "nee", "2026-W01", number])
    book.save(plain)
    with ZipFile(plain) as old, ZipFile(path, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name.startswith("xl/worksheets/"):
                content = content.replace(b"<row ", b'<row ht="12.8" customHeight="1" ')
                assert content.count(b"customHeight") == rows + 1
            new.writestr(name, content)
    return path


def peak(path: Path, rows: int) -> int:
    """The most memory that reading takes, in bytes."""
    profile = load_profile("draagvlak")
    faults = FaultLog()
    tracemalloc.start()
    try:
        intake = Intake(profile, {"verhuismelding"}, TODAY, faults)
        for _ in intake.batches(open_rows(path, profile).blocks()):
            pass
        assert intake.rows == rows
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    "row",
    [
        "verhuismelding;web;nee;2026-W01;12\n",
        "verhuismelding;web;nee;2026-W01;veel\n",
        "onbekend-{number};web;nee;2026-W01;12\n",
    ],
    ids=["sound", "faulty", "unknown products"],
)
def test_memory_does_not_grow_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, row: str
) -> None:
    monkeypatch.setattr("services.metrics.imports.intake._REMEMBERED", 1_000)

    short, long = (csv_file(tmp_path, rows, row) for rows in (2_000, 16_000))
    peak(short, 2_000)  # What the first file of a process makes once is of no file.

    assert peak(long, 16_000) <= peak(short, 2_000) + SLACK


def test_memory_does_not_grow_with_the_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.metrics.imports.intake._REMEMBERED", 1_000)
    # The parser is some thousands of rows ahead: a shorter sheet is whole in memory.
    short, long = (workbook(tmp_path, rows) for rows in (4_000, 16_000))

    assert peak(long, 16_000) <= peak(short, 4_000) + SLACK
