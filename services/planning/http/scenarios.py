"""Scenarios over HTTP: branching the plan, changing the branch, and promoting it."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands import scenarios as commands
from services.planning.commands.locks import lock_row
from services.planning.commands.promotion import Promotion, promote_scenario
from services.planning.domain.scenarios.scenarios import MOST_CHANGES
from services.planning.http.callers import ProgrammeManager, acting
from services.planning.http.changes import AnyChange, ChangeAnswer, change_answer
from services.planning.http.fields import Why
from services.planning.http.once import Once
from services.planning.queries import scenarios as queries
from services.planning.queries.scenarios import Scenario
from services.planning.tables import scenario_changes, scenarios
from shared.contracts.vocabulary import Text
from shared.database import transaction
from shared.refusal import Reason
from shared.web.access import Role
from shared.web.answers import Body, Moment, Resource, answered, created
from shared.web.dependencies import Engine, Now
from shared.web.etag import IfMatch
from shared.web.paging import Page, Paging
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Scenario's"])


class ScenarioBody(Body):
    """A branch of the plan of a programme, with what it changes."""

    programme_id: UUID
    name: Text
    changes: Annotated[tuple[AnyChange, ...], Field(max_length=MOST_CHANGES)] = ()


class PromotionBody(Body):
    """Why the plan becomes so."""

    reason: Why


class ScenarioAnswer(Resource):
    """A scenario. `planChanges` says what changed in the plan since it was made; who promotes it
    gives along the ETag of the scenario with what they saw of that.
    """

    id: UUID
    programme_id: UUID
    name: str
    created_at: Moment
    promoted_at: Moment | None
    changes: list[ChangeAnswer]
    plan_changes: list[str]


class PromotionAnswer(Resource):
    """What became of a scenario: the requests that wait for a team leader, and what nobody makes
    true by deciding about a plan.
    """

    scenario: ScenarioAnswer
    requested: list[UUID]
    to_arrange: list[ChangeAnswer]


@router.post("/scenarios", status_code=201, response_model=ScenarioAnswer, summary="Scenario maken")
async def post_scenario(
    body: ScenarioBody, once: Once, now: Now, caller: ProgrammeManager
) -> Response:
    """Branch the plan of a programme as it is now. Nobody hears of it."""
    wanted = [each.change() for each in body.changes]

    async def effect(connection: AsyncConnection) -> Response:
        scenario_id = await commands.create_scenario(
            connection, body.programme_id, body.name, wanted, now=now
        )
        found = await queries.scenario_by_id(connection, scenario_id)
        return created(_scenario(found), found.id, version=found.version)

    return await once(effect)


@router.get("/scenarios", summary="Scenario's opvragen")
async def list_scenarios(
    paging: Paging,
    engine: Engine,
    caller: ProgrammeManager,
    programme_id: Annotated[
        UUID | None, Query(alias="programmeId", description="Alleen die van dit programma.")
    ] = None,
) -> Page[ScenarioAnswer]:
    """All scenarios, promoted or not."""
    async with transaction(engine) as connection:
        rows = await queries.scenarios_page(
            connection, programme_id, after=paging.after(UUID), limit=paging.limit + 1
        )
    return paging.page([_scenario(row) for row in rows], key=lambda each: (str(each.id),))


@router.get("/scenarios/{scenario_id}", response_model=ScenarioAnswer, summary="Scenario opvragen")
async def get_scenario(scenario_id: UUID, engine: Engine, caller: ProgrammeManager) -> Response:
    """One scenario."""
    async with transaction(engine) as connection:
        found = await queries.scenario_by_id(connection, scenario_id)
    return answered(_scenario(found), version=found.version)


@router.delete("/scenarios/{scenario_id}", status_code=204, summary="Scenario weggooien")
async def delete_scenario(
    scenario_id: UUID, if_match: IfMatch, engine: Engine, caller: ProgrammeManager
) -> None:
    """Forget a scenario; the plan stays as it is."""
    async with transaction(engine) as connection:
        await lock_row(connection, scenarios, scenario_id)
        if_match.check((await queries.scenario_by_id(connection, scenario_id)).version)
        await commands.discard_scenario(connection, scenario_id)


@router.post(
    "/scenarios/{scenario_id}/changes",
    status_code=201,
    response_model=ChangeAnswer,
    summary="Wijziging aan een scenario toevoegen",
)
async def post_change(
    scenario_id: UUID, body: AnyChange, once: Once, now: Now, caller: ProgrammeManager
) -> Response:
    """Let a scenario change something more."""
    change = body.change()

    async def effect(connection: AsyncConnection) -> Response:
        change_id = await commands.add_change(connection, scenario_id, change, now=now)
        stored = await commands.change_of(connection, scenario_id, change_id)
        return created(change_answer(stored), stored.id, version=stored.version)

    return await once(effect)


@router.get(
    "/scenarios/{scenario_id}/changes/{change_id}",
    response_model=ChangeAnswer,
    summary="Wijziging van een scenario opvragen",
)
async def get_change(
    scenario_id: UUID, change_id: UUID, engine: Engine, caller: ProgrammeManager
) -> Response:
    """One change."""
    async with transaction(engine) as connection:
        return await _change(connection, scenario_id, change_id)


@router.put(
    "/scenarios/{scenario_id}/changes/{change_id}",
    response_model=ChangeAnswer,
    summary="Wijziging van een scenario vervangen",
)
async def put_change(
    scenario_id: UUID,
    change_id: UUID,
    body: AnyChange,
    if_match: IfMatch,
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Let a change be another."""
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, scenario_changes, change_id))
        await commands.replace_change(connection, scenario_id, change_id, body.change(), now=now)
        return await _change(connection, scenario_id, change_id)


@router.delete(
    "/scenarios/{scenario_id}/changes/{change_id}",
    status_code=204,
    summary="Wijziging van een scenario weghalen",
)
async def delete_change(
    scenario_id: UUID,
    change_id: UUID,
    if_match: IfMatch,
    engine: Engine,
    caller: ProgrammeManager,
) -> None:
    """Let a scenario no longer change something."""
    async with transaction(engine) as connection:
        if_match.check(await lock_row(connection, scenario_changes, change_id))
        await commands.remove_change(connection, scenario_id, change_id)


@router.post(
    "/scenarios/{scenario_id}/promotions",
    response_model=PromotionAnswer,
    summary="Scenario doorvoeren",
)
async def post_promotion(
    scenario_id: UUID,
    body: PromotionBody,
    if_match: IfMatch,
    once: Once,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Let the plan be as the scenario has it, by the ordinary rules. With an ETag of before the
    plan changed, the answer is 412 and says what changed.
    """

    async def effect(connection: AsyncConnection) -> Response:
        await lock_row(connection, scenarios, scenario_id)
        seen = await queries.scenario_by_id(connection, scenario_id)
        changed = [Reason("plan-changed", each) for each in seen.plan_changes]
        if_match.check(seen.version, changed=changed)
        by = acting(caller, Role.PROGRAMME_MANAGER)
        done = await promote_scenario(connection, scenario_id, reason=body.reason, by=by, now=now)
        found = await queries.scenario_by_id(connection, scenario_id)
        return answered(_promotion(found, done), version=found.version)

    return await once(effect)


async def _change(connection: AsyncConnection, scenario_id: UUID, change_id: UUID) -> Response:
    stored = await commands.change_of(connection, scenario_id, change_id)
    return answered(change_answer(stored), version=stored.version)


def _scenario(found: Scenario) -> ScenarioAnswer:
    return ScenarioAnswer(
        id=found.id,
        programme_id=found.programme_id,
        name=found.name,
        created_at=found.created_at,
        promoted_at=found.promoted_at,
        changes=[change_answer(each) for each in found.changes],
        plan_changes=list(found.plan_changes),
    )


def _promotion(found: Scenario, done: Promotion) -> PromotionAnswer:
    return PromotionAnswer(
        scenario=_scenario(found),
        requested=list(done.requested),
        to_arrange=[change_answer(each) for each in done.to_arrange],
    )
