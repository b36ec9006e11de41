"""Counter hours against the baseline, per team and per product (definition M6)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import Row, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from services.metrics.domain.completeness import State
from services.metrics.domain.team_hours import Parts
from services.metrics.tables import (
    baselines,
    counter_hours,
    handling_times,
    team_levels,
    teams,
)
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """The level of a team in a week, as it was last told."""

    team_id: UUID
    team: str | None
    week: IsoWeek
    parts: Parts
    p10: Decimal | None
    p90: Decimal | None
    completeness: State
    baseline: str


@dataclass(frozen=True, slots=True)
class ProductWeek:
    """A product's part in a level. `parts` None: a count or handling time is unknown."""

    product: str
    week: IsoWeek
    parts: Parts | None
    completeness: State
    baseline_version: int


@dataclass(frozen=True, slots=True)
class Baseline:
    """A frozen baseline, and of how many of its 52 weeks everything was known."""

    product: str
    version: int
    go_live_on: date
    first_week: IsoWeek
    known_weeks: int
    reason: str
    frozen_at: datetime


@dataclass(frozen=True, slots=True)
class HandlingTime:
    """A statement of handling time, with where it comes from."""

    id: UUID
    product: str
    channel: str
    assisted: bool
    valid_from: date
    minutes: Decimal
    low: Decimal | None
    high: Decimal | None
    stated_by: str
    stated_on: date


async def team_weeks(
    connection: AsyncConnection,
    *,
    team_id: UUID | None,
    first: date | None,
    last: date | None,
    after: tuple[date, UUID] | None,
    limit: int,
) -> list[TeamWeek]:
    """Weeks in their order with the level of each team, of weeks (by Monday) in a span."""
    statement = (
        select(team_levels, teams.c.name)
        .outerjoin(teams, teams.c.team_id == team_levels.c.team_id)
        .order_by(team_levels.c.week, team_levels.c.team_id)
        .limit(limit)
    )
    if team_id is not None:
        statement = statement.where(team_levels.c.team_id == team_id)
    if first is not None:
        statement = statement.where(team_levels.c.week >= first)
    if last is not None:
        statement = statement.where(team_levels.c.week <= last)
    if after is not None:
        statement = statement.where(tuple_(team_levels.c.week, team_levels.c.team_id) > after)
    return [
        TeamWeek(
            row.team_id,
            row.name,
            IsoWeek.of(row.week),
            Parts(row.volume, row.channel, row.minutes),
            row.p10,
            row.p90,
            State(row.completeness),
            row.baseline,
        )
        for row in await connection.execute(statement)
    ]


async def product_weeks(
    connection: AsyncConnection, product: str, *, after: date | None, limit: int
) -> list[ProductWeek]:
    """A product's measured weeks in their order."""
    statement = (
        select(counter_hours)
        .where(counter_hours.c.product == product)
        .order_by(counter_hours.c.week)
        .limit(limit)
    )
    if after is not None:
        statement = statement.where(counter_hours.c.week > after)
    return [
        ProductWeek(
            row.product,
            IsoWeek.of(row.week),
            None if row.volume is None else Parts(row.volume, row.channel, row.minutes),
            State(row.state),
            row.baseline_version,
        )
        for row in await connection.execute(statement)
    ]


async def list_baselines(
    connection: AsyncConnection,
    *,
    product: str | None,
    after: tuple[str, int] | None,
    limit: int,
) -> Sequence[Baseline]:
    """All versions of baselines, per product."""
    statement = select(baselines).order_by(baselines.c.product, baselines.c.version).limit(limit)
    if product is not None:
        statement = statement.where(baselines.c.product == product)
    if after is not None:
        statement = statement.where(tuple_(baselines.c.product, baselines.c.version) > after)
    return [
        Baseline(
            row.product,
            row.version,
            row.go_live_on,
            IsoWeek.of(row.first_week),
            row.known_weeks,
            row.reason,
            row.frozen_at,
        )
        for row in await connection.execute(statement)
    ]


async def handling_time(connection: AsyncConnection, statement_id: UUID) -> HandlingTime:
    """One statement."""
    row = await connection.execute(
        select(handling_times).where(handling_times.c.id == statement_id)
    )
    return _handling_time(row.one())


async def list_handling_times(
    connection: AsyncConnection,
    *,
    product: str | None,
    after: tuple[str, UUID] | None,
    limit: int,
) -> Sequence[HandlingTime]:
    """Every statement, also those that a newer one from the same day replaced."""
    statement = (
        select(handling_times).order_by(handling_times.c.product, handling_times.c.id).limit(limit)
    )
    if product is not None:
        statement = statement.where(handling_times.c.product == product)
    if after is not None:
        statement = statement.where(tuple_(handling_times.c.product, handling_times.c.id) > after)
    return [_handling_time(row) for row in await connection.execute(statement)]


def _handling_time(row: Row[tuple[object, ...]]) -> HandlingTime:
    return HandlingTime(
        row.id,
        row.product,
        row.channel,
        row.assisted,
        row.valid_from,
        row.minutes,
        row.low,
        row.high,
        row.stated_by,
        row.stated_on,
    )
