"""Proposals over HTTP: asked for, followed while they are made, and looked at."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands import proposals as commands
from services.planning.domain.proposal.jobs import State
from services.planning.http.callers import ProgrammeManager, acting
from services.planning.http.once import Once
from services.planning.http.proposal_answers import (
    OutcomeAnswer,
    ProgressAnswer,
    outcome_answer,
    progress_answer,
)
from services.planning.queries import proposals as queries
from services.planning.queries.proposals import ProposalRow
from shared.database import transaction
from shared.web.access import Role
from shared.web.answers import Body, Moment, Resource, answered
from shared.web.dependencies import Engine, Now
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Voorstellen"])

MOST_LISTED = 20


class ProposalBody(Body):
    """A question for a proposal. The same seed gives the same proposal of the same plan."""

    programme_id: UUID
    effort: Annotated[
        int,
        Field(ge=1, le=600, description="Hoeveel seconden rekenwerk het hoogstens mag kosten."),
    ] = 30
    seed: Annotated[int, Field(ge=0, le=2**31 - 1, description="Begingetal van het zoeken.")] = 1


class ProposalAnswer(Resource):
    """A proposal and how far it is. `isStale` says that the plan changed after it was read."""

    id: UUID
    programme_id: UUID
    state: State
    effort: int
    seed: int
    asked_at: Moment
    plan_read_at: Moment | None
    ended_at: Moment | None
    is_stale: bool
    progress: ProgressAnswer | None
    outcome: OutcomeAnswer | None


class ProposalsAnswer(Resource):
    """The newest proposals of a programme, the newest first."""

    items: list[ProposalAnswer]


@router.post(
    "/proposals",
    status_code=202,
    response_model=ProposalAnswer,
    summary="Voorstel laten maken",
)
async def post_proposal(
    body: ProposalBody, once: Once, now: Now, caller: ProgrammeManager
) -> Response:
    """Ask for a proposal for staffing and timing; its address says how far it is."""

    async def effect(connection: AsyncConnection) -> Response:
        proposal_id = await commands.ask_for_proposal(
            connection,
            body.programme_id,
            seed=body.seed,
            effort=body.effort,
            by=acting(caller, Role.PROGRAMME_MANAGER),
            now=now,
        )
        response = answered(await _answer(connection, proposal_id), status=202)
        response.headers["Location"] = str(proposal_id)
        return response

    return await once(effect)


@router.get("/proposals", summary="Voorstellen van een programma opvragen")
async def list_proposals(
    engine: Engine,
    caller: ProgrammeManager,
    programme_id: Annotated[UUID, Query(alias="programmeId", description="Van dit programma.")],
) -> ProposalsAnswer:
    """The newest proposals of a programme."""
    async with transaction(engine) as connection:
        rows = await queries.proposals_of(connection, programme_id, MOST_LISTED)
    return ProposalsAnswer(items=[_outward(row) for row in rows])


@router.get("/proposals/{proposal_id}", summary="Voorstel opvragen")
async def get_proposal(
    proposal_id: UUID, engine: Engine, caller: ProgrammeManager
) -> ProposalAnswer:
    """A proposal: how far it is, and what came of it."""
    async with transaction(engine) as connection:
        return await _answer(connection, proposal_id)


@router.post(
    "/proposals/{proposal_id}/cancellations",
    response_model=ProposalAnswer,
    summary="Stoppen met een voorstel",
)
async def post_cancellation(
    proposal_id: UUID, once: Once, now: Now, caller: ProgrammeManager
) -> Response:
    """Stop making a proposal."""

    async def effect(connection: AsyncConnection) -> Response:
        await commands.cancel_proposal(connection, proposal_id, now)
        return answered(await _answer(connection, proposal_id))

    return await once(effect)


async def _answer(connection: AsyncConnection, proposal_id: UUID) -> ProposalAnswer:
    return _outward(await queries.proposal_by_id(connection, proposal_id))


def _outward(row: ProposalRow) -> ProposalAnswer:
    return ProposalAnswer(
        id=row.id,
        programme_id=row.programme_id,
        state=row.state,
        effort=row.effort,
        seed=row.seed,
        asked_at=row.asked_at,
        plan_read_at=row.plan_read_at,
        ended_at=row.ended_at,
        is_stale=row.is_stale,
        progress=None if row.progress is None else progress_answer(row.progress),
        outcome=None if row.answer is None else outcome_answer(row.answer),
    )
