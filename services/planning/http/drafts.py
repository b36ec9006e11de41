"""Draft demand over HTTP: training that was suggested, and the programme manager's word on it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.drafts import accept_draft, dismiss_draft
from services.planning.commands.locks import lock_row
from services.planning.domain.steering.drafts import State
from services.planning.http.callers import CapacityReader, ProgrammeManager, acting
from services.planning.http.demands import DemandBody
from services.planning.http.fields import Why, week_minutes
from services.planning.http.known import Known
from services.planning.http.once import Once
from services.planning.queries import drafts as queries
from services.planning.tables import draft_demands
from shared.contracts.engagement_v1 import Stage
from shared.web.access import Role
from shared.web.answers import Body, Moment, Resource, answered
from shared.web.dependencies import Now
from shared.web.etag import IfMatch
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Conceptvragen"])


class DismissalBody(Body):
    """Why nothing is asked."""

    reason: Why


class EvidenceAnswer(Resource):
    """The anonymous round that shows it, with the figures as they were published: null where the
    group is too small.
    """

    round_id: UUID
    share: float | None
    answers: int | None


class DraftAnswer(Resource):
    """Training that was suggested for a function group, or for all affected staff where there is
    none; `demandId` is the demand that it became.
    """

    id: UUID
    subproject_id: UUID
    subproject: str
    function_group_id: UUID | None
    function_group: str | None
    stage: Stage
    evidence: EvidenceAnswer
    told_at: Moment
    state: State
    demand_id: UUID | None
    decided_at: Moment | None
    by: str | None
    role: str | None
    reason: str | None
    version: int


@router.get("/draft-demands", summary="Conceptvragen naar opleiding opvragen")
async def list_drafts(
    paging: Paging,
    known: Known,
    caller: CapacityReader,
    state: Annotated[State | None, Query(description="Alleen die in deze toestand.")] = None,
    programme_id: Annotated[
        UUID | None, Query(alias="programmeId", description="Alleen van dit programma.")
    ] = None,
) -> Page[DraftAnswer]:
    """What was suggested, and what became of it."""
    async with known.read() as connection:
        rows = await queries.drafts_page(
            connection,
            state=state,
            programme_id=programme_id,
            after=paging.after(UUID),
            limit=paging.limit + 1,
        )
    return paging.page(
        [DraftAnswer.model_validate(row) for row in rows], key=lambda each: (str(each.id),)
    )


@router.get(
    "/draft-demands/{draft_id}", response_model=DraftAnswer, summary="Conceptvraag opvragen"
)
async def get_draft(draft_id: UUID, known: Known, caller: CapacityReader) -> Response:
    """One draft."""
    async with known.read() as connection:
        return await _answer(connection, draft_id)


@router.post(
    "/draft-demands/{draft_id}/acceptances",
    response_model=DraftAnswer,
    summary="Conceptvraag overnemen als gevraagde inzet",
)
async def post_acceptance(
    draft_id: UUID,
    body: DemandBody,
    if_match: IfMatch,
    once: Once,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Ask hours for what was suggested; it is demand like any other from then on."""

    async def effect(connection: AsyncConnection) -> Response:
        if_match.check(await lock_row(connection, draft_demands, draft_id))
        await accept_draft(
            connection,
            draft_id,
            body.expertise_id,
            week_minutes(body.weeks),
            level=body.level,
            by=acting(caller, Role.PROGRAMME_MANAGER),
            now=now,
        )
        return await _answer(connection, draft_id)

    return await once(effect)


@router.post(
    "/draft-demands/{draft_id}/dismissals",
    response_model=DraftAnswer,
    summary="Conceptvraag afwijzen",
)
async def post_dismissal(
    draft_id: UUID,
    body: DismissalBody,
    if_match: IfMatch,
    once: Once,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Ask nothing, and say why."""

    async def effect(connection: AsyncConnection) -> Response:
        if_match.check(await lock_row(connection, draft_demands, draft_id))
        by = acting(caller, Role.PROGRAMME_MANAGER)
        await dismiss_draft(connection, draft_id, reason=body.reason, by=by, now=now)
        return await _answer(connection, draft_id)

    return await once(effect)


async def _answer(connection: AsyncConnection, draft_id: UUID) -> Response:
    row = await queries.draft_by_id(connection, draft_id)
    return answered(DraftAnswer.model_validate(row), version=row.version)
