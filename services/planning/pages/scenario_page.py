"""One scenario: what it changes, and the act by which it becomes the plan."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from starlette.requests import Request
from starlette.responses import Response

from services.planning.commands.comparison import compare
from services.planning.commands.locks import lock_row
from services.planning.commands.promotion import promote_scenario
from services.planning.domain.scenarios.changes import Kind, Release
from services.planning.http.callers import ProgrammeManager, acting
from services.planning.http.scenarios import PromotionBody
from services.planning.pages.change_words import KINDS, ChangeItem, Words
from services.planning.pages.comparison_lines import topics, verdict
from services.planning.pages.scenarios import DONE, changed_meanwhile
from services.planning.pages.sent import DoneJustNow, check_version, done_at
from services.planning.queries.names import names
from services.planning.queries.plan import programme_by_id
from services.planning.queries.scenario_choices import held_hours
from services.planning.queries.scenarios import Scenario, scenario_by_id
from services.planning.tables import scenarios
from shared.database import transaction
from shared.refusal import Refusal
from shared.runtime.clock import today
from shared.web.access import Role
from shared.web.dependencies import Engine, Now
from shared.web.forms import FilledIn, Form, checked
from shared.web.pages import PageRouter, page

router = PageRouter()

_CHANGED = "Het scenario of het plan is intussen gewijzigd. Kijk het na en besluit opnieuw."


@router.get("/scenarios/{scenario_id}")
async def show_scenario(
    request: Request,
    scenario_id: UUID,
    engine: Engine,
    caller: ProgrammeManager,
    gedaan: DoneJustNow = "",
) -> Response:
    """What it changes, and what can be done with it."""
    async with transaction(engine) as connection:
        found = await scenario_by_id(connection, scenario_id)
        programme = await programme_by_id(connection, found.programme_id)
        words = await words_of(connection, found)
    items = [words.item(each) for each in found.changes]
    return page(
        request,
        "scenario.html",
        title=found.name,
        scenario=found,
        programme=programme,
        conclusion=_conclusion(found, items),
        outdated=changed_meanwhile(found),
        done=DONE.get(gedaan),
        items=items,
        kinds=[(kind.value, words) for kind, words in KINDS.items()],
        asked=sum(each.kind is Kind.RESERVE for each in items),
    )


@router.get("/scenarios/{scenario_id}/doorvoeren")
async def show_promotion(
    request: Request, scenario_id: UUID, engine: Engine, now: Now, caller: ProgrammeManager
) -> Response:
    """All that promoting does, and what changed underneath, before it is done."""
    return await _promotion_page(request, engine, now, scenario_id, None)


@router.post("/scenarios/{scenario_id}/doorvoeren")
async def promote(
    request: Request,
    scenario_id: UUID,
    filled: FilledIn,
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Let the plan be so; only as the reader saw it."""
    try:
        body = checked(PromotionBody, filled.given("reason"))
        by = acting(caller, Role.PROGRAMME_MANAGER)
        async with transaction(engine) as connection:
            await lock_row(connection, scenarios, scenario_id)
            present = await scenario_by_id(connection, scenario_id)
            check_version(present.version, filled.text("version"), _CHANGED)
            await promote_scenario(connection, scenario_id, reason=body.reason, by=by, now=now)
    except Refusal as refusal:
        form = Form(filled, reasons=refusal.reasons)
        return await _promotion_page(request, engine, now, scenario_id, form)
    return done_at(request, f"/scenarios/{scenario_id}", "promote")


async def words_of(connection: AsyncConnection, found: Scenario) -> Words:
    """What the changes of a scenario are called."""
    released = [
        each.change.reservation_id for each in found.changes if isinstance(each.change, Release)
    ]
    return Words(await names(connection), await held_hours(connection, released))


async def _promotion_page(
    request: Request, engine: AsyncEngine, now: datetime, scenario_id: UUID, form: Form | None
) -> Response:
    async with transaction(engine) as connection:
        found = await scenario_by_id(connection, scenario_id)
        words = await words_of(connection, found)
        compared = await compare(connection, [scenario_id], today(now))
    plan, column = compared.columns
    items = [words.item(each) for each in found.changes]
    return page(
        request,
        "scenario_promotion.html",
        status_code=400 if form else 200,
        title=f"{found.name} doorvoeren",
        scenario=found,
        form=form or Form(),
        verdict=verdict(column, plan.outcome),
        items=[each for each in items if not each.is_assumption],
        to_arrange=[each for each in items if each.is_assumption],
        obstacles=list(dict.fromkeys(each.reason.message for each in column.obstacles)),
        columns=[(None, "Nu"), (None, "Straks")],
        topics=topics(compared, words.names),
    )


def _conclusion(found: Scenario, items: list[ChangeItem]) -> str:
    if found.promoted_at is not None:
        return "Dit scenario is doorgevoerd. Het kan niet meer wijzigen."
    if not items:
        return "Dit scenario wijzigt nog niets. Voeg hieronder een wijziging toe."
    many = "1 wijziging" if len(items) == 1 else f"{len(items)} wijzigingen"
    return f"{many} ten opzichte van het plan. Niemand merkt er iets van tot u het doorvoert."
