"""Real files, read by profiles of their own, give the totals that their owners published."""

import csv
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.commands.transactions import Outcome
from services.metrics.imports.importing import Imported, import_transactions
from services.metrics.imports.profile_files import load_profile
from shared.database import transaction
from shared.tabular.faults import FaultLog
from tests.support.metrics import add_products, add_source, rows_of
from tests.support.shared_data import SHARED_DATA, needs_shared_data

HERE = Path(__file__).parent
CANADA = SHARED_DATA / "uptake-canada"
BRONCKHORST = SHARED_DATA / "civil-affairs-volumes" / "bronckhorst_burgerzaken_2014_2019.csv"
PER_CHANNEL = """
SELECT p.name, s.channel, t.completed
FROM metrics.transactions t JOIN metrics.series s ON s.id = t.series_id
JOIN metrics.periods p ON p.id = t.period_id ORDER BY 1, 2
"""
PER_PRODUCT = """
SELECT s.product, p.name, t.completed
FROM metrics.transactions t JOIN metrics.series s ON s.id = t.series_id
JOIN metrics.periods p ON p.id = t.period_id ORDER BY 1, 2
"""

pytestmark = needs_shared_data


async def load(engine: AsyncEngine, path: Path, profile_name: str) -> Imported:
    profile = load_profile(str(HERE / "profiles" / f"{profile_name}.yaml"))
    assert profile.source is not None
    faults = FaultLog()
    imported = await import_transactions(
        engine,
        path,
        profile,
        source=profile.source,
        now=datetime(2026, 11, 24, 9, tzinfo=UTC),
        faults=faults,
        on_progress=lambda rows, share: None,
    )
    assert not faults
    return imported


def published_totals() -> dict[str, dict[str, int]]:
    """Per channel and fiscal year what the Government of Canada published; a transposed table."""
    with (CANADA / "dp_metrics_2025-03-01.csv").open(encoding="utf-8") as file:
        rows = {row[0]: row[1:] for row in csv.reader(file, delimiter=";") if len(row) > 1}
    return {
        channel: dict(zip(rows["fiscal_yr"], (int(float(n)) for n in rows[name]), strict=True))
        for channel, name in (
            ("web", "num_applications_online"),
            ("balie", "num_applications_in_person"),
        )
    }


async def test_the_canadian_inventory_gives_the_published_online_and_in_person_totals(
    engine: AsyncEngine,
) -> None:
    await add_products(engine, "overheidsdiensten")
    await add_source(engine, "uptake-canada")

    imported = await load(engine, CANADA / "si_vol_2025-03-01.csv", "uptake-canada")

    assert imported.rows == 7380
    async with transaction(engine) as connection:
        totals: dict[str, dict[str, int]] = defaultdict(dict)
        for year, channel, completed in await rows_of(connection, PER_CHANNEL):
            totals[channel][year] = completed
    for channel, published in published_totals().items():
        # The last published year has not begun: no volumes, and a published total of 0.
        assert published.pop("2024-2025") == 0
        assert totals[channel] == published


async def test_the_volumes_of_bronckhorst_are_read_exactly(engine: AsyncEngine) -> None:
    profile = load_profile(str(HERE / "profiles" / "bronckhorst.yaml"))
    await add_products(engine, *profile.product.mapping.values())
    await add_source(engine, "jaarstukken-bronckhorst")

    imported = await load(engine, BRONCKHORST, "bronckhorst")

    assert imported.outcome == Outcome(new=54)
    with BRONCKHORST.open(encoding="utf-8") as file:
        expected = sorted(
            (profile.product.mapping[row["product"]], row["jaar"], int(row["aantal"]))
            for row in csv.DictReader(file)
        )
    async with transaction(engine) as connection:
        assert sorted(await rows_of(connection, PER_PRODUCT)) == expected
