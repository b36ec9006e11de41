"""Brings the rows of a file to a staging table, and from there to the write path of events."""

from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Sequence
from datetime import datetime

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.commands.transactions import (
    Outcome,
    lock_source,
    period_ids,
    record_staged,
    series_ids,
)
from services.metrics.domain.transactions import LARGEST_COUNT
from services.metrics.imports.intake import Batch, Intake
from services.metrics.imports.profile import Aggregate
from shared.tabular.faults import FaultLog, Flaw

_ROWS_PER_COPY = 20_000

# `delivered` has the rows of the file; `incoming`, which the write path takes, a row per key.
_CREATE = """
CREATE TEMP TABLE delivered (series_id int, period_id int, completed int, line int) ON COMMIT DROP
"""
# To sort one number is three times as fast as to group by two.
_ALL_DIFFERENT = """
SELECT count(*) = count(DISTINCT (series_id::bigint << 32) | period_id) FROM delivered
"""
_REPEATED = """
SELECT line, first, series_id, period_id
FROM (SELECT *, min(line) OVER (PARTITION BY series_id, period_id) AS first FROM delivered) AS rows
WHERE line > first ORDER BY line
"""
_AS_DELIVERED = "ALTER TABLE delivered RENAME TO incoming"
# A sum of which a part is unknown is unknown.
_SUMS = """
CREATE TEMP TABLE incoming ON COMMIT DROP AS
SELECT series_id, period_id, min(line) AS line,
       CASE WHEN count(completed) = count(*) THEN sum(completed) END AS completed
FROM delivered GROUP BY series_id, period_id
"""
_TOO_LARGE = "SELECT line, completed FROM incoming WHERE completed > :largest ORDER BY line"


class Loading:
    """Loads one file of one source on a connection; the transaction is the caller's."""

    def __init__(self, connection: AsyncConnection, source: str, intake: Intake) -> None:
        self._connection = connection
        self._source = source
        self._intake = intake
        self._series: list[str] = []
        self._periods: list[str] = []

    async def stage(self, batches: Iterable[Batch], on_progress: Callable[[float], None]) -> None:
        """Copy the sound rows to the staging table; `on_progress` hears the share of the file.

        Raises:
            Refusal: the source is not registered.
        """
        await lock_source(self._connection, self._source)
        await self._connection.execute(text(_CREATE))
        driver = (await self._connection.get_raw_connection()).driver_connection
        if driver is None:
            raise RuntimeError("the connection to PostgreSQL is closed")
        for group in _groups(batches):
            await self._number()
            await driver.copy_to_table("delivered", source=self._texts(group), format="text")
            on_progress(group[-1].share)

    async def check(self, aggregate: Aggregate, faults: FaultLog) -> None:
        """Make one row per key of what was staged; rows that do not go together are faults."""
        if aggregate is Aggregate.SUM:
            await self._connection.execute(text(_SUMS))
            too_large = await self._connection.stream(text(_TOO_LARGE), {"largest": LARGEST_COUNT})
            async for line, completed in too_large:
                reason = f"de som van de rijen met deze sleutel is te groot: {completed}"
                faults.add(line, [Flaw("count-too-large", "", str(completed), reason)])
        else:
            if not await self._connection.scalar(text(_ALL_DIFFERENT)):
                await self._repeated(faults)
            await self._connection.execute(text(_AS_DELIVERED))

    async def record(self, now: datetime) -> Outcome:
        """Write what differs from what was known."""
        # A join of a million rows in memory; compiling it would take longer than running it.
        await self._connection.execute(text("SET LOCAL work_mem = '128MB'"))
        await self._connection.execute(text("SET LOCAL jit = off"))
        await self._connection.execute(text("ANALYZE incoming"))
        return await record_staged(self._connection, self._source, now=now)

    async def _number(self) -> None:
        """Give a number to what came up for the first time."""
        if new := self._intake.combinations[len(self._series) :]:
            ids = await series_ids(self._connection, self._source, new)
            self._series += map(str, ids)
        if new_periods := self._intake.periods[len(self._periods) :]:
            self._periods += map(str, await period_ids(self._connection, new_periods))

    async def _texts(self, group: Sequence[Batch]) -> AsyncIterator[bytes]:
        for batch in group:
            fields = zip(
                map(self._series.__getitem__, batch.combinations),
                map(self._periods.__getitem__, batch.periods),
                batch.completed,
                map(str, batch.lines),
                strict=True,
            )
            yield "\n".join((*map("\t".join, fields), "")).encode("ascii")

    async def _repeated(self, faults: FaultLog) -> None:
        combinations = dict(zip(self._series, self._intake.combinations, strict=True))
        periods = dict(zip(self._periods, self._intake.periods, strict=True))
        repeated = await self._connection.stream(text(_REPEATED))
        async for line, first, series, period in repeated:
            product, channel, _ = combinations[str(series)]
            value = f"{product}, {channel}, {periods[str(period)]}"
            reason = f"{value} staat al op regel {first}"
            faults.add(line, [Flaw("duplicate-row", "", value, reason)])


def _groups(batches: Iterable[Batch]) -> Iterator[Sequence[Batch]]:
    """Batches together, because every COPY costs the way to the server and back."""
    group: list[Batch] = []
    size = 0
    for batch in batches:
        group.append(batch)
        size += len(batch.lines)
        if size >= _ROWS_PER_COPY:
            yield group
            group, size = [], 0
    if group:
        yield group
