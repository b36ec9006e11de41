"""A new deelproject with the hours that it needs, planned in one go."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from starlette.requests import Request
from starlette.responses import Response

from services.planning.commands.demands import add_demand
from services.planning.commands.subprojects import PlanSubproject, plan_subproject
from services.planning.domain.hours import to_minutes
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import Period
from services.planning.http.callers import ProgrammeManager
from services.planning.http.fields import Hours, Level
from services.planning.http.subprojects import SubprojectBody
from services.planning.pages.plan_words import FIRST_MOMENTS, LEVELS
from services.planning.pages.sent import done_at
from services.planning.queries.catalogue import expertises_page
from services.planning.queries.plan import programmes_page, subprojects_page
from services.planning.tables import idempotency
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.refusal import Reason, Refusal
from shared.runtime.clock import today
from shared.web.answers import Body
from shared.web.dependencies import Engine, Now
from shared.web.forms import Filled, FilledIn, Form, checked, sent_once
from shared.web.pages import PageRouter, page

router = PageRouter()

FIRST_NEEDS = 3
"""Expertises that the form has room for until more room is asked for."""

MOST_NEEDS = 100
_NEED = re.compile(r"needs\.([0-9]{1,2})\..+")

MOST_CHOICES = 1_000


class NeedBody(Body):
    """Hours a week of an expertise, in all weeks of the subproject."""

    expertise_id: UUID
    level: Level
    weekly_hours: Hours


@router.get("/tijdlijn/nieuw")
async def show_form(
    request: Request, engine: Engine, now: Now, caller: ProgrammeManager
) -> Response:
    """The form."""
    begins = {"key": str(uuid4())} | {f"needs.{n}.level": "1" for n in range(FIRST_NEEDS)}
    return await _form_page(request, engine, Form(begins=begins), FIRST_NEEDS)


@router.post("/tijdlijn/nieuw")
async def plan(
    request: Request, filled: FilledIn, engine: Engine, now: Now, caller: ProgrammeManager
) -> Response:
    """Plan it, with all that it needs, or nothing; or give room for another expertise."""
    if filled.text("action") == "more":
        room = min(_room(filled) + 1, MOST_NEEDS)
        return await _form_page(request, engine, Form(filled), room)
    once = sent_once(request, filled, filled.text("key") or "")

    async def effect(connection: AsyncConnection) -> Response:
        made = await _plan(connection, filled, now)
        return done_at(request, f"/tijdlijn/{made}", "planned")

    try:
        async with transaction(engine) as connection:
            return await idempotency.once(connection, once, now, lambda: effect(connection))
    except Refusal as refusal:
        form = Form(filled, reasons=refusal.reasons)
        return await _form_page(request, engine, form, _room(filled))


async def _plan(connection: AsyncConnection, filled: Filled, now: datetime) -> UUID:
    body, needs = _read(filled)
    period = Period(body.starts_on, body.ends_on)
    subproject_id = await plan_subproject(
        connection,
        PlanSubproject(
            programme_id=body.programme_id,
            name=body.name,
            focus_area=body.focus_area,
            lead=body.lead.lead(),
            period=period,
            first_moment=body.first_moment,
            depends_on=frozenset(body.depends_on),
        ),
    )
    weeks = list(IsoWeek.of(period.starts_on).until(IsoWeek.of(period.ends_on)))
    for place, need in needs.items():
        hours = [WeekMinutes(week, to_minutes(need.weekly_hours)) for week in weeks]
        try:
            await add_demand(
                connection,
                subproject_id,
                need.expertise_id,
                hours,
                level=need.level,
                today=today(now),
            )
        except Refusal as refusal:
            raise Refusal(*_of_need(refusal.reasons, place)) from None
    return subproject_id


def _read(filled: Filled) -> tuple[SubprojectBody, Mapping[int, NeedBody]]:
    """The subproject and what it needs.

    Raises:
        Refusal: with everything that is wrong with either.
    """
    reasons: list[Reason] = []
    body, needs = None, {}
    given: dict[str, Any] = filled.given(
        "programmeId", "name", "focusArea", "startsOn", "endsOn", "firstMoment"
    )
    lead = filled.text("lead.function")
    if lead is None:
        reasons.append(Reason("missing", "Dit gegeven is verplicht.", "lead.function"))
    try:
        body = checked(
            SubprojectBody,
            given
            | {"lead": {"function": lead or "?"}, "dependsOn": list(filled.every("dependsOn"))},
        )
    except Refusal as refusal:
        reasons += refusal.reasons
    for place in range(_room(filled)):
        name = f"needs.{place}"
        said = dict(filled.below(name))
        if said.keys() <= {"level"}:
            continue
        if "weeklyHours" in said:
            said["weeklyHours"] = said["weeklyHours"].replace(",", ".")
        try:
            needs[place] = checked(NeedBody, said)
        except Refusal as refusal:
            reasons += _of_need(refusal.reasons, place)
    if reasons or body is None:
        raise Refusal(*reasons)
    return body, needs


def _of_need(reasons: Sequence[Reason], place: int) -> list[Reason]:
    """The reasons at the fields of this need; those about weeks or without a field at its hours."""
    return [
        replace(
            each,
            field=f"needs.{place}."
            + (each.field if each.field in ("expertiseId", "level") else "weeklyHours"),
        )
        for each in reasons
    ]


def _room(filled: Filled) -> int:
    """How many expertises the form had room for."""
    places = [int(found[1]) for name in filled.values if (found := _NEED.fullmatch(name))]
    return max([FIRST_NEEDS, *(place + 1 for place in places)])


async def _form_page(request: Request, engine: AsyncEngine, form: Form, room: int) -> Response:
    async with transaction(engine) as connection:
        programmes = await programmes_page(connection, after=None, limit=MOST_CHOICES)
        others = await subprojects_page(
            connection, programme_id=None, after=None, limit=MOST_CHOICES
        )
        entries = await expertises_page(connection, word=None, after=None, limit=MOST_CHOICES)
    return page(
        request,
        "new_subproject.html",
        status_code=400 if form.reasons else 200,
        title="Deelproject plannen",
        form=form,
        programmes=[(each.id, each.name) for each in programmes if each.completed_on is None],
        focus_areas=sorted({each.focus_area for each in others}),
        others=[(str(each.id), each.name) for each in others],
        chosen=form.filled.every("dependsOn"),
        first_moments=FIRST_MOMENTS,
        expertises=[(each.id, each.name) for each in entries],
        levels=LEVELS,
        needs=range(room),
        grows=room < MOST_NEEDS,
    )
