"""A file of any length is read in the same memory, sound or faulty."""

import tracemalloc
from datetime import date
from pathlib import Path

import pytest

from services.metrics.imports.faults import FaultLog
from services.metrics.imports.intake import Intake
from services.metrics.imports.profile_files import load_profile
from services.metrics.imports.rows import open_rows

TODAY = date(2026, 11, 24)
SLACK = 200_000
"""Bytes; a file eight times as long may take so much more."""


def peak(folder: Path, rows: int, row: str) -> int:
    """The most memory that reading takes, in bytes."""
    path = folder / f"{rows}.csv"
    with path.open("w", encoding="utf-8") as file:
        file.write("product;kanaal;geassisteerd;periode;aantal\n")
        file.writelines(row.format(number=number) for number in range(rows))
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

    assert peak(tmp_path, 16_000, row) <= peak(tmp_path, 2_000, row) + SLACK
