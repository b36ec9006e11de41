"""Change load over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.planning.domain.steering.change_load import WEIGHTS, Kind
from services.planning.http.callers import PlanReader
from services.planning.http.known import Known
from services.planning.queries.change_load import change_load
from services.planning.queries.steering import CAPACITY_WEEKS
from shared.contracts.planning_v1 import MAX_WEEKS
from shared.isoweek import IsoWeek
from shared.web.answers import Resource
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Veranderdruk"])


class WeightsAnswer(Resource):
    """Points of each in a week of a team."""

    go_live: int
    peak: int
    training: int


class TeamWeekAnswer(Resource):
    """What weighs on a team in a week: the points, and what they are made of."""

    team_id: UUID
    team: str
    week: str
    points: int
    go_lives: int
    trainings: int
    peaks: int


class QuieterWeekAnswer(Resource):
    """Points that the teams of a go-live have together in another week."""

    week: str
    points: int


class GoLiveAnswer(Resource):
    """A go-live to come: points of its teams in its week besides it, and up to three weeks in which
    they have less. A suggestion: it says nothing about hours.
    """

    milestone_id: UUID
    milestone: str
    subproject_id: UUID
    week: str
    points: int
    quieter_weeks: list[QuieterWeekAnswer]


class ChangeLoadsAnswer(Resource):
    """The teams and weeks that have a load, and the go-lives to come."""

    weights: WeightsAnswer
    items: list[TeamWeekAnswer]
    go_lives: list[GoLiveAnswer]


@router.get("/change-loads", summary="Veranderdruk per team en week opvragen")
async def list_change_loads(
    known: Known,
    caller: PlanReader,
    weeks: Annotated[
        int, Query(ge=1, le=MAX_WEEKS, description="Hoeveel weken, vanaf deze week.")
    ] = CAPACITY_WEEKS,
) -> ChangeLoadsAnswer:
    """Go-lives, trainings and peaks of each team per week, weighed, and quieter weeks."""
    first = IsoWeek.of(known.day)
    async with known.read() as connection:
        found = await change_load(connection, known.day, first, first.plus(weeks - 1))
    return ChangeLoadsAnswer(
        weights=WeightsAnswer(
            go_live=WEIGHTS[Kind.GO_LIVE],
            peak=WEIGHTS[Kind.PEAK],
            training=WEIGHTS[Kind.TRAINING],
        ),
        items=[TeamWeekAnswer.model_validate(each) for each in found.teams],
        go_lives=[GoLiveAnswer.model_validate(each) for each in found.go_lives],
    )
