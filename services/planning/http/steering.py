"""The steering overview (koers) over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.planning.domain.steering.decisions import Kind
from services.planning.http.callers import ProgrammeManager
from services.planning.http.demands import BalanceAnswer
from services.planning.http.freed_hours import TeamFreedHoursAnswer
from services.planning.http.known import Known
from services.planning.queries import steering as queries
from shared.contracts.metrics_v1 import Completeness
from shared.contracts.vocabulary import PeriodKind
from shared.web.answers import Moment, Resource
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Koers"])


class UptakePointAnswer(Resource):
    """Uptake in a period, and its target at the end of it. Null is not known, which is not zero."""

    period: str
    starts_on: date
    ends_on: date
    numerator: int | None
    denominator: int | None
    share: float | None
    share_with_assisted: float | None
    target: float | None
    revision: int
    told_at: Moment


class ProductUptakeAnswer(Resource):
    """The uptake of a product, the earliest period first."""

    product: str
    definition: str
    kind: PeriodKind
    points: list[UptakePointAnswer]


class RelievedWeekAnswer(Resource):
    """Counter hours relieved in a week, with the parts of the change."""

    week: str
    low: float | None
    relieved: float
    high: float | None
    volume: float
    channel: float
    minutes: float
    teams: int
    completeness: Completeness
    told_at: Moment


class CoverageAnswer(Resource):
    """First-moment coverage of a subproject."""

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
    told_at: Moment


class StaleSourceAnswer(Resource):
    """A source that is silent for too long."""

    source: str
    last_delivery_at: Moment | None
    norm_days: int


class DecisionAnswer(Resource):
    """A decision to take, and the last day for it."""

    kind: Kind
    subject_id: UUID
    what: str
    last_day: date


class SteeringAnswer(Resource):
    """How far the programme is, and what needs a decision."""

    as_of: date
    uptake: list[ProductUptakeAnswer]
    unmeasured: list[str]
    relieved: list[RelievedWeekAnswer]
    freed: list[TeamFreedHoursAnswer]
    capacity: list[BalanceAnswer]
    coverage: list[CoverageAnswer]
    stale_sources: list[StaleSourceAnswer]
    decisions: list[DecisionAnswer]


@router.get("/steering-overview", summary="Koers opvragen")
async def get_steering(
    known: Known,
    caller: ProgrammeManager,
    decisions: Annotated[
        int, Query(ge=1, le=100, description="Hoeveel besluiten er hoogstens in staan.")
    ] = 5,
) -> SteeringAnswer:
    """Everything that Koers shows."""
    async with known.read() as connection:
        found = await queries.steering(connection, known.day, most_decisions=decisions)
    return SteeringAnswer.model_validate(found)
