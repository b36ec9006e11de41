"""Counter hours per product and week (definition M6).

A product is measured once it has a baseline and a handling time, in the weeks after its baseline
that are final. The callers hold the settlement lock.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy import delete, select, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.commands.team_levels import ProductWeek, tell_product_weeks
from services.metrics.domain.baseline import Baseline, Window
from services.metrics.domain.completeness import State
from services.metrics.domain.counter_hours import Change, change, in_thousandths
from services.metrics.domain.handling import HandlingTime, Way, in_force
from services.metrics.tables import counter_hours, counts
from shared.isoweek import IsoWeek

Statements = Mapping[Way, Sequence[HandlingTime]]
Counted = Mapping[Way, int | None]
ProductPeriod = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Measurable:
    """A product that can be measured: its baseline, and the handling times stated for it."""

    baseline: Baseline
    mix: Mapping[Way, Fraction]
    statements: Statements

    def change(self, week: date, counts_now: Counted) -> Change | None:
        """The change of a week (its Monday) against the baseline."""
        window = self.baseline.window
        return change(
            volume_then=self.baseline.volume(IsoWeek.of(week)),
            mix_then=self.mix,
            counts_now=counts_now,
            times_then=self._times(window.last.sunday),
            times_now=self._times(week),
        )

    def _times(self, day: date) -> dict[Way, HandlingTime]:
        found = {way: in_force(stated, day) for way, stated in self.statements.items()}
        return {way: time for way, time in found.items() if time is not None}


async def measure(connection: AsyncConnection, weeks: Mapping[str, Collection[date]]) -> None:
    """Measure these weeks (Mondays) of products, where they can be, and tell their teams."""
    await tell_product_weeks(connection, await _measure(connection, weeks))


async def remeasure(connection: AsyncConnection, changed: Iterable[str]) -> None:
    """Measure every week of products whose baseline or handling time changed, and tell teams."""
    names = sorted(set(changed))
    if not names:
        return
    dropped = await connection.execute(
        delete(counter_hours)
        .where(counter_hours.c.product.in_(names))
        .returning(counter_hours.c.product, counter_hours.c.week)
    )
    before = {(row.product, row.week) for row in dropped}
    weeks: dict[str, set[date]] = defaultdict(set)
    for row in await connection.execute(_FINAL_WEEKS_OF, {"products": names}):
        weeks[row.product].add(row.week)
    await tell_product_weeks(connection, before | await _measure(connection, weeks))


async def _measure(
    connection: AsyncConnection, weeks: Mapping[str, Collection[date]]
) -> set[ProductWeek]:
    measurable = await _measurable(connection, weeks.keys())
    if not measurable:
        return set()
    final = await _final_weeks(connection, {name: weeks[name] for name in measurable})
    counted = await _counts(connection, final)
    rows = []
    for period, (week, state) in final.items():
        product = measurable[period[0]]
        if week > product.baseline.window.last.monday:
            rows.append(_row(period[0], week, state, product, counted[period]))
    if rows:
        await connection.execute(_SAVE_HOURS, rows)
    return {(row["product"], row["week"]) for row in rows}


def _row(
    product: str, week: date, state: State, measurable: Measurable, counts_now: Counted
) -> dict[str, Any]:
    found = measurable.change(week, counts_now)
    parts: Sequence[Decimal | None] = (None, None, None)
    if found is not None:
        parts = in_thousandths((found.volume, found.channel, found.minutes))
    spread = None if found is None else found.spread
    return {
        "product": product,
        "week": week,
        "baseline_version": measurable.baseline.version,
        "state": state.value,
        "volume": parts[0],
        "channel": parts[1],
        "minutes": parts[2],
        "spread_down": None if spread is None else float(spread.down),
        "spread_up": None if spread is None else float(spread.up),
    }


async def _measurable(connection: AsyncConnection, names: Collection[str]) -> dict[str, Measurable]:
    statements = await _statements(connection, names)
    found = await _baselines(connection, statements.keys())
    return {
        name: Measurable(baseline, baseline.mix(), statements[name])
        for name, baseline in found.items()
    }


async def _statements(
    connection: AsyncConnection, names: Collection[str]
) -> dict[str, dict[Way, list[HandlingTime]]]:
    """Of two statements from the same day, the one recorded last holds."""
    found: dict[str, dict[Way, list[HandlingTime]]] = defaultdict(lambda: defaultdict(list))
    for row in await connection.execute(_STATEMENTS, {"products": sorted(names)}):
        found[row.product][Way(row.channel, row.assisted)].append(
            HandlingTime(
                row.valid_from,
                Fraction(row.minutes),
                None if row.low is None else Fraction(row.low),
                None if row.high is None else Fraction(row.high),
            )
        )
    return found


async def _baselines(connection: AsyncConnection, names: Collection[str]) -> dict[str, Baseline]:
    counts_of: dict[str, dict[Way, int]] = defaultdict(dict)
    volumes_of: dict[str, dict[IsoWeek, int]] = defaultdict(dict)
    frozen: dict[str, tuple[int, Window]] = {}
    for row in await connection.execute(_BASELINES, {"products": sorted(names)}):
        frozen[row.product] = row.version, Window(IsoWeek.of(row.first_week))
        if row.week is None:
            counts_of[row.product][Way(row.channel, row.assisted)] = int(row.completed)
        else:
            volumes_of[row.product][IsoWeek.of(row.week)] = int(row.completed)
    return {
        name: Baseline(version, window, counts_of[name], volumes_of[name])
        for name, (version, window) in frozen.items()
    }


async def _final_weeks(
    connection: AsyncConnection, weeks: Mapping[str, Collection[date]]
) -> dict[ProductPeriod, tuple[date, State]]:
    rows = await connection.execute(
        _FINAL_WEEKS,
        {
            "products": [product for product, days in weeks.items() for _ in days],
            "weeks": [day for days in weeks.values() for day in days],
        },
    )
    return {(row.product, row.period_id): (row.week, State(row.state)) for row in rows}


async def _counts(
    connection: AsyncConnection, wanted: Collection[ProductPeriod]
) -> dict[ProductPeriod, dict[Way, int | None]]:
    rows = await connection.execute(
        select(counts).where(
            counts.c.product.in_({product for product, _ in wanted}),
            counts.c.period_id.in_({period_id for _, period_id in wanted}),
        )
    )
    found: dict[ProductPeriod, dict[Way, int | None]] = defaultdict(dict)
    for row in rows:
        found[row.product, row.period_id][Way(row.channel, row.assisted)] = row.completed
    return found


_NEW_HOURS = insert(counter_hours)
_SAVE_HOURS = _NEW_HOURS.on_conflict_do_update(
    index_elements=["product", "week"],
    set_={
        name: _NEW_HOURS.excluded[name]
        for name in (
            "baseline_version",
            "state",
            "volume",
            "channel",
            "minutes",
            "spread_down",
            "spread_up",
        )
    },
)

_STATEMENTS = text("""
SELECT DISTINCT ON (product, channel, assisted, valid_from)
    product, channel, assisted, valid_from, minutes, low, high
FROM metrics.handling_times WHERE product = ANY(CAST(:products AS text[]))
ORDER BY product, channel, assisted, valid_from, recorded_at DESC, id
""")

# Two things of each product's newest baseline: per way over all weeks, and per week over all ways.
_BASELINES = text("""
WITH newest AS (
    SELECT DISTINCT ON (product) product, version, first_week
    FROM metrics.baselines WHERE product = ANY(CAST(:products AS text[]))
    ORDER BY product, version DESC
)
SELECT n.product, n.version, n.first_week, c.week, c.channel, c.assisted,
    sum(c.completed) AS completed
FROM newest n JOIN metrics.baseline_counts c USING (product, version)
GROUP BY n.product, n.version, n.first_week, GROUPING SETS ((c.week), (c.channel, c.assisted))
""")

_FINAL_WEEKS = text("""
SELECT w.product, w.period_id, w.state, p.starts_on AS week
FROM unnest(CAST(:products AS text[]), CAST(:weeks AS date[])) AS wanted(product, week)
JOIN metrics.periods p ON p.starts_on = wanted.week AND p.kind = 'week'
JOIN metrics.product_periods w ON w.product = wanted.product AND w.period_id = p.id
WHERE w.state <> 'provisional'
""")

_FINAL_WEEKS_OF = text("""
SELECT w.product, p.starts_on AS week
FROM metrics.product_periods w JOIN metrics.periods p ON p.id = w.period_id
WHERE w.product = ANY(CAST(:products AS text[])) AND p.kind = 'week' AND w.state <> 'provisional'
""")
