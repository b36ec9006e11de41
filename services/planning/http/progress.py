"""The progress of subprojects over HTTP: each step is a sub-resource to post to."""

from uuid import UUID

from fastapi import Response
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands import progress as commands
from services.planning.http.callers import ProgrammeManager, acting
from services.planning.http.fields import Why
from services.planning.http.once import Once
from services.planning.http.subprojects import SubprojectAnswer, subproject_answer
from shared.contracts.vocabulary import Day
from shared.runtime.clock import today
from shared.web.access import Role
from shared.web.answers import Body
from shared.web.dependencies import Now
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Deelprojecten"])


class StartBody(Body):
    """When it started; today when not said."""

    started_on: Day | None = None


class ReasonBody(Body):
    """Why."""

    reason: Why


class CompletionBody(Body):
    """When it was done; today when not said."""

    completed_on: Day | None = None


@router.post(
    "/subprojects/{subproject_id}/starts",
    response_model=SubprojectAnswer,
    summary="Deelproject starten",
)
async def post_start(
    subproject_id: UUID, body: StartBody, once: Once, now: Now, caller: ProgrammeManager
) -> Response:
    """Start a planned subproject."""

    async def effect(connection: AsyncConnection) -> Response:
        day = body.started_on or today(now)
        await commands.start_subproject(connection, subproject_id, day, today=today(now))
        return await subproject_answer(connection, subproject_id)

    return await once(effect)


@router.post(
    "/subprojects/{subproject_id}/pauses",
    response_model=SubprojectAnswer,
    summary="Deelproject pauzeren",
)
async def post_pause(
    subproject_id: UUID, body: ReasonBody, once: Once, caller: ProgrammeManager
) -> Response:
    """Pause a started subproject."""

    async def effect(connection: AsyncConnection) -> Response:
        await commands.pause_subproject(connection, subproject_id, reason=body.reason)
        return await subproject_answer(connection, subproject_id)

    return await once(effect)


@router.post(
    "/subprojects/{subproject_id}/resumptions",
    response_model=SubprojectAnswer,
    summary="Deelproject hervatten",
)
async def post_resumption(subproject_id: UUID, once: Once, caller: ProgrammeManager) -> Response:
    """Go on with a paused subproject."""

    async def effect(connection: AsyncConnection) -> Response:
        await commands.resume_subproject(connection, subproject_id)
        return await subproject_answer(connection, subproject_id)

    return await once(effect)


@router.post(
    "/subprojects/{subproject_id}/completions",
    response_model=SubprojectAnswer,
    summary="Deelproject afronden",
)
async def post_completion(
    subproject_id: UUID, body: CompletionBody, once: Once, now: Now, caller: ProgrammeManager
) -> Response:
    """Complete a started subproject; hours reserved ahead are given back."""

    async def effect(connection: AsyncConnection) -> Response:
        by = acting(caller, Role.PROGRAMME_MANAGER)
        day = body.completed_on or today(now)
        await commands.complete_subproject(connection, subproject_id, day, by=by, now=now)
        return await subproject_answer(connection, subproject_id)

    return await once(effect)


@router.post(
    "/subprojects/{subproject_id}/cancellations",
    response_model=SubprojectAnswer,
    summary="Deelproject annuleren",
)
async def post_cancellation(
    subproject_id: UUID, body: ReasonBody, once: Once, now: Now, caller: ProgrammeManager
) -> Response:
    """Cancel a subproject; hours reserved ahead are given back."""

    async def effect(connection: AsyncConnection) -> Response:
        by = acting(caller, Role.PROGRAMME_MANAGER)
        await commands.cancel_subproject(
            connection, subproject_id, reason=body.reason, by=by, now=now
        )
        return await subproject_answer(connection, subproject_id)

    return await once(effect)
