"""Rows of a CSV file until they are committed: our import, COPY of the same file, pandas."""

import asyncio
import csv
import os
import sys
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import asyncpg
import pandas
from sqlalchemy import create_engine as create_sync_engine
from sqlalchemy import make_url

from services.metrics.imports.importing import import_transactions
from services.metrics.imports.profile_files import load_profile
from shared.contracts.channels import DIGITAL_CHANNELS, Channel
from shared.database import create_engine
from shared.isoweek import IsoWeek
from shared.runtime.clock import system_clock
from shared.tabular.faults import FaultLog
from tests.benchmarks.measuring import side_by_side
from tests.benchmarks.report import Line, at_least
from tests.support.installations import Database
from tests.support.metrics import add_products, add_source

ROWS = 1_000_000
PANDAS_ROWS = 100_000
SOURCE = "meting"
FIGURE = "CSV import, rows/s, 1,000,000 rows"
MOST_MEMORY = 250
PRODUCTS = [f"product{number:02d}" for number in range(50)]
FIRST_WEEK = IsoWeek(1985, 1)
COLUMNS = "product text, channel text, assisted text, period text, completed integer"


async def compare(database: Database, rounds: int) -> list[Line]:
    """Our import of a million different keys against COPY and pandas, and its peak memory."""
    with TemporaryDirectory() as folder:
        path, start = Path(folder) / "miljoen.csv", Path(folder) / "begin.csv"
        _write(path, ROWS)
        _write(start, PANDAS_ROWS)
        await _prepare(database)
        found = await side_by_side(
            {
                "ours": lambda: _ours(database, path),
                "COPY, table with the same key": lambda: _copy(database, path, "copied"),
                "COPY, table without a key": lambda: _copy(database, path, "copied_bare"),
                f"pandas + to_sql, first {PANDAS_ROWS:,} rows": lambda: _pandas(database, start),
            },
            rounds=rounds,
        )
        memory = await _peak_memory(database, path)
    return [
        *(
            at_least(
                FIGURE,
                f"{found.median('ours'):,.0f}",
                f"{name} {found.median(name):,.0f}",
                found.ratio("ours", name),
                1 if name.startswith("pandas") else 0.4,
            )
            for name in found.rounds
            if name != "ours"
        ),
        Line(
            "CSV import, peak memory, 1,000,000 rows",
            f"{memory:.0f} MiB",
            "",
            f"{memory:.0f} MiB",
            f"≤ {MOST_MEMORY} MiB",
            memory <= MOST_MEMORY,
        ),
    ]


def _write(path: Path, rows: int) -> None:
    """Rows with keys that are all different: products, ways and weeks of forty years."""
    chance = Random(1)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(("product", "kanaal", "geassisteerd", "periode", "aantal"))
        writer.writerows((*key, chance.randint(0, 400)) for key in islice(_keys(), rows))


def _keys() -> Iterator[tuple[str, str, str, str]]:
    ways = [(channel, "nee") for channel in Channel] + [(way, "ja") for way in DIGITAL_CHANNELS]
    week = FIRST_WEEK
    while True:
        for product in PRODUCTS:
            for channel, helped in ways:
                yield product, channel, helped, str(week)
        week = week.plus(1)


async def _prepare(database: Database) -> None:
    engine = create_engine(database.app_url("metrics"))
    await add_products(engine, *PRODUCTS)
    await add_source(engine, SOURCE)
    await engine.dispose()
    await _as_owner(
        database,
        f"CREATE TABLE metrics.copied ({COLUMNS},"
        " PRIMARY KEY (product, channel, assisted, period))",
        f"CREATE TABLE metrics.copied_bare ({COLUMNS})",
        f"CREATE TABLE metrics.from_pandas ({COLUMNS})",
        "GRANT ALL ON metrics.from_pandas TO PUBLIC",
    )


async def _as_owner(database: Database, *statements: str) -> None:
    connection = await asyncpg.connect(database.migrate_url("metrics"))
    for statement in statements:
        await connection.execute(statement)
    await connection.close()


async def _ours(database: Database, path: Path) -> float:
    await _as_owner(
        database,
        "TRUNCATE metrics.transactions, metrics.series, metrics.periods CASCADE",
    )
    engine = create_engine(database.app_url("metrics"))
    started = time.perf_counter()
    imported = await import_transactions(
        engine,
        path,
        load_profile("draagvlak"),
        source=SOURCE,
        now=system_clock(),
        faults=FaultLog(),
        on_progress=lambda rows, share: None,
    )
    seconds = time.perf_counter() - started
    await engine.dispose()
    if imported.outcome is None or imported.outcome.new != ROWS:
        raise RuntimeError(f"not all rows are new: {imported}")
    return ROWS / seconds


async def _copy(database: Database, path: Path, table: str) -> float:
    await _as_owner(database, f"TRUNCATE metrics.{table}")
    connection = await asyncpg.connect(database.migrate_url("metrics"))
    started = time.perf_counter()
    await connection.copy_to_table(
        table, schema_name="metrics", source=path, format="csv", delimiter=";", header=True
    )
    seconds = time.perf_counter() - started
    await connection.close()
    return ROWS / seconds


async def _pandas(database: Database, path: Path) -> float:
    await _as_owner(database, "TRUNCATE metrics.from_pandas")
    return PANDAS_ROWS / await asyncio.to_thread(_pandas_seconds, database, path)


def _pandas_seconds(database: Database, path: Path) -> float:
    url = make_url(database.migrate_url("metrics")).set(drivername="postgresql+psycopg")
    engine = create_sync_engine(url)
    started = time.perf_counter()
    frame = pandas.read_csv(path, sep=";")
    frame.columns = pandas.Index(["product", "channel", "assisted", "period", "completed"])
    frame.to_sql("from_pandas", engine, schema="metrics", if_exists="append", index=False)
    seconds = time.perf_counter() - started
    engine.dispose()
    return seconds


async def _peak_memory(database: Database, path: Path) -> float:
    """The most memory that the command itself takes, in MiB; its rows are unchanged by now."""
    environment = os.environ | {"DRAAGVLAK_METRICS_APP_URL": database.app_url("metrics")}
    arguments = ["metrics", "import", str(path), "--profile", "draagvlak", "--source", SOURCE]
    command = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", _WITH_PEAK, *arguments),
        env=environment,
        stdout=asyncio.subprocess.PIPE,
    )
    output, _ = await command.communicate()
    if command.returncode:
        raise RuntimeError("the import failed")
    return int(output.split()[-1]) / 1024


# The kernel's own high-water mark; getrusage would tell that of the parent before exec.
_WITH_PEAK = """
from pathlib import Path
from services.cli import app
app(standalone_mode=False)
status = Path("/proc/self/status").read_text()
print(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))
"""
