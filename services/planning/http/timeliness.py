"""How much of the demand was reserved in time, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.planning.http.callers import CapacityReader
from services.planning.http.fields import WeekName
from services.planning.http.known import Known
from services.planning.queries.steering import CAPACITY_WEEKS
from services.planning.queries.timeliness import timeliness_of
from shared.contracts.planning_v1 import MAX_WEEKS
from shared.isoweek import IsoWeek
from shared.web.answers import Resource
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Reserveringen"])


class SubprojectTimelinessAnswer(Resource):
    """Hours of a subproject that were confirmed in time, of those demanded."""

    subproject_id: UUID
    subproject: str
    numerator: float
    denominator: float
    share: float | None


class TimelinessAnswer(Resource):
    """Hours confirmed at least `normDays` working days before their first week, of the hours
    demanded in these weeks; the share is null where nothing is demanded.
    """

    definition: str
    norm_days: int
    first_week: str
    last_week: str
    numerator: float
    denominator: float
    share: float | None
    subprojects: list[SubprojectTimelinessAnswer]


@router.get("/reservation-timeliness", summary="Op tijd bevestigde inzet opvragen")
async def get_timeliness(
    known: Known,
    caller: CapacityReader,
    first_week: Annotated[
        WeekName | None,
        Query(alias="firstWeek", description="De eerste week. Standaard: deze week."),
    ] = None,
    weeks: Annotated[
        int, Query(ge=1, le=MAX_WEEKS, description="Hoeveel weken, vanaf de eerste.")
    ] = CAPACITY_WEEKS,
) -> TimelinessAnswer:
    """Hours confirmed in time, of the hours demanded: in all and per subproject."""
    first = IsoWeek.parse(first_week) if first_week else IsoWeek.of(known.day)
    async with known.read() as connection:
        row = await timeliness_of(connection, first, first.plus(weeks - 1))
    return TimelinessAnswer.model_validate(row)
