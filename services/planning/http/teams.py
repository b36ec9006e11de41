"""Teams over HTTP: their pools and the products they handle."""

from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.locks import lock_row
from services.planning.commands.organisation import add_team, assign_products
from services.planning.commands.team_capacity import (
    Peak,
    TeamPool,
    change_peaks,
    change_pools,
    change_team_duties,
)
from services.planning.domain.balance.balance import LOWEST_LEVEL
from services.planning.domain.hours import to_minutes
from services.planning.http.callers import Organiser, PlanReader, TeamKeeper
from services.planning.http.fields import Hours, Level, LoadAnswer, LoadBody, WeekName
from services.planning.http.once import Once
from services.planning.queries import organisation as queries
from services.planning.tables import teams
from shared.contracts.planning_v1 import MAX_PRODUCT_TEAMS
from shared.contracts.vocabulary import ProductKey, Text
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.answers import Body, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Organisatie"])


class TeamBody(Body):
    """A team to add."""

    name: Text


class PoolBody(Body):
    """Hours a week that the team can give in any of these expertises; an hour counts once."""

    expertise_ids: Annotated[list[UUID], Field(max_length=100)]
    level: Level = LOWEST_LEVEL
    weekly_hours: Hours


class PoolsBody(Body):
    """All pools from now on."""

    pools: Annotated[list[PoolBody], Field(max_length=50)]


class DutiesBody(Body):
    """All counter duty from now on, whoever of the team does it."""

    counter_duties: Annotated[list[LoadBody], Field(max_length=50)]


class PeakBody(LoadBody):
    """A time with more to do than usual, such as elections; it ends."""

    name: Text
    until_week: WeekName


class PeaksBody(Body):
    """All peaks from now on."""

    peaks: Annotated[list[PeakBody], Field(max_length=50)]


class ProductsBody(Body):
    """All products that the team handles from now on."""

    products: Annotated[list[ProductKey], Field(max_length=MAX_PRODUCT_TEAMS)]


class PoolAnswer(Resource):
    """Hours a week that the team can give in any of these expertises, at this level."""

    expertise_ids: list[UUID]
    level: int
    weekly_hours: float


class PeakAnswer(LoadAnswer):
    """A time with more to do than usual."""

    name: str


class TeamAnswer(Resource):
    """A team."""

    id: UUID
    name: str
    pools: list[PoolAnswer]
    counter_duties: list[LoadAnswer]
    peaks: list[PeakAnswer]
    products: list[str]
    version: int


@router.post("/teams", status_code=201, response_model=TeamAnswer, summary="Team toevoegen")
async def post_team(body: TeamBody, once: Once, now: Now, caller: Organiser) -> Response:
    """Add a team."""

    async def effect(connection: AsyncConnection) -> Response:
        team_id = await add_team(connection, body.name, today=today(now))
        row = await queries.team_by_id(connection, team_id)
        return created(TeamAnswer.model_validate(row), row.id, version=row.version)

    return await once(effect)


@router.get("/teams", summary="Teams opvragen")
async def list_teams(paging: Paging, engine: Engine, caller: PlanReader) -> Page[TeamAnswer]:
    """All teams, by name."""
    async with transaction(engine) as connection:
        rows = await queries.teams_page(connection, after=paging.after(str), limit=paging.limit + 1)
    return paging.page(
        [TeamAnswer.model_validate(row) for row in rows], key=lambda each: (each.name,)
    )


@router.get("/teams/{team_id}", response_model=TeamAnswer, summary="Team opvragen")
async def get_team(team_id: UUID, engine: Engine, caller: PlanReader) -> Response:
    """One team."""
    async with transaction(engine) as connection:
        return await _answer(connection, team_id)


@router.put("/teams/{team_id}/pools", response_model=TeamAnswer, summary="Teampools vervangen")
async def put_pools(
    team_id: UUID, body: PoolsBody, if_match: IfMatch, engine: Engine, now: Now, caller: TeamKeeper
) -> Response:
    """Replace the hours that a team can give without saying who."""
    caller.require(team=team_id)
    wanted = [
        TeamPool(frozenset(pool.expertise_ids), to_minutes(pool.weekly_hours), pool.level)
        for pool in body.pools
    ]
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, teams, team_id))
        await change_pools(connection, team_id, wanted, today=today(now))
        return await _answer(connection, team_id)


@router.put(
    "/teams/{team_id}/counter-duties",
    response_model=TeamAnswer,
    summary="Vaste baliediensten van een team vervangen",
)
async def put_duties(
    team_id: UUID, body: DutiesBody, if_match: IfMatch, engine: Engine, now: Now, caller: TeamKeeper
) -> Response:
    """Replace the counter duty that a team has every week."""
    caller.require(team=team_id)
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, teams, team_id))
        wanted = [each.load() for each in body.counter_duties]
        await change_team_duties(connection, team_id, wanted, today=today(now))
        return await _answer(connection, team_id)


@router.put(
    "/teams/{team_id}/peaks", response_model=TeamAnswer, summary="Pieken van een team vervangen"
)
async def put_peaks(
    team_id: UUID, body: PeaksBody, if_match: IfMatch, engine: Engine, now: Now, caller: TeamKeeper
) -> Response:
    """Replace the times in which a team has more to do than usual."""
    caller.require(team=team_id)
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, teams, team_id))
        wanted = [Peak(each.name, each.load()) for each in body.peaks]
        await change_peaks(connection, team_id, wanted, today=today(now))
        return await _answer(connection, team_id)


@router.put(
    "/teams/{team_id}/products",
    response_model=TeamAnswer,
    summary="Producten van een team vervangen",
)
async def put_products(
    team_id: UUID,
    body: ProductsBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    caller: Organiser,
) -> Response:
    """Replace the products that a team handles."""
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, teams, team_id))
        await assign_products(connection, team_id, body.products, today=today(now))
        return await _answer(connection, team_id)


async def _answer(connection: AsyncConnection, team_id: UUID) -> Response:
    row = await queries.team_by_id(connection, team_id)
    return answered(TeamAnswer.model_validate(row), version=row.version)
