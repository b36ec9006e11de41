"""Who has promised more than they have, over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.planning.commands.over_allocation import over_allocated
from services.planning.domain.hours import to_hours
from services.planning.domain.reservations.over_allocation import OverAllocation
from services.planning.http.callers import TeamKeeper, visible_teams
from services.planning.queries.steering import CAPACITY_WEEKS
from shared.contracts.planning_v1 import MAX_WEEKS
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.runtime.clock import today
from shared.web.answers import Resource
from shared.web.dependencies import Engine, Now
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Capaciteit"])

DEFINITION = "C6"


class OverAllocationAnswer(Resource):
    """Hours that a person has promised beyond what they have, or a team of an expertise when
    `staffId` is null. `percentage` is null where nothing is available.
    """

    week: str
    team_id: UUID
    staff_id: UUID | None
    expertise_id: UUID | None
    confirmed_hours: float
    available_hours: float
    over_hours: float
    percentage: int | None


class OverAllocationsAnswer(Resource):
    """All of them, with the hours together and in how many weeks of how many people."""

    definition: str
    over_hours: float
    person_weeks: int
    items: list[OverAllocationAnswer]


@router.get("/over-allocations", summary="Overallocatie per medewerker of team en week opvragen")
async def list_over_allocations(
    engine: Engine,
    now: Now,
    caller: TeamKeeper,
    weeks: Annotated[
        int, Query(ge=1, le=MAX_WEEKS, description="Hoeveel weken, vanaf deze week.")
    ] = CAPACITY_WEEKS,
    team_id: Annotated[
        UUID | None, Query(alias="teamId", description="Alleen die van dit team.")
    ] = None,
) -> OverAllocationsAnswer:
    """Who has promised more than they have: of a team leader's own teams, for a programme manager
    of all.
    """
    teams = visible_teams(caller, team_id)
    first = IsoWeek.of(today(now))
    async with transaction(engine) as connection:
        found = [
            each
            for each in await over_allocated(connection, first, first.plus(weeks - 1))
            if teams is None or each.team_id in teams
        ]
    return OverAllocationsAnswer(
        definition=DEFINITION,
        over_hours=to_hours(sum(each.room.over for each in found)),
        person_weeks=sum(each.staff_id is not None for each in found),
        items=[_answer(each) for each in found],
    )


def _answer(found: OverAllocation) -> OverAllocationAnswer:
    return OverAllocationAnswer(
        week=str(found.week),
        team_id=found.team_id,
        staff_id=found.staff_id,
        expertise_id=found.expertise_id,
        confirmed_hours=to_hours(found.room.confirmed),
        available_hours=to_hours(found.room.available),
        over_hours=to_hours(found.room.over),
        percentage=found.percentage,
    )
