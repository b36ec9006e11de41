"""Demand and the weekly balance over HTTP."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.demands import add_demand, change_demand, remove_demand
from services.planning.commands.locks import lock_row
from services.planning.domain.balance.balance import LOWEST_LEVEL
from services.planning.http.callers import CapacityReader, PlanReader, ProgrammeManager
from services.planning.http.fields import Level, SomeWeeks, WeekHoursAnswer, week_minutes
from services.planning.http.known import Known
from services.planning.http.once import Once
from services.planning.queries import capacity as queries
from services.planning.queries.plan import subproject_by_id
from services.planning.tables import demands
from shared.contracts.planning_v1 import MAX_WEEKS
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.runtime.clock import today
from shared.web.answers import Body, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Capaciteit"])


class DemandBody(Body):
    """Hours of an expertise per week, from people of this level or above."""

    expertise_id: UUID
    level: Level = LOWEST_LEVEL
    weeks: SomeWeeks


class DemandWeeksBody(Body):
    """All weeks from now on, at least one; the level stays when it is not said. Who needs nothing
    any more removes the demand.
    """

    level: Level | None = None
    weeks: SomeWeeks


class DemandAnswer(Resource):
    """The hours of an expertise that a subproject needs."""

    id: UUID
    subproject_id: UUID
    expertise_id: UUID
    level: int
    weeks: list[WeekHoursAnswer]
    version: int


class DemandsAnswer(Resource):
    """The demands of a subproject."""

    items: list[DemandAnswer]


class BalanceWeekAnswer(Resource):
    """An expertise in a week, in hours; `short` is what a maximum flow leaves unmet,
    `overAllocated` what of the confirmed hours nobody has.
    """

    week: str
    demand: float
    supply: float
    confirmed: float
    short: float
    over_allocated: float


class BalanceAnswer(Resource):
    """The weeks of an expertise that have demand."""

    expertise_id: UUID
    expertise: str
    weeks: list[BalanceWeekAnswer]


class BalancesAnswer(Resource):
    """The balance of every expertise with demand."""

    items: list[BalanceAnswer]


@router.post(
    "/subprojects/{subproject_id}/demands",
    status_code=201,
    response_model=DemandAnswer,
    summary="Gevraagde inzet toevoegen",
)
async def post_demand(
    subproject_id: UUID, body: DemandBody, once: Once, now: Now, caller: ProgrammeManager
) -> Response:
    """Say how many hours of an expertise a subproject needs, and when."""

    async def effect(connection: AsyncConnection) -> Response:
        demand_id = await add_demand(
            connection,
            subproject_id,
            body.expertise_id,
            week_minutes(body.weeks),
            level=body.level,
            today=today(now),
        )
        row = await queries.demand_by_id(connection, subproject_id, demand_id)
        return created(DemandAnswer.model_validate(row), row.id, version=row.version)

    return await once(effect)


@router.get("/subprojects/{subproject_id}/demands", summary="Gevraagde inzet opvragen")
async def list_demands(subproject_id: UUID, known: Known, caller: PlanReader) -> DemandsAnswer:
    """The demands of a subproject, one per expertise."""
    async with known.read() as connection:
        await subproject_by_id(connection, subproject_id)
        rows = await queries.demands_of(connection, subproject_id)
    return DemandsAnswer(items=[DemandAnswer.model_validate(row) for row in rows])


@router.get(
    "/subprojects/{subproject_id}/demands/{demand_id}",
    response_model=DemandAnswer,
    summary="Gevraagde inzet van een expertise opvragen",
)
async def get_demand(
    subproject_id: UUID, demand_id: UUID, known: Known, caller: PlanReader
) -> Response:
    """One demand."""
    async with known.read() as connection:
        return await _answer(connection, subproject_id, demand_id)


@router.put(
    "/subprojects/{subproject_id}/demands/{demand_id}",
    response_model=DemandAnswer,
    summary="Gevraagde inzet wijzigen",
)
async def put_demand(
    subproject_id: UUID,
    demand_id: UUID,
    body: DemandWeeksBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Replace the hours of a demand."""
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, demands, demand_id))
        weeks = week_minutes(body.weeks)
        await change_demand(connection, demand_id, weeks, level=body.level, today=today(now))
        return await _answer(connection, subproject_id, demand_id)


@router.delete(
    "/subprojects/{subproject_id}/demands/{demand_id}",
    status_code=204,
    summary="Gevraagde inzet weghalen",
)
async def delete_demand(
    subproject_id: UUID,
    demand_id: UUID,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
) -> None:
    """Say that nothing of the expertise is needed any more. What was asked of teams stays."""
    async with transaction(engine) as connection:
        await queries.demand_by_id(connection, subproject_id, demand_id)
        if_match.check(await lock_row(connection, demands, demand_id))
        await remove_demand(connection, demand_id, today=today(now))


@router.get("/capacity-balances", summary="Vraag en aanbod per expertise en week opvragen")
async def list_balances(
    known: Known,
    caller: CapacityReader,
    weeks: Annotated[
        int, Query(ge=1, le=MAX_WEEKS, description="Hoeveel weken, vanaf deze week.")
    ] = 12,
) -> BalancesAnswer:
    """The balance from this week on."""
    first = IsoWeek.of(known.day)
    async with known.read() as connection:
        rows = await queries.balances(connection, first, first.plus(weeks - 1))
    return BalancesAnswer(items=[BalanceAnswer.model_validate(row) for row in rows])


async def _answer(connection: AsyncConnection, subproject_id: UUID, demand_id: UUID) -> Response:
    row = await queries.demand_by_id(connection, subproject_id, demand_id)
    return answered(DemandAnswer.model_validate(row), version=row.version)
