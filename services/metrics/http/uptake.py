"""Uptake over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import Depends, Query

from services.metrics.domain.completeness import State
from services.metrics.domain.figures import Uptake
from services.metrics.domain.periods import PeriodKind
from services.metrics.http.figures import Ratio, ratio
from services.metrics.http.roles import Staff
from services.metrics.queries import uptake as queries
from services.metrics.queries.uptake import Span, UptakePeriod, UptakeTotal
from shared.contracts.vocabulary import Day, ProductKey
from shared.database import transaction
from shared.web.answers import Moment, Resource
from shared.web.dependencies import Engine
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Selfservicepercentage"])


class UptakeFigures(Resource):
    """Definition M1: without and with online transactions that somebody helped with."""

    uptake: Ratio
    uptake_with_assisted: Ratio


class ChannelCount(Resource):
    """Completed transactions over a channel; null when unknown or not delivered."""

    channel: str
    assisted: bool
    completed: int | None


class UptakePeriodAnswer(UptakeFigures):
    """Uptake of a product in a period; of so many expected deliveries so many have come."""

    product: str
    period: str
    starts_on: date
    ends_on: date
    completeness: State
    revision: int
    expected: int
    delivered: int
    target: float | None
    channels: list[ChannelCount]
    updated_at: Moment | None


class UptakeTotalAnswer(Resource):
    """Uptake in a period of all products, and of those that can be online by law."""

    period: str
    starts_on: date
    ends_on: date
    completeness: State
    all_products: UptakeFigures
    digitally_possible: UptakeFigures


def _span(
    kind: Annotated[PeriodKind, Query(description="Het soort periode.")] = PeriodKind.WEEK,
    first: Annotated[
        Day | None, Query(alias="from", description="Periodes die op of na deze dag beginnen.")
    ] = None,
    last: Annotated[
        Day | None, Query(alias="until", description="Periodes die op of voor deze dag beginnen.")
    ] = None,
) -> Span:
    return Span(kind, first, last)


AskedSpan = Annotated[Span, Depends(_span)]


@router.get("/uptake", summary="Selfservicepercentage van een product opvragen")
async def list_uptake(
    product: Annotated[ProductKey, Query(description="Het product.")],
    span: AskedSpan,
    paging: Paging,
    engine: Engine,
    caller: Staff,
) -> Page[UptakePeriodAnswer]:
    """A product's periods in their order."""
    after = paging.after(date.fromisoformat)
    async with transaction(engine) as connection:
        found = await queries.uptake_series(
            connection, product, span, after=after[0] if after else None, limit=paging.limit + 1
        )
    return paging.page(
        [_period(period) for period in found], key=lambda period: (period.starts_on.isoformat(),)
    )


@router.get("/uptake-totals", summary="Selfservicepercentage van alle producten samen opvragen")
async def list_totals(
    span: AskedSpan, paging: Paging, engine: Engine, caller: Staff
) -> Page[UptakeTotalAnswer]:
    """All products together, period by period."""
    after = paging.after(date.fromisoformat)
    async with transaction(engine) as connection:
        found = await queries.uptake_totals(
            connection, span, after=after[0] if after else None, limit=paging.limit + 1
        )
    return paging.page(
        [_total(period) for period in found], key=lambda period: (period.starts_on.isoformat(),)
    )


def _figures(found: Uptake) -> UptakeFigures:
    return UptakeFigures(
        uptake=ratio(found.without_assisted), uptake_with_assisted=ratio(found.with_assisted)
    )


def _period(found: UptakePeriod) -> UptakePeriodAnswer:
    return UptakePeriodAnswer(
        product=found.product,
        period=found.period,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        completeness=found.completeness,
        revision=found.revision,
        expected=found.expected,
        delivered=found.delivered,
        uptake=ratio(found.figures.without_assisted),
        uptake_with_assisted=ratio(found.figures.with_assisted),
        target=None if found.target is None else float(found.target),
        channels=[ChannelCount.model_validate(count) for count in found.channels],
        updated_at=found.updated_at,
    )


def _total(found: UptakeTotal) -> UptakeTotalAnswer:
    return UptakeTotalAnswer(
        period=found.period,
        starts_on=found.starts_on,
        ends_on=found.ends_on,
        completeness=found.completeness,
        all_products=_figures(found.every),
        digitally_possible=_figures(found.possible),
    )
