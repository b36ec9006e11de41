"""Imports one file: all of it in one transaction, or, when anything in it is wrong, nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.ext.asyncio import AsyncEngine

from services.metrics.commands.transactions import Outcome
from services.metrics.imports.intake import Intake
from services.metrics.imports.loading import Loading
from services.metrics.imports.profile import Profile
from services.metrics.queries.catalogue import known_products
from shared.runtime.clock import today
from shared.tabular.faults import FaultLog
from shared.tabular.rows import open_rows

Progress = Callable[[int, float], None]
"""Hears how many rows were read, and the share of the file."""


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import did, or on a dry run would do. Without an outcome the file was faulty."""

    rows: int
    products: int
    periods: int
    outcome: Outcome | None


async def import_transactions(
    engine: AsyncEngine,
    path: Path,
    profile: Profile,
    *,
    source: str,
    now: datetime,
    faults: FaultLog,
    on_progress: Progress,
    dry_run: bool = False,
) -> Imported:
    """Read a file and record its transactions as delivered by `source`.

    Every fault goes to `faults`; with any fault, or on a dry run, nothing is changed. The running
    service settles the periods that were touched, as it does after events.

    Raises:
        Refusal: the file cannot be read at all, or the source is not registered.
    """
    rows = open_rows(path, profile)
    async with engine.connect() as connection, connection.begin() as changes:
        intake = Intake(profile, await known_products(connection), today(now), faults)
        loading = Loading(connection, source, intake)
        await loading.stage(
            intake.batches(rows.blocks()), lambda share: on_progress(intake.rows, share)
        )
        await loading.check(profile.aggregate, faults)
        outcome = None if faults else await loading.record(now)
        if faults or dry_run:
            await changes.rollback()
    products = {product for product, _, _ in intake.combinations}
    return Imported(intake.rows, len(products), len(intake.periods), outcome)
