"""What Koers shows: how far the programme is, and what needs a decision."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.domain.plan.targets import TargetPath
from services.planning.domain.steering.decisions import Decision
from services.planning.domain.wording import reading_order
from services.planning.queries.capacity import ExpertiseBalanceRow, balances
from services.planning.queries.decisions import decisions
from services.planning.queries.freed_hours import TeamFreedHours, freed_by_team
from services.planning.queries.plan import target_paths
from services.planning.queries.timeliness import TimelinessRow, timeliness_of
from services.planning.tables import (
    coverage,
    programmes,
    relief_levels,
    stale_sources,
    subprojects,
    uptake,
)
from shared.contracts.metrics_v1 import Completeness
from shared.contracts.vocabulary import PeriodKind, period_kind
from shared.isoweek import IsoWeek

CAPACITY_WEEKS = 12
RELIEF_WEEKS = 26
UPTAKE_DAYS = 371
"""53 weeks: the present and the same week a year ago."""


@dataclass(frozen=True, slots=True)
class UptakePoint:
    """A product's uptake in a period by definition M1, with its target at the end of the period.

    Shares are None where they are not known; `revision` counts the corrections.
    """

    period: str
    starts_on: date
    ends_on: date
    numerator: int | None
    denominator: int | None
    share: float | None
    share_with_assisted: float | None
    target: float | None
    revision: int
    told_at: datetime


@dataclass(frozen=True, slots=True)
class ProductUptake:
    """The uptake of a product in periods of one kind, the earliest first, and the path it should
    follow.
    """

    product: str
    definition: str
    kind: PeriodKind
    points: Sequence[UptakePoint]
    path: TargetPath | None


@dataclass(frozen=True, slots=True)
class RelievedWeek:
    """Counter hours of all measured teams against their baseline, with the parts that add up to the
    change (M6).

    `low` and `high` add the teams' P10 and P90: a range at least as wide as that of the sum. None
    where a team has no range.
    """

    week: str
    low: float | None
    relieved: float
    high: float | None
    volume: float
    channel: float
    minutes: float
    teams: int
    completeness: Completeness
    told_at: datetime


@dataclass(frozen=True, slots=True)
class SubprojectCoverage:
    """First-moment coverage of a subproject (E2); no figures where the group is too small or
    nothing is known.
    """

    subproject_id: UUID
    subproject: str
    t0: date
    frozen: bool
    definition: str
    numerator: int | None
    denominator: int | None
    share: float | None
    median_lead_days: float | None
    joiners_after_t0: int | None
    told_at: datetime


@dataclass(frozen=True, slots=True)
class StaleSource:
    """A source that is silent for longer than its norm."""

    source: str
    last_delivery_at: datetime | None
    norm_days: int


@dataclass(frozen=True, slots=True)
class Steering:
    """Everything of Koers, as it stands on a day.

    `unmeasured` are the products that have a target path and no uptake yet.
    """

    as_of: date
    uptake: Sequence[ProductUptake]
    unmeasured: Sequence[str]
    relieved: Sequence[RelievedWeek]
    freed: Sequence[TeamFreedHours]
    capacity: Sequence[ExpertiseBalanceRow]
    timeliness: TimelinessRow
    coverage: Sequence[SubprojectCoverage]
    stale_sources: Sequence[StaleSource]
    decisions: Sequence[Decision]


async def steering(
    connection: AsyncConnection, today: date, *, most_decisions: int = 5
) -> Steering:
    """How far the programme is, and the decisions that are due first."""
    this_week = IsoWeek.of(today)
    last_week = this_week.plus(CAPACITY_WEEKS - 1)
    paths = await _open_paths(connection)
    measured = await _uptake(connection, today, paths)
    return Steering(
        as_of=today,
        uptake=measured,
        unmeasured=sorted(paths.keys() - {each.product for each in measured}),
        relieved=await _relieved(connection),
        freed=await freed_by_team(connection, today),
        capacity=await balances(connection, this_week, last_week),
        timeliness=await timeliness_of(connection, this_week, last_week),
        coverage=await _coverage(connection),
        stale_sources=await _stale_sources(connection),
        decisions=await decisions(connection, today, at_most=most_decisions),
    )


async def _uptake(
    connection: AsyncConnection, today: date, paths: Mapping[str, TargetPath]
) -> Sequence[ProductUptake]:
    rows = await connection.execute(
        select(uptake)
        .where(uptake.c.ends_on > today - timedelta(days=UPTAKE_DAYS))
        .order_by(uptake.c.product, uptake.c.ends_on, uptake.c.starts_on)
    )
    points: defaultdict[tuple[str, str, PeriodKind], list[UptakePoint]] = defaultdict(list)
    for row in rows:
        path = paths.get(row.product)
        points[row.product, row.definition, period_kind(row.period)].append(
            UptakePoint(
                period=row.period,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                numerator=row.numerator,
                denominator=row.denominator,
                share=row.share,
                share_with_assisted=row.share_with_assisted,
                target=None if path is None else path.share_on(row.ends_on),
                revision=row.revision,
                told_at=row.told_at,
            )
        )
    return [
        ProductUptake(product, definition, kind, found, paths.get(product))
        for (product, definition, kind), found in points.items()
    ]


async def _open_paths(connection: AsyncConnection) -> Mapping[str, TargetPath]:
    """The target path of each product; where programmes overlap, that of the one that started
    last.
    """
    open_programmes = await connection.scalars(
        select(programmes.c.id)
        .where(programmes.c.completed_on.is_(None))
        .order_by(programmes.c.starts_on)
    )
    programme_ids = open_programmes.all()
    by_programme = await target_paths(connection, programme_ids)
    return {
        path.product: path
        for programme_id in programme_ids
        for path in by_programme.get(programme_id, ())
    }


async def _relieved(connection: AsyncConnection) -> Sequence[RelievedWeek]:
    level = relief_levels.c
    teams_measured = func.count()
    rows = await connection.execute(
        select(
            level.monday,
            func.sum(level.minutes).label("relieved"),
            func.sum(level.p10_minutes).label("low"),
            func.count(level.p10_minutes).label("lows"),
            func.sum(level.p90_minutes).label("high"),
            func.count(level.p90_minutes).label("highs"),
            func.sum(level.volume_minutes).label("volume"),
            func.sum(level.channel_minutes).label("channel"),
            func.sum(level.handling_minutes).label("handling"),
            teams_measured.label("teams"),
            func.array_agg(level.completeness.distinct()).label("completeness"),
            func.max(level.told_at).label("told_at"),
        )
        .group_by(level.monday)
        .order_by(level.monday.desc())
        .limit(RELIEF_WEEKS)
    )
    return [
        RelievedWeek(
            week=str(IsoWeek.of(row.monday)),
            low=to_hours(row.low) if row.lows == row.teams else None,
            relieved=to_hours(row.relieved),
            high=to_hours(row.high) if row.highs == row.teams else None,
            volume=to_hours(row.volume),
            channel=to_hours(row.channel),
            minutes=to_hours(row.handling),
            teams=row.teams,
            completeness=_least_certain(row.completeness),
            told_at=row.told_at,
        )
        for row in reversed(rows.all())
    ]


def _least_certain(found: Sequence[str]) -> Completeness:
    """How far a sum of figures can be trusted."""
    order = (Completeness.PROVISIONAL, Completeness.CORRECTED, Completeness.COMPLETE)
    return next(each for each in order if each.value in found)


async def _coverage(connection: AsyncConnection) -> Sequence[SubprojectCoverage]:
    rows = await connection.execute(
        select(coverage, subprojects.c.name)
        .join(subprojects, subprojects.c.id == coverage.c.subproject_id)
        .order_by(coverage.c.subproject_id)
    )
    return [
        SubprojectCoverage(
            subproject_id=row.subproject_id,
            subproject=row.name,
            t0=row.t0,
            frozen=row.frozen,
            definition=row.definition,
            numerator=row.numerator,
            denominator=row.denominator,
            share=row.numerator / row.denominator if row.denominator else None,
            median_lead_days=row.median_lead_days,
            joiners_after_t0=row.joiners_after_t0,
            told_at=row.told_at,
        )
        for row in sorted(rows, key=lambda each: (each.t0, reading_order(each.name)))
    ]


async def _stale_sources(connection: AsyncConnection) -> Sequence[StaleSource]:
    rows = await connection.execute(select(stale_sources).order_by(stale_sources.c.source))
    return [StaleSource(row.source, row.last_delivery_at, row.norm_days) for row in rows]
