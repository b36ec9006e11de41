"""Rounds over HTTP: planning, opening, closing, and what may be known of them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.rounds import (
    cancel_round,
    change_round,
    close_round,
    hold_round,
    open_round,
    plan_round,
)
from services.engagement.domain.disclosure.limits import FEWEST_ANSWERS, FEWEST_INVITED
from services.engagement.domain.rounds.course import MOST_LIMIT, RoundPlan, RoundState
from services.engagement.domain.rounds.questions import Question
from services.engagement.http.dependencies import STAFF_ROLES, Ballots
from services.engagement.queries import opinions as disclosed
from services.engagement.queries import rounds as queries
from services.engagement.queries.subprojects import subproject_by_id
from services.engagement.tables import idempotency
from shared.contracts.vocabulary import WHOLE, Day
from shared.database import transaction
from shared.web.access import Caller, Role, Scope, allow
from shared.web.answers import Body, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.idempotency import RequestKey
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Peilingen"])

Staff = Annotated[Caller, allow(*STAFF_ROLES, scope=Scope.MUNICIPALITY)]
Asker = Annotated[Caller, allow(Role.PROGRAMME_MANAGER, scope=Scope.MUNICIPALITY)]


class RoundBody(Body):
    """The days on which is answered, and the fewest people that a figure is about. A limit may be
    raised and not lowered.
    """

    opens_on: Day
    closes_on: Day
    least_invited: Annotated[int, Field(strict=True, ge=FEWEST_INVITED, le=MOST_LIMIT), WHOLE] = (
        FEWEST_INVITED
    )
    least_answers: Annotated[int, Field(strict=True, ge=FEWEST_ANSWERS, le=MOST_LIMIT), WHOLE] = (
        FEWEST_ANSWERS
    )

    @property
    def plan(self) -> RoundPlan:
        """As the command takes it."""
        return RoundPlan(self.opens_on, self.closes_on, self.least_invited, self.least_answers)


class Round(Resource):
    """A round; how many were invited is known once it has opened."""

    id: UUID
    subproject_id: UUID
    state: RoundState
    opens_on: date
    closes_on: date
    least_invited: int
    least_answers: int
    invited: int | None
    version: int


class Band(Resource):
    """Options that are told together, and how many chose one of them."""

    options: list[str]
    answers: int


class Opinion(Resource):
    """A group's answers to one question; no team or no function group means all of them."""

    question: Question
    team_id: UUID | None
    function_group_id: UUID | None
    invited: int
    answers: int
    bands: list[Band]


class Opinions(Resource):
    """What may be known of a round. A group that is not in it is too small to tell of, would make
    a small group known, or was not asked: these look alike.
    """

    items: list[Opinion]
    remarks: list[str]


@router.post(
    "/subprojects/{subproject_id}/rounds",
    status_code=201,
    response_model=Round,
    summary="Peiling plannen",
)
async def post_round(
    subproject_id: UUID, body: RoundBody, key: RequestKey, engine: Engine, now: Now, caller: Asker
) -> Response:
    """Plan a round for the affected staff."""
    async with transaction(engine) as connection:

        async def effect() -> Response:
            round_id = await plan_round(connection, subproject_id, body.plan, now=now)
            row = await queries.round_by_id(connection, subproject_id, round_id)
            return created(Round.model_validate(row), round_id, version=row.version)

        return await idempotency.once(connection, key, now, effect)


@router.get("/subprojects/{subproject_id}/rounds", summary="Peilingen opvragen")
async def list_rounds(
    subproject_id: UUID, paging: Paging, engine: Engine, caller: Staff
) -> Page[Round]:
    """The rounds of a subproject by day of opening."""
    async with transaction(engine) as connection:
        await subproject_by_id(connection, subproject_id)
        rows = await queries.rounds(
            connection,
            subproject_id,
            after=paging.after(date.fromisoformat, UUID),
            limit=paging.limit + 1,
        )
    return paging.page(
        [Round.model_validate(row) for row in rows],
        key=lambda each: (each.opens_on.isoformat(), str(each.id)),
    )


@router.get(
    "/subprojects/{subproject_id}/rounds/{round_id}",
    response_model=Round,
    summary="Peiling opvragen",
)
async def get_round(subproject_id: UUID, round_id: UUID, engine: Engine, caller: Staff) -> Response:
    """One round."""
    async with transaction(engine) as connection:
        return await _round_answer(connection, subproject_id, round_id)


@router.put(
    "/subprojects/{subproject_id}/rounds/{round_id}",
    response_model=Round,
    summary="Peiling wijzigen",
)
async def put_round(
    subproject_id: UUID,
    round_id: UUID,
    body: RoundBody,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    caller: Asker,
) -> Response:
    """Give a round that has not opened other days or limits."""
    async with transaction(engine) as connection:
        held = await hold_round(connection, subproject_id, round_id)
        if_match.check(held.version)
        await change_round(connection, held, body.plan, now=now)
        return await _round_answer(connection, subproject_id, round_id)


@router.post(
    "/subprojects/{subproject_id}/rounds/{round_id}/openings",
    response_model=Round,
    summary="Peiling openen",
)
async def post_opening(
    subproject_id: UUID,
    round_id: UUID,
    key: RequestKey,
    engine: Engine,
    now: Now,
    ballots: Ballots,
    caller: Asker,
) -> Response:
    """Freeze who is asked; from now on they can answer."""
    async with transaction(engine) as connection:

        async def effect() -> Response:
            await open_round(connection, ballots, subproject_id, round_id, now=now)
            return await _round_answer(connection, subproject_id, round_id)

        return await idempotency.once(connection, key, now, effect)


@router.post(
    "/subprojects/{subproject_id}/rounds/{round_id}/closings",
    response_model=Round,
    summary="Peiling sluiten",
)
async def post_closing(
    subproject_id: UUID,
    round_id: UUID,
    key: RequestKey,
    engine: Engine,
    now: Now,
    ballots: Ballots,
    caller: Asker,
) -> Response:
    """Close a round before its last day has passed; what may be known of it is known then."""
    async with transaction(engine) as connection:

        async def effect() -> Response:
            await close_round(connection, ballots, subproject_id, round_id, now=now)
            return await _round_answer(connection, subproject_id, round_id)

        return await idempotency.once(connection, key, now, effect)


@router.post(
    "/subprojects/{subproject_id}/rounds/{round_id}/cancellations",
    response_model=Round,
    summary="Peiling laten vervallen",
)
async def post_cancellation(
    subproject_id: UUID, round_id: UUID, key: RequestKey, engine: Engine, now: Now, caller: Asker
) -> Response:
    """Throw the answers away unread."""
    async with transaction(engine) as connection:

        async def effect() -> Response:
            await cancel_round(connection, subproject_id, round_id, now=now)
            return await _round_answer(connection, subproject_id, round_id)

        return await idempotency.once(connection, key, now, effect)


@router.get(
    "/subprojects/{subproject_id}/rounds/{round_id}/opinions",
    summary="Uitkomsten van een peiling opvragen",
)
async def list_opinions(
    subproject_id: UUID, round_id: UUID, engine: Engine, caller: Staff
) -> Opinions:
    """What may be known of a round; nothing before it has closed."""
    async with transaction(engine) as connection:
        await queries.round_by_id(connection, subproject_id, round_id)
        rows = (await disclosed.opinions(connection, [round_id]))[round_id]
        remarks = await disclosed.remarks(connection, round_id)
    return Opinions(items=[Opinion.model_validate(row) for row in rows], remarks=remarks)


async def _round_answer(
    connection: AsyncConnection, subproject_id: UUID, round_id: UUID
) -> Response:
    row = await queries.round_by_id(connection, subproject_id, round_id)
    return answered(Round.model_validate(row), version=row.version)
