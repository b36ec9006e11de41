"""Freed counter hours over HTTP: proposals for team leaders, and what became of them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.freed_hours import confirm_freed_hours, reject_freed_hours
from services.planning.domain.hours import to_minutes
from services.planning.domain.steering.freed_hours import Allocation, Destination, State
from services.planning.http.callers import TeamKeeper, TeamLeader, acting, visible_teams
from services.planning.http.fields import Hours, WeekName, Why
from services.planning.http.once import Once
from services.planning.queries import freed_hours as queries
from shared.contracts.vocabulary import Note
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.runtime.clock import today
from shared.web.access import Caller, Role
from shared.web.answers import Body, Moment, Resource, answered
from shared.web.dependencies import Engine, Now
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Vrijgekomen balie-uren"])


class AllocationBody(Body):
    """Hours a week with a destination, from one week until another, both included."""

    destination: Destination
    weekly_hours: Hours
    from_week: WeekName
    until_week: WeekName


class ConfirmationBody(Body):
    """The destinations, and a word with them when there is one."""

    allocations: Annotated[list[AllocationBody], Field(max_length=20)]
    reason: Note = ""


class RejectionBody(Body):
    """Why the hours get no destination."""

    reason: Why


class AllocationAnswer(Resource):
    """Hours a week with a destination."""

    destination: Destination
    weekly_hours: float
    from_week: str
    until_week: str


class ProposalAnswer(Resource):
    """Hours a week that a team has freed, and what its team leader decided."""

    id: UUID
    team_id: UUID
    state: State
    weekly_hours: float
    measured_week: str
    opened_on: date
    decided_at: Moment | None
    by: str | None
    role: str | None
    reason: str | None
    allocations: list[AllocationAnswer]
    version: int


class TeamFreedHoursAnswer(Resource):
    """Hours a week that a team has freed by now, what of it has a destination, and what
    is missing for it.
    """

    team_id: UUID
    team: str
    measured_week: str
    freed: float
    confirmed: float
    missing: float


class FreedHoursAnswer(Resource):
    """What each measured team has freed."""

    items: list[TeamFreedHoursAnswer]


@router.get("/freed-hours", summary="Vrijgekomen balie-uren per team opvragen")
async def list_freed_hours(engine: Engine, now: Now, caller: TeamKeeper) -> FreedHoursAnswer:
    """Each measured team's level against what has a destination."""
    async with transaction(engine) as connection:
        rows = await queries.freed_by_team(connection, today(now), visible_teams(caller, None))
    return FreedHoursAnswer(items=[TeamFreedHoursAnswer.model_validate(row) for row in rows])


@router.get("/freed-hours-proposals", summary="Voorstellen voor vrijgekomen uren opvragen")
async def list_proposals(
    paging: Paging,
    engine: Engine,
    caller: TeamKeeper,
    state: Annotated[State | None, Query(description="Alleen die in deze toestand.")] = None,
    team_id: Annotated[
        UUID | None, Query(alias="teamId", description="Alleen die van dit team.")
    ] = None,
) -> Page[ProposalAnswer]:
    """Proposals: a team leader's own teams', a programme manager's all."""
    async with transaction(engine) as connection:
        rows = await queries.proposals_page(
            connection,
            state=state,
            team_ids=visible_teams(caller, team_id),
            after=paging.after(UUID),
            limit=paging.limit + 1,
        )
    return paging.page(
        [ProposalAnswer.model_validate(row) for row in rows], key=lambda each: (str(each.id),)
    )


@router.get(
    "/freed-hours-proposals/{proposal_id}",
    response_model=ProposalAnswer,
    summary="Voorstel voor vrijgekomen uren opvragen",
)
async def get_proposal(proposal_id: UUID, engine: Engine, caller: TeamKeeper) -> Response:
    """One proposal."""
    async with transaction(engine) as connection:
        return await _answer(connection, proposal_id, caller)


@router.post(
    "/freed-hours-proposals/{proposal_id}/confirmations",
    response_model=ProposalAnswer,
    summary="Vrijgekomen uren een bestemming geven",
)
async def post_confirmation(
    proposal_id: UUID, body: ConfirmationBody, once: Once, now: Now, caller: TeamLeader
) -> Response:
    """Give freed hours their destinations."""
    allocations = [
        Allocation(
            each.destination,
            to_minutes(each.weekly_hours),
            IsoWeek.parse(each.from_week),
            IsoWeek.parse(each.until_week),
        )
        for each in body.allocations
    ]

    async def effect(connection: AsyncConnection) -> Response:
        await _require(connection, proposal_id, caller)
        by = acting(caller, Role.TEAM_LEADER)
        await confirm_freed_hours(
            connection, proposal_id, allocations, reason=body.reason, by=by, now=now
        )
        return await _answer(connection, proposal_id, caller)

    return await once(effect)


@router.post(
    "/freed-hours-proposals/{proposal_id}/rejections",
    response_model=ProposalAnswer,
    summary="Voorstel voor vrijgekomen uren afwijzen",
)
async def post_rejection(
    proposal_id: UUID, body: RejectionBody, once: Once, now: Now, caller: TeamLeader
) -> Response:
    """Give freed hours no destination."""

    async def effect(connection: AsyncConnection) -> Response:
        await _require(connection, proposal_id, caller)
        by = acting(caller, Role.TEAM_LEADER)
        await reject_freed_hours(connection, proposal_id, reason=body.reason, by=by, now=now)
        return await _answer(connection, proposal_id, caller)

    return await once(effect)


async def _require(connection: AsyncConnection, proposal_id: UUID, caller: Caller) -> None:
    row = await queries.proposal_by_id(connection, proposal_id)
    caller.require(team=row.team_id)


async def _answer(connection: AsyncConnection, proposal_id: UUID, caller: Caller) -> Response:
    row = await queries.proposal_by_id(connection, proposal_id)
    caller.require(team=row.team_id)
    return answered(ProposalAnswer.model_validate(row), version=row.version)
