"""Other dates for a subproject over HTTP: what they break, and giving them."""

from datetime import date
from typing import Literal
from uuid import UUID

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.locks import lock_row
from services.planning.commands.rescheduling import (
    Preview,
    Reschedule,
    preview_reschedule,
    reschedule_subproject,
)
from services.planning.domain.balance.balance import ExpertiseBalance
from services.planning.domain.hours import to_hours
from services.planning.domain.plan.consequences import (
    DeadlinePassed,
    HoursOutside,
    MilestoneEffect,
    TooEarly,
    WeekEffect,
)
from services.planning.domain.plan.plan import PlannedDemand
from services.planning.domain.plan.subprojects import Period
from services.planning.http.callers import ProgrammeManager, acting
from services.planning.http.fields import WeekHoursAnswer, Why
from services.planning.http.once import Once
from services.planning.http.subprojects import SubprojectAnswer, subproject_answer
from services.planning.queries.plan import subproject_by_id
from services.planning.tables import subprojects
from shared.contracts.vocabulary import Day
from shared.database import transaction
from shared.web.access import Role
from shared.web.answers import Body, Resource, answered
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Deelprojecten"])


class DatesBody(Body):
    """Other dates. With `movesAlong` milestones, demand and open requests keep their distance to
    the first day; confirmed reservations always stay.
    """

    starts_on: Day
    ends_on: Day
    moves_along: bool = False


class PeriodBody(DatesBody):
    """Other dates, and why."""

    reason: Why


class HoursOutsideAnswer(Resource):
    """Weeks of a demand or a reservation that would fall outside the subproject."""

    kind: Literal["demand", "reservation"]
    id: UUID
    expertise_id: UUID
    state: str | None
    weeks: list[WeekHoursAnswer]


class TooEarlyAnswer(Resource):
    """A subproject that would start before what it waits for ends."""

    subproject_id: UUID
    name: str
    starts_on: date
    waits_for_id: UUID
    waits_for: str
    ends_on: date


class MilestoneEffectAnswer(Resource):
    """A milestone that moves, or that would fall outside the subproject."""

    id: UUID
    name: str
    due_on: date
    moves_to: date
    is_outside: bool


class WeekEffectAnswer(Resource):
    """An expertise in a week of which the shortage changes, in hours."""

    expertise_id: UUID
    week: str
    demand_before: float
    demand_after: float
    short_before: float
    short_after: float


class DeadlinePassedAnswer(Resource):
    """A demand that can no longer be reserved in time."""

    demand_id: UUID
    subproject_id: UUID
    expertise_id: UUID
    first_week: str
    last_day: date


class ObstacleAnswer(Resource):
    """Why the dates cannot be saved so."""

    code: str
    message: str


class PreviewAnswer(Resource):
    """What other dates break or move. With obstacles they cannot be saved so."""

    outside: list[HoursOutsideAnswer]
    too_early: list[TooEarlyAnswer]
    milestones: list[MilestoneEffectAnswer]
    weeks: list[WeekEffectAnswer]
    deadlines: list[DeadlinePassedAnswer]
    obstacles: list[ObstacleAnswer]


@router.post(
    "/subprojects/{subproject_id}/reschedule-previews",
    response_model=PreviewAnswer,
    summary="Vooraf zien wat andere data van een deelproject breken",
)
async def post_preview(
    subproject_id: UUID, body: DatesBody, once: Once, now: Now, caller: ProgrammeManager
) -> Response:
    """What other dates would break; nothing is saved. The ETag is that of the subproject, to give
    along when the dates are saved.
    """
    command = _command(subproject_id, body)

    async def effect(connection: AsyncConnection) -> Response:
        version = (await subproject_by_id(connection, subproject_id)).version
        found = await preview_reschedule(connection, command, now=now)
        return answered(_preview(found), version=version)

    return await once(effect)


@router.put(
    "/subprojects/{subproject_id}/period",
    response_model=SubprojectAnswer,
    summary="Data van een deelproject wijzigen",
)
async def put_period(
    subproject_id: UUID,
    body: PeriodBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Reschedule a subproject."""
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, subprojects, subproject_id))
        await reschedule_subproject(
            connection,
            _command(subproject_id, body),
            reason=body.reason,
            by=acting(caller, Role.PROGRAMME_MANAGER),
            now=now,
        )
        return await subproject_answer(connection, subproject_id)


def _command(subproject_id: UUID, body: DatesBody) -> Reschedule:
    return Reschedule(subproject_id, Period(body.starts_on, body.ends_on), body.moves_along)


def _preview(found: Preview) -> PreviewAnswer:
    breaks = found.consequences
    return PreviewAnswer(
        outside=[_outside(each) for each in breaks.outside],
        too_early=[_too_early(each) for each in breaks.too_early],
        milestones=[_milestone(each) for each in breaks.milestones],
        weeks=[_week(each) for each in breaks.weeks],
        deadlines=[_deadline(each) for each in breaks.deadlines],
        obstacles=[ObstacleAnswer.model_validate(each) for each in found.reasons],
    )


def _outside(found: HoursOutside) -> HoursOutsideAnswer:
    hours = found.hours
    return HoursOutsideAnswer(
        kind="demand" if isinstance(hours, PlannedDemand) else "reservation",
        id=hours.id,
        expertise_id=hours.expertise_id,
        state=None if isinstance(hours, PlannedDemand) else hours.state.value,
        weeks=[
            WeekHoursAnswer(week=str(each.week), hours=to_hours(each.minutes))
            for each in found.weeks
        ],
    )


def _too_early(found: TooEarly) -> TooEarlyAnswer:
    return TooEarlyAnswer(
        subproject_id=found.subproject.id,
        name=found.subproject.name,
        starts_on=found.subproject.period.starts_on,
        waits_for_id=found.waits_for.id,
        waits_for=found.waits_for.name,
        ends_on=found.waits_for.period.ends_on,
    )


def _milestone(found: MilestoneEffect) -> MilestoneEffectAnswer:
    return MilestoneEffectAnswer(
        id=found.milestone.id,
        name=found.milestone.name,
        due_on=found.milestone.due_on,
        moves_to=found.due_on,
        is_outside=found.is_outside,
    )


def _week(found: WeekEffect) -> WeekEffectAnswer:
    before, after = found.before or _NOTHING, found.after or _NOTHING
    return WeekEffectAnswer(
        expertise_id=found.expertise_id,
        week=str(found.week),
        demand_before=to_hours(before.demand),
        demand_after=to_hours(after.demand),
        short_before=to_hours(before.short),
        short_after=to_hours(after.short),
    )


_NOTHING = ExpertiseBalance(demand=0, supply=0, confirmed=0, short=0, over=0)


def _deadline(found: DeadlinePassed) -> DeadlinePassedAnswer:
    return DeadlinePassedAnswer(
        demand_id=found.demand.id,
        subproject_id=found.demand.subproject_id,
        expertise_id=found.demand.expertise_id,
        first_week=str(found.first_week),
        last_day=found.last_day,
    )
