"""What a scenario changes, by form: adding a change, making it another, taking it out."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from starlette.requests import Request
from starlette.responses import Response

from services.planning.commands import scenarios as commands
from services.planning.commands.locks import lock_row
from services.planning.domain.scenarios.changes import Change, Kind
from services.planning.http import changes as bodies
from services.planning.http.callers import ProgrammeManager
from services.planning.http.changes import AnyChange, change_answer
from services.planning.pages.change_fields import (
    FIELDS,
    at_change_fields,
    begins_of,
    choices_of,
    filled_change,
    shown_weeks,
    week_choices,
)
from services.planning.pages.change_words import KINDS
from services.planning.pages.plan_words import LEVELS
from services.planning.pages.sent import check_version, done_at
from services.planning.pages.week_fields import week_fields
from services.planning.queries.scenario_choices import scenario_choices
from services.planning.queries.scenarios import StoredChange, scenario_by_id
from services.planning.tables import idempotency, scenario_changes
from shared.database import transaction
from shared.refusal import NotFound, Refusal
from shared.runtime.clock import today
from shared.web.answers import Body
from shared.web.dependencies import Engine, Now
from shared.web.forms import Filled, FilledIn, Form, checked, sent_once
from shared.web.pages import PageRouter, page

router = PageRouter()

_BODIES: Mapping[Kind, type[Body]] = {
    Kind.RESCHEDULE: bodies.RescheduleChange,
    Kind.MOVE_MILESTONE: bodies.MilestoneChange,
    Kind.CHANGE_DEMAND: bodies.DemandChange,
    Kind.RELEASE: bodies.ReleaseChange,
    Kind.RESERVE: bodies.ReserveChange,
    Kind.ADD_SUPPLY: bodies.SupplyChange,
    Kind.LEARN: bodies.LearnChange,
}
_CHANGED = "Deze wijziging is intussen aangepast. Kijk haar na en probeer het opnieuw."


@router.get("/scenarios/{scenario_id}/wijzigingen/nieuw")
async def show_new_change(
    request: Request,
    scenario_id: UUID,
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
    soort: Kind = Kind.RESCHEDULE,
) -> Response:
    """The form of a kind of change."""
    form = Form(begins={"key": str(uuid4()), "level": "1"})
    return await _form_page(request, engine, now, scenario_id, soort, form)


@router.post("/scenarios/{scenario_id}/wijzigingen/nieuw")
async def add_change(
    request: Request,
    scenario_id: UUID,
    filled: FilledIn,
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
    soort: Kind,
) -> Response:
    """Let the scenario change something more; sending the form twice adds it once."""
    once = sent_once(request, filled, filled.text("key") or "")

    async def effect(connection: AsyncConnection) -> Response:
        change = _change(soort, filled)
        await commands.add_change(connection, scenario_id, change, now=now)
        return done_at(request, f"/scenarios/{scenario_id}", "add")

    try:
        async with transaction(engine) as connection:
            return await idempotency.once(connection, once, now, lambda: effect(connection))
    except NotFound:
        raise
    except Refusal as refusal:
        form = Form(filled, reasons=refusal.reasons)
        return await _form_page(request, engine, now, scenario_id, soort, form)


@router.get("/scenarios/{scenario_id}/wijzigingen/{change_id}")
async def show_change(
    request: Request,
    scenario_id: UUID,
    change_id: UUID,
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """The form of a change that is there."""
    async with transaction(engine) as connection:
        stored = await commands.change_of(connection, scenario_id, change_id)
    form = Form(begins=begins_of(change_answer(stored).change) | {"version": str(stored.version)})
    return await _form_page(
        request, engine, now, scenario_id, stored.change.kind, form, change_id=change_id
    )


@router.post("/scenarios/{scenario_id}/wijzigingen/{change_id}")
async def replace_change(
    request: Request,
    scenario_id: UUID,
    change_id: UUID,
    filled: FilledIn,
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Let a change be another of its kind."""
    async with transaction(engine) as connection:
        stored: StoredChange = await commands.change_of(connection, scenario_id, change_id)
    kind = stored.change.kind
    try:
        change = _change(kind, filled)
        async with transaction(engine) as connection:
            present = await lock_row(connection, scenario_changes, change_id)
            check_version(present, filled.text("version"), _CHANGED)
            await commands.replace_change(connection, scenario_id, change_id, change, now=now)
    except NotFound:
        raise
    except Refusal as refusal:
        form = Form(filled, reasons=refusal.reasons)
        return await _form_page(request, engine, now, scenario_id, kind, form, change_id=change_id)
    return done_at(request, f"/scenarios/{scenario_id}", "replace")


@router.post("/scenarios/{scenario_id}/wijzigingen/{change_id}/weghalen")
async def remove_change(
    request: Request,
    scenario_id: UUID,
    change_id: UUID,
    engine: Engine,
    caller: ProgrammeManager,
) -> Response:
    """Let the scenario no longer change it."""
    async with transaction(engine) as connection:
        await commands.remove_change(connection, scenario_id, change_id)
    return done_at(request, f"/scenarios/{scenario_id}", "remove")


def _change(kind: Kind, filled: Filled) -> Change:
    values = filled_change(kind, filled)
    body: AnyChange = checked(_BODIES[kind], values)  # type: ignore[assignment]
    return body.change()


async def _form_page(
    request: Request,
    engine: AsyncEngine,
    now: datetime,
    scenario_id: UUID,
    kind: Kind,
    form: Form,
    *,
    change_id: UUID | None = None,
) -> Response:
    day: date = today(now)
    async with transaction(engine) as connection:
        scenario = await scenario_by_id(connection, scenario_id)
        choices = await scenario_choices(connection, scenario.programme_id)
    return page(
        request,
        "scenario_change.html",
        status_code=400 if form.reasons else 200,
        title=KINDS[kind],
        scenario=scenario,
        kind=kind.value,
        fields=FIELDS[kind],
        change_id=change_id,
        form=replace(form, reasons=at_change_fields(form.reasons, form.filled)),
        options=choices_of(choices),
        levels=LEVELS,
        weeks=week_choices(day),
        week_fields=week_fields(shown_weeks(form)),
    )
