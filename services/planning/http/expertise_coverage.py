"""Coverage of expertise per focus area over HTTP."""

from uuid import UUID

from services.planning.http.callers import CapacityReader
from services.planning.queries import expertise_coverage as queries
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.answers import Resource
from shared.web.dependencies import Engine, Now
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Capaciteit"])


class CoverAnswer(Resource):
    """People who are confirmed for an expertise, and others who stand in, all at the level; null
    where people may not be known.
    """

    expertise_id: UUID
    expertise: str
    level: int
    confirmed: int | None
    deputies: int | None


class AreaAnswer(Resource):
    """A focus area; null where it is not known whether it is covered."""

    focus_area: str
    covered: bool | None
    expertises: list[CoverAnswer]


class CoverageAnswer(Resource):
    """Definition C8: focus areas in which every expertise asked has a confirmed person at the
    level and somebody else who stands in, of all focus areas in which expertise is asked.
    """

    definition: str
    numerator: int | None
    denominator: int
    areas: list[AreaAnswer]


@router.get("/expertise-coverage", summary="Expertisedekking per aandachtsgebied opvragen")
async def get_coverage(engine: Engine, now: Now, caller: CapacityReader) -> CoverageAnswer:
    """Coverage of what is asked in this week or later."""
    async with transaction(engine) as connection:
        found = await queries.expertise_coverage(connection, today(now))
    return CoverageAnswer.model_validate(found)
