"""Forecasts of milestones over HTTP."""

from datetime import date
from uuid import UUID

from services.planning.http.callers import PlanReader
from services.planning.http.known import Known
from services.planning.queries.forecasts import forecasts_of
from services.planning.queries.plan import programme_by_id
from shared.contracts.planning_v1 import MilestoneKind
from shared.web.answers import Resource
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Mijlpalen"])


class ForecastAnswer(Resource):
    """By when a milestone is reached in half of the simulations (`p50`) and in four of five
    (`p80`). Null is not expected within three years.
    """

    milestone_id: UUID
    milestone: str
    kind: MilestoneKind
    subproject_id: UUID
    subproject: str
    due_on: date
    p50: date | None
    p80: date | None


class ForecastsAnswer(Resource):
    """The milestones that are still to come. One that was just added is not there yet."""

    items: list[ForecastAnswer]


@router.get("/programmes/{programme_id}/forecasts", summary="Prognose van mijlpalen opvragen")
async def list_forecasts(programme_id: UUID, known: Known, caller: PlanReader) -> ForecastsAnswer:
    """When the milestones of a programme are likely to be reached."""
    async with known.read() as connection:
        await programme_by_id(connection, programme_id)
        rows = await forecasts_of(connection, programme_id)
    return ForecastsAnswer(items=[ForecastAnswer.model_validate(row) for row in rows])
