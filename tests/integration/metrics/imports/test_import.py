"""A file is loaded as a whole or not at all, and the same file changes nothing."""

import csv
from collections.abc import Sequence
from io import StringIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.commands.transactions import Outcome
from services.metrics.imports.importing import Imported, import_transactions
from services.metrics.imports.profile import Aggregate
from services.metrics.imports.profile_files import load_profile
from shared.database import transaction
from shared.refusal import Refusal
from shared.tabular.faults import FaultLog
from tests.support.metrics import MOVING, NOW, add_products, add_source, rows_of, settle_all

HEADER = ("product", "kanaal", "geassisteerd", "periode", "aantal")
EXTRACT = "brpUittr"
WEB = (MOVING, "web", "nee", "2026-W01", "12")
COUNTER = (MOVING, "balie", "nee", "2026-W01", "30")
CURRENT = """
SELECT s.source, s.product, s.channel, s.assisted, p.name, t.completed
FROM metrics.transactions t JOIN metrics.series s ON s.id = t.series_id
JOIN metrics.periods p ON p.id = t.period_id ORDER BY 2, 3, 4, 5
"""
STATES = "SELECT state, revision, touched FROM metrics.product_periods"
HISTORY = "SELECT completed FROM metrics.transaction_history"

Row = Sequence[object]


@pytest.fixture(autouse=True)
async def catalogue(engine: AsyncEngine) -> None:
    await add_products(engine, MOVING, EXTRACT)
    await add_source(engine, "loket", (MOVING, "web"), (MOVING, "balie"))


def csv_file(folder: Path, *rows: Row) -> Path:
    path = folder / "aantallen.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, delimiter=";").writerows([HEADER, *rows])
    return path


async def load(
    engine: AsyncEngine,
    path: Path,
    faults: FaultLog | None = None,
    *,
    source: str = "loket",
    dry_run: bool = False,
    aggregate: Aggregate = Aggregate.REFUSE,
) -> Imported:
    return await import_transactions(
        engine,
        path,
        load_profile("draagvlak").model_copy(update={"aggregate": aggregate}),
        source=source,
        now=NOW,
        faults=FaultLog() if faults is None else faults,
        on_progress=lambda rows, share: None,
        dry_run=dry_run,
    )


async def stored(engine: AsyncEngine, query: str = CURRENT) -> Sequence[tuple[Any, ...]]:
    async with transaction(engine) as connection:
        return await rows_of(connection, query)


async def test_the_rows_of_a_file_become_transactions(engine: AsyncEngine, tmp_path: Path) -> None:
    assisted = (MOVING, "web", "ja", "2026-W01", "onbekend")

    imported = await load(engine, csv_file(tmp_path, WEB, COUNTER, assisted))

    assert imported == Imported(3, products=1, periods=1, outcome=Outcome(new=3))
    assert await stored(engine) == [
        ("loket", MOVING, "balie", False, "2026-W01", 30),
        ("loket", MOVING, "web", False, "2026-W01", 12),
        ("loket", MOVING, "web", True, "2026-W01", None),
    ]


async def test_an_import_touches_the_periods_that_it_fills_for_the_service_to_settle(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await load(engine, csv_file(tmp_path, WEB, COUNTER))

    assert await stored(engine, STATES) == [("provisional", 0, True)]
    await settle_all(engine)
    assert await stored(engine, STATES) == [("complete", 0, False)]


async def test_the_same_file_twice_changes_nothing(engine: AsyncEngine, tmp_path: Path) -> None:
    path = csv_file(tmp_path, WEB, COUNTER)
    await load(engine, path)
    await settle_all(engine)
    before = await stored(engine), await stored(engine, "TABLE metrics.event_log")

    again = await load(engine, path)

    await settle_all(engine)
    assert again.outcome == Outcome(unchanged=2)
    assert (await stored(engine), await stored(engine, "TABLE metrics.event_log")) == before
    assert await stored(engine, HISTORY) == []


async def test_a_corrected_file_restates_and_keeps_the_history(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    await load(engine, csv_file(tmp_path, WEB, COUNTER))
    await settle_all(engine)

    corrected = await load(engine, csv_file(tmp_path, (*WEB[:4], "15"), COUNTER))

    assert corrected.outcome == Outcome(changed=1, unchanged=1)
    assert ("loket", MOVING, "web", False, "2026-W01", 15) in await stored(engine)
    assert await stored(engine, HISTORY) == [(12,)]
    await settle_all(engine)
    assert await stored(engine, STATES) == [("corrected", 1, False)]


async def test_a_faulty_file_changes_nothing_at_all(engine: AsyncEngine, tmp_path: Path) -> None:
    faults = FaultLog()

    imported = await load(
        engine, csv_file(tmp_path, WEB, (EXTRACT, "fax", "nee", "2026-W01", "1")), faults
    )

    assert imported.outcome is None
    assert faults.total == 1
    for table in ("transactions", "series", "periods", "product_periods"):
        assert await stored(engine, f"TABLE metrics.{table}") == []


async def test_rows_that_come_twice_are_told_with_the_line_of_the_first(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    errors = StringIO()
    faults = FaultLog(errors)

    imported = await load(engine, csv_file(tmp_path, WEB, COUNTER, WEB, WEB), faults)

    assert imported.outcome is None
    assert [(fault.line, str(fault)) for fault in faults.first] == [
        (4, f"regel 4: {MOVING}, web, 2026-W01 staat al op regel 2"),
        (5, f"regel 5: {MOVING}, web, 2026-W01 staat al op regel 2"),
    ]
    assert len(errors.getvalue().splitlines()) == 3
    assert await stored(engine) == []


async def test_rows_of_one_key_are_summed_when_the_profile_says_so(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    unknown = (MOVING, "balie", "nee", "2026-W01", "")

    imported = await load(
        engine, csv_file(tmp_path, WEB, WEB, COUNTER, unknown), aggregate=Aggregate.SUM
    )

    assert imported.outcome == Outcome(new=2)
    assert await stored(engine) == [
        ("loket", MOVING, "balie", False, "2026-W01", None),
        ("loket", MOVING, "web", False, "2026-W01", 24),
    ]


async def test_a_sum_that_does_not_fit_is_a_fault(engine: AsyncEngine, tmp_path: Path) -> None:
    faults = FaultLog()
    most = (*WEB[:4], "2147483647")

    imported = await load(engine, csv_file(tmp_path, most, WEB), faults, aggregate=Aggregate.SUM)

    assert imported.outcome is None
    assert dict(faults.counts) == {"count-too-large": 1}


async def test_a_dry_run_tells_the_outcome_and_changes_nothing(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    imported = await load(engine, csv_file(tmp_path, WEB, COUNTER), dry_run=True)

    assert imported.outcome == Outcome(new=2)
    assert await stored(engine) == []
    assert await stored(engine, "TABLE metrics.event_log") == []


async def test_a_source_that_is_not_registered_is_refused(
    engine: AsyncEngine, tmp_path: Path
) -> None:
    with pytest.raises(Refusal) as refused:
        await load(engine, csv_file(tmp_path, WEB), source="onbekend")

    assert refused.value.reasons[0].code == "unknown-source"


async def test_a_workbook_is_read_like_a_file(engine: AsyncEngine, tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADER, (*WEB[:4], 1234), COUNTER):
        sheet.append(list(row))
    book.save(tmp_path / "aantallen.xlsx")

    imported = await load(engine, tmp_path / "aantallen.xlsx")

    assert imported.outcome == Outcome(new=2)
    assert ("loket", MOVING, "web", False, "2026-W01", 1234) in await stored(engine)
