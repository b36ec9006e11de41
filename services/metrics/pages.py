"""Tables of metrics for a spreadsheet. The page that shows them is planning's Koers."""

from typing import Annotated, SupportsFloat
from uuid import UUID

from fastapi import Query
from starlette.responses import Response

from services.metrics.domain.completeness import IN_DUTCH
from services.metrics.domain.figures import Definition
from services.metrics.domain.periods import PeriodKind
from services.metrics.http.roles import Staff
from services.metrics.queries.counter_hours import team_weeks
from services.metrics.queries.uptake import Span, uptake_series
from shared.contracts.vocabulary import ProductKey
from shared.database import transaction
from shared.web.dependencies import Engine
from shared.web.pages import PageRouter, csv_answer

router = PageRouter()

MOST_ROWS = 10_000


@router.get("/uptake.csv")
async def uptake_table(
    engine: Engine,
    caller: Staff,
    product: Annotated[ProductKey, Query()],
    kind: Annotated[PeriodKind, Query()] = PeriodKind.WEEK,
) -> Response:
    """Uptake of a product per period (M1), with what it is made of."""
    async with transaction(engine) as connection:
        found = await uptake_series(connection, product, Span(kind), after=None, limit=MOST_ROWS)
    return csv_answer(
        f"selfservice-{product}",
        (
            "product",
            "periode",
            "status",
            "definitie",
            "digitaal",
            "digitaal_met_hulp",
            "totaal",
            "aandeel",
            "aandeel_met_hulp",
            "streefwaarde",
        ),
        [
            (
                period.product,
                period.period,
                IN_DUTCH[period.completeness],
                Definition.UPTAKE.value,
                period.figures.without_assisted.numerator,
                period.figures.with_assisted.numerator,
                period.figures.without_assisted.denominator,
                _decimal(period.figures.without_assisted.value),
                _decimal(period.figures.with_assisted.value),
                _decimal(period.target),
            )
            for period in found
        ],
    )


@router.get("/counter-hours.csv")
async def counter_hours_table(
    engine: Engine,
    caller: Staff,
    team_id: Annotated[UUID | None, Query(alias="teamId")] = None,
) -> Response:
    """Counter hours relieved per team and week (M6), with their parts."""
    async with transaction(engine) as connection:
        found = await team_weeks(
            connection, team_id=team_id, first=None, last=None, after=None, limit=MOST_ROWS
        )
    return csv_answer(
        "balie-uren",
        (
            "team",
            "week",
            "status",
            "definitie",
            "vrijgekomen_uren",
            "p10",
            "p90",
            "door_aantal",
            "door_kanaal",
            "door_behandeltijd",
            "nulmeting",
        ),
        [
            (
                week.team or str(week.team_id),
                str(week.week),
                IN_DUTCH[week.completeness],
                Definition.COUNTER_HOURS.value,
                _decimal(week.parts.relieved),
                _decimal(week.p10),
                _decimal(week.p90),
                _decimal(week.parts.volume),
                _decimal(week.parts.channel),
                _decimal(week.parts.minutes),
                week.baseline,
            )
            for week in found
        ],
    )


def _decimal(value: SupportsFloat | None) -> float | None:
    return None if value is None else float(value)
