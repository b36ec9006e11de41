"""Koers, the home of the programme manager: the page, and the file of each chart."""

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query
from starlette.requests import Request
from starlette.responses import Response

from services.planning.domain.steering.freed_hours import MEASURED_WEEKS
from services.planning.http.callers import ProgrammeManager
from services.planning.http.known import Known, KnownPlan
from services.planning.pages import conclusions
from services.planning.pages.capacity_charts import (
    MOST_CHARTS,
    capacity_chart,
    capacity_table,
    shortest_first,
)
from services.planning.pages.coverage_chart import coverage_chart, coverage_table
from services.planning.pages.decision_list import MOST_SHOWN, items
from services.planning.pages.relief_chart import (
    destination_rows,
    final_weeks,
    measured_weeks,
    relief_chart,
    relief_table,
)
from services.planning.pages.remarks import Remarks, remarks_on
from services.planning.pages.tiles import tiles
from services.planning.pages.uptake_charts import chosen_series, highest, uptake_chart, uptake_table
from services.planning.queries.steering import ProductUptake, Steering, steering
from shared.contracts.vocabulary import ProductKey
from shared.isoweek import IsoWeek
from shared.products import product_name
from shared.web.access import Role
from shared.web.charts import LineChart
from shared.web.figures import FigureTable
from shared.web.pages import NavigationItem, PageRouter, csv_answer, page

router = PageRouter()

NAVIGATION = NavigationItem("Koers", "/planning/koers", frozenset({Role.PROGRAMME_MANAGER}))
EVERY_DECISION = 1_000


@router.get("/koers")
async def koers(request: Request, known: Known, caller: ProgrammeManager) -> Response:
    """How far the programme is, and what needs a decision; now, or as it was on a day."""
    found, remarks = await _steering(known)

    def file(name: str, **chosen: object) -> str:
        query = urlencode({**chosen, **known.query})
        return f"{request.scope.get('root_path', '')}/koers/{name}.csv?{query}".rstrip("?")

    series = chosen_series(found)
    reach = highest(series)

    def chart_of(each: ProductUptake) -> LineChart:
        return uptake_chart(each, remarks, file("zelfbediening", product=each.product), reach)

    return page(
        request,
        "koers.html",
        title="Koers",
        known=known,
        conclusions=conclusions,
        remarks=remarks,
        tiles=tiles(found, series, final_weeks(measured_weeks(found.relieved, remarks))),
        decisions=items(found.decisions, found.as_of),
        decisions_title=conclusions.decisions(found.decisions, found.as_of),
        decisions_left=max(0, len(found.decisions) - MOST_SHOWN),
        uptake_title=conclusions.uptake_of_all([each.points for each in series]),
        uptake=[chart_of(each) for each in series if each.path is not None],
        uptake_without_path=[chart_of(each) for each in series if each.path is None],
        unmeasured=[product_name(product) for product in found.unmeasured],
        relief=(
            relief_chart(found.relieved, remarks, file("balie-uren")) if found.relieved else None
        ),
        destinations=destination_rows(found.freed),
        destinations_title=conclusions.destinations(found.freed),
        weeks_to_stand=MEASURED_WEEKS,
        capacity_title=conclusions.capacity_of_all(
            [(each.expertise, each.weeks) for each in found.capacity]
        ),
        timeliness=conclusions.timeliness(found.timeliness),
        capacity=[
            capacity_chart(
                each,
                IsoWeek.of(found.as_of),
                known.moment,
                file("capaciteit", expertise=each.expertise_id),
            )
            for each in shortest_first(found.capacity)[:MOST_CHARTS]
        ],
        capacity_left=max(0, len(found.capacity) - MOST_CHARTS),
        coverage=(
            coverage_chart(found.coverage, file("eerste-moment")) if found.coverage else None
        ),
    )


@router.get("/koers/zelfbediening.csv")
async def uptake_file(
    known: Known,
    caller: ProgrammeManager,
    product: Annotated[ProductKey | None, Query()] = None,
) -> Response:
    """Uptake against the target path, of one product or of all."""
    found, remarks = await _steering(known)
    series = [each for each in chosen_series(found) if product in (None, each.product)]
    return _file("zelfbediening", uptake_table(series, remarks))


@router.get("/koers/balie-uren.csv")
async def relief_file(known: Known, caller: ProgrammeManager) -> Response:
    """Counter hours relieved, with their parts."""
    found, remarks = await _steering(known)
    return _file("balie-uren", relief_table(measured_weeks(found.relieved, remarks), remarks))


@router.get("/koers/capaciteit.csv")
async def capacity_file(
    known: Known,
    caller: ProgrammeManager,
    expertise: Annotated[UUID | None, Query()] = None,
) -> Response:
    """Capacity of the next weeks, of one expertise or of all."""
    found, _ = await _steering(known)
    rows = [each for each in found.capacity if expertise in (None, each.expertise_id)]
    return _file("capaciteit", capacity_table(rows, known.moment))


@router.get("/koers/eerste-moment.csv")
async def coverage_file(known: Known, caller: ProgrammeManager) -> Response:
    """First-moment coverage of each subproject."""
    found, _ = await _steering(known)
    return _file("eerste-moment", coverage_table(found.coverage))


async def _steering(known: KnownPlan) -> tuple[Steering, Remarks]:
    async with known.read() as connection:
        found = await steering(connection, known.day, most_decisions=EVERY_DECISION)
    return found, remarks_on(known.day, found.stale_sources)


def _file(name: str, table: FigureTable) -> Response:
    return csv_answer(name, table.file_header, table.file_rows)
