"""Milestones over HTTP."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands import milestones as commands
from services.planning.commands.locks import lock_row
from services.planning.http.callers import PlanReader, ProgrammeManager
from services.planning.http.fields import Why
from services.planning.http.known import Known
from services.planning.http.once import Once
from services.planning.queries import plan as queries
from services.planning.tables import milestones
from shared.contracts.channels import Channel
from shared.contracts.planning_v1 import AffectedProduct, MilestoneKind
from shared.contracts.vocabulary import Day, ProductKey, Text
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.answers import Body, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Mijlpalen"])


class AffectedBody(Body):
    """A product and the channels over which a go-live changes it."""

    product: ProductKey
    channels: Annotated[list[Channel], Field(min_length=1, max_length=len(Channel))]


class MilestoneBody(Body):
    """A milestone to plan."""

    kind: MilestoneKind
    name: Text
    due_on: Day
    affects: Annotated[tuple[AffectedBody, ...], Field(max_length=100)] = ()


class DueDayBody(Body):
    """Another day, and why."""

    due_on: Day
    reason: Why


class AchievementBody(Body):
    """When it was reached; today when not said."""

    reached_on: Day | None = None


class CancellationBody(Body):
    """Why it will not come."""

    reason: Why


class AffectedAnswer(Resource):
    """A product and the channels over which it changes."""

    product: str
    channels: list[Channel]


class MilestoneAnswer(Resource):
    """A milestone."""

    id: UUID
    subproject_id: UUID
    kind: MilestoneKind
    name: str
    due_on: date
    affects: list[AffectedAnswer]
    state: str
    reached_on: date | None
    version: int


class MilestonesAnswer(Resource):
    """The milestones of a subproject."""

    items: list[MilestoneAnswer]


@router.post(
    "/subprojects/{subproject_id}/milestones",
    status_code=201,
    response_model=MilestoneAnswer,
    summary="Mijlpaal plannen",
)
async def post_milestone(
    subproject_id: UUID, body: MilestoneBody, once: Once, caller: ProgrammeManager
) -> Response:
    """Plan a milestone."""
    command = commands.PlanMilestone(
        subproject_id=subproject_id,
        kind=body.kind,
        name=body.name,
        due_on=body.due_on,
        affects=[
            AffectedProduct(product=each.product, channels=tuple(each.channels))
            for each in body.affects
        ],
    )

    async def effect(connection: AsyncConnection) -> Response:
        milestone_id = await commands.plan_milestone(connection, command)
        row = await queries.milestone_by_id(connection, subproject_id, milestone_id)
        return created(MilestoneAnswer.model_validate(row), row.id, version=row.version)

    return await once(effect)


@router.get("/subprojects/{subproject_id}/milestones", summary="Mijlpalen opvragen")
async def list_milestones(
    subproject_id: UUID, known: Known, caller: PlanReader
) -> MilestonesAnswer:
    """The milestones of a subproject, the earliest first."""
    async with known.read() as connection:
        await queries.subproject_by_id(connection, subproject_id)
        rows = await queries.milestones_of(connection, subproject_id)
    return MilestonesAnswer(items=[MilestoneAnswer.model_validate(row) for row in rows])


@router.get(
    "/subprojects/{subproject_id}/milestones/{milestone_id}",
    response_model=MilestoneAnswer,
    summary="Mijlpaal opvragen",
)
async def get_milestone(
    subproject_id: UUID, milestone_id: UUID, known: Known, caller: PlanReader
) -> Response:
    """One milestone."""
    async with known.read() as connection:
        return await _answer(connection, subproject_id, milestone_id)


@router.put(
    "/subprojects/{subproject_id}/milestones/{milestone_id}/due-day",
    response_model=MilestoneAnswer,
    summary="Mijlpaal verplaatsen",
)
async def put_due_day(
    subproject_id: UUID,
    milestone_id: UUID,
    body: DueDayBody,
    if_match: IfMatch,
    engine: Engine,
    caller: ProgrammeManager,
) -> Response:
    """Move a milestone."""
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, milestones, milestone_id))
        await commands.move_milestone(connection, milestone_id, body.due_on, reason=body.reason)
        return await _answer(connection, subproject_id, milestone_id)


@router.post(
    "/subprojects/{subproject_id}/milestones/{milestone_id}/achievements",
    response_model=MilestoneAnswer,
    summary="Mijlpaal bereikt melden",
)
async def post_achievement(
    subproject_id: UUID,
    milestone_id: UUID,
    body: AchievementBody,
    once: Once,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Record that a milestone was reached."""

    async def effect(connection: AsyncConnection) -> Response:
        day = body.reached_on or today(now)
        await commands.reach_milestone(connection, milestone_id, day, today=today(now))
        return await _answer(connection, subproject_id, milestone_id)

    return await once(effect)


@router.post(
    "/subprojects/{subproject_id}/milestones/{milestone_id}/cancellations",
    response_model=MilestoneAnswer,
    summary="Mijlpaal annuleren",
)
async def post_cancellation(
    subproject_id: UUID,
    milestone_id: UUID,
    body: CancellationBody,
    once: Once,
    caller: ProgrammeManager,
) -> Response:
    """Record that a milestone will not come."""

    async def effect(connection: AsyncConnection) -> Response:
        await commands.cancel_milestone(connection, milestone_id, reason=body.reason)
        return await _answer(connection, subproject_id, milestone_id)

    return await once(effect)


async def _answer(connection: AsyncConnection, subproject_id: UUID, milestone_id: UUID) -> Response:
    row = await queries.milestone_by_id(connection, subproject_id, milestone_id)
    return answered(MilestoneAnswer.model_validate(row), version=row.version)
