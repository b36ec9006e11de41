"""Counter hours relieved, per team and per product, over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Path, Query

from services.metrics.domain.completeness import State
from services.metrics.domain.figures import Definition
from services.metrics.http.figures import HoursParts, hours_parts
from services.metrics.http.roles import Staff
from services.metrics.queries import counter_hours as queries
from services.metrics.queries.counter_hours import ProductWeek, TeamWeek
from shared.contracts.vocabulary import Day, ProductKey
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.web.answers import Resource
from shared.web.dependencies import Engine
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Balie-uren"])


class TeamWeekAnswer(Resource):
    """Hours that a team's week needs less than its baseline, as a level.

    P10 and P90 are null where a handling time that matters has no stated range.
    """

    definition: str
    team_id: UUID
    team: str | None
    week: str
    parts: HoursParts
    p10: float | None
    p50: float
    p90: float | None
    completeness: State
    baseline: str


class ProductWeekAnswer(Resource):
    """A product's part in the level of its team; null where a count or time is unknown."""

    definition: str
    product: str
    week: str
    parts: HoursParts | None
    relieved: float | None
    completeness: State
    baseline: str


@router.get("/counter-hours", summary="Vrijgekomen balie-uren per team en week opvragen")
async def list_team_weeks(
    paging: Paging,
    engine: Engine,
    caller: Staff,
    team_id: Annotated[UUID | None, Query(alias="teamId", description="Alleen dit team.")] = None,
    first: Annotated[
        Day | None, Query(alias="from", description="Weken die op of na deze dag beginnen.")
    ] = None,
    last: Annotated[
        Day | None, Query(alias="until", description="Weken die op of voor deze dag beginnen.")
    ] = None,
) -> Page[TeamWeekAnswer]:
    """The levels as they were last told, week by week."""
    async with transaction(engine) as connection:
        found = await queries.team_weeks(
            connection,
            team_id=team_id,
            first=first,
            last=last,
            after=paging.after(date.fromisoformat, UUID),
            limit=paging.limit + 1,
        )
    return paging.page(
        [_team_week(week) for week in found],
        key=lambda week: (IsoWeek.parse(week.week).monday.isoformat(), str(week.team_id)),
    )


@router.get("/products/{key}/counter-hours", summary="Balie-uren van een product opvragen")
async def list_product_weeks(
    key: Annotated[ProductKey, Path()], paging: Paging, engine: Engine, caller: Staff
) -> Page[ProductWeekAnswer]:
    """A product's measured weeks."""
    after = paging.after(date.fromisoformat)
    async with transaction(engine) as connection:
        found = await queries.product_weeks(
            connection, key, after=after[0] if after else None, limit=paging.limit + 1
        )
    return paging.page(
        [_product_week(week) for week in found],
        key=lambda week: (IsoWeek.parse(week.week).monday.isoformat(),),
    )


def _team_week(found: TeamWeek) -> TeamWeekAnswer:
    return TeamWeekAnswer(
        definition=Definition.COUNTER_HOURS,
        team_id=found.team_id,
        team=found.team,
        week=str(found.week),
        parts=hours_parts(found.parts),
        p10=None if found.p10 is None else float(found.p10),
        p50=float(found.parts.relieved),
        p90=None if found.p90 is None else float(found.p90),
        completeness=found.completeness,
        baseline=found.baseline,
    )


def _product_week(found: ProductWeek) -> ProductWeekAnswer:
    parts = found.parts
    return ProductWeekAnswer(
        definition=Definition.COUNTER_HOURS,
        product=found.product,
        week=str(found.week),
        parts=None if parts is None else hours_parts(parts),
        relieved=None if parts is None else float(parts.relieved),
        completeness=found.completeness,
        baseline=f"{found.product}@{found.baseline_version}",
    )
