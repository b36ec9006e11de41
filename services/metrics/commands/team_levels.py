"""Counter hours relieved per team and ISO week: told as a level against the baseline.

A team's week is told once all its measured products are final in it. The team that handles a
product now is taken to have handled it in every week. The callers hold the settlement lock.
"""

from collections.abc import Collection
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Row, text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.domain.completeness import State
from services.metrics.domain.team_hours import Parts, ProductHours, TeamLevel, team_level
from services.metrics.tables import event_log, team_levels
from shared.contracts.metrics_v1 import Completeness, CounterHoursRelieved, HoursParts
from shared.isoweek import IsoWeek

ProductWeek = tuple[str, date]
TeamWeek = tuple[UUID, date]


async def tell_product_weeks(connection: AsyncConnection, changed: Collection[ProductWeek]) -> None:
    """Tell the weeks (Mondays) of the teams that handle these products."""
    rows = await connection.execute(
        _TEAM_WEEKS,
        {
            "products": [product for product, _ in changed],
            "weeks": [week for _, week in changed],
        },
    )
    await _tell_levels(connection, {(row.team_id, row.week) for row in rows})


async def tell_teams(connection: AsyncConnection, teams: Collection[UUID]) -> None:
    """Tell every week of these teams anew, because other products are theirs now."""
    rows = await connection.execute(_WEEKS_OF_TEAMS, {"teams": list(teams)})
    await _tell_levels(connection, {(row.team_id, row.week) for row in rows})


async def _tell_levels(connection: AsyncConnection, team_weeks: Collection[TeamWeek]) -> None:
    """Tell the levels that differ from what was told; a week in which a product waits, waits."""
    span = {
        "teams": [team for team, _ in team_weeks],
        "weeks": [week for _, week in team_weeks],
    }
    told = {(row.team_id, row.week): _level(row) for row in await connection.execute(_TOLD, span)}
    hours: dict[TeamWeek, list[ProductHours | None]] = {key: [] for key in told}
    for row in await connection.execute(_HOURS_OF_TEAMS, span):
        hours.setdefault((row.team_id, row.week), []).append(_product_hours(row))
    levels = {}
    for key in sorted(hours):
        known = [own for own in hours[key] if own is not None]
        if len(known) == len(hours[key]) and (level := team_level(known)) != told.get(key):
            levels[key] = level
    if levels:
        await connection.execute(
            _SAVE_LEVELS, [_level_row(key, level) for key, level in levels.items()]
        )
        await event_log.record(connection, *(_event(*item) for item in levels.items()))


def _product_hours(row: Row[Any]) -> ProductHours | None:
    """The hours of a team's product in a week; None while its period is not final."""
    if row.state is None:
        return None
    parts = None if row.volume is None else Parts(row.volume, row.channel, row.minutes)
    spread = None if row.spread_down is None else (row.spread_down, row.spread_up)
    return ProductHours(row.product, row.baseline_version, State(row.state), parts, spread)


def _level(row: Row[Any]) -> TeamLevel:
    parts = Parts(row.volume, row.channel, row.minutes)
    return TeamLevel(parts, row.p10, row.p90, State(row.completeness), row.baseline)


def _level_row(key: TeamWeek, level: TeamLevel) -> dict[str, Any]:
    return {
        "team_id": key[0],
        "week": key[1],
        "volume": level.parts.volume,
        "channel": level.parts.channel,
        "minutes": level.parts.minutes,
        "p10": level.p10,
        "p90": level.p90,
        "completeness": level.completeness.value,
        "baseline": level.baseline,
    }


def _event(key: TeamWeek, level: TeamLevel) -> CounterHoursRelieved:
    return CounterHoursRelieved(
        team_id=key[0],
        week=str(IsoWeek.of(key[1])),
        baseline=level.baseline,
        p10=None if level.p10 is None else float(level.p10),
        p50=float(level.p50),
        p90=None if level.p90 is None else float(level.p90),
        parts=HoursParts(
            volume=float(level.parts.volume),
            channel=float(level.parts.channel),
            minutes=float(level.parts.minutes),
        ),
        completeness=Completeness(level.completeness.value),
    )


_NEW_LEVELS = insert(team_levels)
_SAVE_LEVELS = _NEW_LEVELS.on_conflict_do_update(
    index_elements=["team_id", "week"],
    set_={
        name: _NEW_LEVELS.excluded[name]
        for name in ("volume", "channel", "minutes", "p10", "p90", "completeness", "baseline")
    },
)

_TEAM_WEEKS = text("""
SELECT DISTINCT t.team_id, c.week
FROM unnest(CAST(:products AS text[]), CAST(:weeks AS date[])) AS c(product, week)
JOIN metrics.product_teams t ON t.product = c.product
""")

_WEEKS_OF_TEAMS = text("""
SELECT t.team_id, h.week
FROM metrics.product_teams t JOIN metrics.counter_hours h ON h.product = t.product
WHERE t.team_id = ANY(CAST(:teams AS uuid[]))
UNION
SELECT team_id, week FROM metrics.team_levels WHERE team_id = ANY(CAST(:teams AS uuid[]))
""")

_TOLD = text("""
SELECT l.* FROM unnest(CAST(:teams AS uuid[]), CAST(:weeks AS date[])) AS k(team_id, week)
JOIN metrics.team_levels l USING (team_id, week)
""")

_HOURS_OF_TEAMS = text("""
WITH newest AS (
    SELECT product, max(version) AS version FROM metrics.baselines GROUP BY product
)
SELECT k.team_id, k.week, t.product, h.baseline_version, h.state,
    h.volume, h.channel, h.minutes, h.spread_down, h.spread_up
FROM unnest(CAST(:teams AS uuid[]), CAST(:weeks AS date[])) AS k(team_id, week)
JOIN metrics.product_teams t USING (team_id)
JOIN newest n ON n.product = t.product
JOIN metrics.baselines b ON b.product = n.product AND b.version = n.version
LEFT JOIN metrics.counter_hours h ON h.product = t.product AND h.week = k.week
WHERE k.week >= b.first_week + 7 * 52
AND EXISTS (SELECT FROM metrics.handling_times m WHERE m.product = t.product)
""")
