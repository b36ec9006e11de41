"""One deelproject: its days, what it needs and has, until when to reserve and why; and other dates
for it, of which one sees first what they break.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import Response

from services.planning.commands.locks import lock_row
from services.planning.commands.rescheduling import (
    Preview,
    Reschedule,
    preview_reschedule,
    reschedule_subproject,
)
from services.planning.domain.plan.subprojects import CLOSED, Period, State
from services.planning.domain.reservations.deadlines import Part
from services.planning.domain.reservations.reminders import Option
from services.planning.domain.reservations.reservations import State as ReservationState
from services.planning.http.callers import PlanReader, ProgrammeManager, acting
from services.planning.http.known import Known, KnownPlan
from services.planning.http.rescheduling import DatesBody, PeriodBody
from services.planning.pages import conclusions
from services.planning.pages.decision_list import days_left, urgency
from services.planning.pages.plan_words import KINDS, OPTIONS, STEPS, SUBPROJECT_STATES
from services.planning.pages.preview_words import preview_sentences
from services.planning.pages.request_words import STATES, span, total
from services.planning.pages.sent import DoneJustNow, check_version, done_at
from services.planning.queries.capacity import DemandRow, demands_of
from services.planning.queries.catalogue import expertise_names
from services.planning.queries.deadlines import DeadlineRow, deadlines_of
from services.planning.queries.inbox import InboxRow, inbox_of
from services.planning.queries.plan import subproject_by_id
from services.planning.queries.timeline import milestones_over_time
from services.planning.tables import subprojects
from shared.database import transaction
from shared.refusal import Refusal
from shared.web import dutch
from shared.web.access import Caller, Role
from shared.web.dependencies import Engine, Now
from shared.web.forms import Filled, FilledIn, Form, checked
from shared.web.pages import PageRouter, page

router = PageRouter()

BodyT = TypeVar("BodyT", bound=DatesBody)

DONE: Mapping[str, str] = {
    "planned": "Het deelproject is gepland.",
    "rescheduled": "De nieuwe data zijn opgeslagen.",
}
_CHANGED = "Het deelproject is intussen gewijzigd. Kijk opnieuw wat dit raakt."


@dataclass(frozen=True, slots=True)
class DemandItem:
    """What a subproject needs of an expertise, and until when to reserve it, in words."""

    id: UUID
    what: str
    hours: str
    when: str
    last_day: str | None
    left: str
    urgency: str
    starts_on: str
    steps: Sequence[tuple[str, int]]
    options: str
    lacks: str


@router.get("/tijdlijn/{subproject_id}")
async def show_subproject(
    request: Request,
    subproject_id: UUID,
    known: Known,
    caller: PlanReader,
    gedaan: DoneJustNow = "",
) -> Response:
    """One subproject; now, or as it was on a day."""
    return await _subproject_page(request, known, caller, subproject_id, done=DONE.get(gedaan))


@router.post("/tijdlijn/{subproject_id}/data")
async def reschedule(
    request: Request,
    subproject_id: UUID,
    filled: FilledIn,
    engine: Engine,
    known: Known,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Show what other dates break; save them only when that is asked."""
    saves = filled.text("action") == "save"
    try:
        if saves:
            await _save(filled, engine, now, caller, subproject_id)
            return done_at(request, f"/tijdlijn/{subproject_id}", "rescheduled")
        async with transaction(engine) as connection:
            command = _command(subproject_id, _dates(DatesBody, filled))
            found = await preview_reschedule(connection, command, now=now)
    except Refusal as refusal:
        form = Form(filled, reasons=refusal.reasons)
        return await _subproject_page(request, known, caller, subproject_id, form=form)
    return await _subproject_page(
        request, known, caller, subproject_id, form=Form(filled), preview=found
    )


async def _save(
    filled: Filled, engine: AsyncEngine, now: datetime, caller: Caller, subproject_id: UUID
) -> None:
    body = _dates(PeriodBody, filled)
    async with transaction(engine) as connection:
        present = await lock_row(connection, subprojects, subproject_id)
        check_version(present, filled.text("version"), _CHANGED)
        await reschedule_subproject(
            connection,
            _command(subproject_id, body),
            reason=body.reason,
            by=acting(caller, Role.PROGRAMME_MANAGER),
            now=now,
        )


def _dates(model: type[BodyT], filled: Filled) -> BodyT:
    names = ["startsOn", "endsOn", *(["reason"] if model is PeriodBody else [])]
    given = filled.given(*names) | {"movesAlong": filled.is_checked("movesAlong")}
    return checked(model, given)


def _command(subproject_id: UUID, body: DatesBody) -> Reschedule:
    return Reschedule(subproject_id, Period(body.starts_on, body.ends_on), body.moves_along)


async def _subproject_page(
    request: Request,
    known: KnownPlan,
    caller: Caller,
    subproject_id: UUID,
    *,
    form: Form | None = None,
    preview: Preview | None = None,
    done: str | None = None,
) -> Response:
    async with known.read() as connection:
        found = await subproject_by_id(connection, subproject_id)
        marks = await milestones_over_time(connection, [subproject_id], forecast=not known.is_past)
        needs = await demands_of(connection, subproject_id)
        names = await expertise_names(connection)
        deadlines = {each.demand_id: each for each in await deadlines_of(connection, subproject_id)}
        asked = await inbox_of(connection, subproject_id)
        others = {each: await subproject_by_id(connection, each) for each in found.depends_on}
    manages = Role.PROGRAMME_MANAGER in caller.roles
    begins = {"startsOn": found.starts_on.isoformat(), "endsOn": found.ends_on.isoformat()}
    words, status = SUBPROJECT_STATES[found.state]
    return page(
        request,
        "subproject.html",
        status_code=400 if form and form.reasons else 200,
        title=found.name,
        known=known,
        found=found,
        state_words=words,
        state_status=status,
        waits_for=[(each.id, each.name) for each in others.values()],
        milestones=[(each, KINDS[each.kind]) for each in marks.get(subproject_id, ())],
        demands=[
            _demand(each, names[each.expertise_id], deadlines.get(each.id), known.day)
            for each in needs
        ],
        requests=[_asked(each) for each in asked],
        sees_requests=manages,
        reschedules=manages and State(found.state) not in CLOSED and not known.is_past,
        form=form or Form(begins=begins),
        preview=None if preview is None else preview_sentences(preview, names),
        obstacles=[] if preview is None else [each.message for each in preview.reasons],
        done=done,
    )


def _demand(row: DemandRow, expertise: str, deadline: DeadlineRow | None, day: date) -> DemandItem:
    days = 0 if deadline is None else (deadline.last_day - day).days
    return DemandItem(
        id=row.id,
        what=f"{expertise} (niveau {row.level})",
        hours=total(row.weeks) if row.weeks else "niets",
        when=span(row.weeks) if row.weeks else "–",
        last_day=None if deadline is None else dutch.day(deadline.last_day),
        left=days_left(days),
        urgency=urgency(days),
        starts_on="" if deadline is None else dutch.day(deadline.starts_on),
        steps=[] if deadline is None else _steps(deadline),
        options=""
        if deadline is None
        else ", ".join(OPTIONS[Option(each)] for each in deadline.options),
        lacks="" if deadline is None else conclusions.hours(deadline.open_hours),
    )


def _steps(deadline: DeadlineRow) -> list[tuple[str, int]]:
    return [(STEPS[Part(each["part"])], each["days"]) for each in deadline.steps]


def _asked(row: InboxRow) -> tuple[UUID, str, str, str, str, str]:
    asked = row.reservation
    words, status = STATES[ReservationState(asked.state)]
    return asked.id, row.expertise, total(asked.weeks), span(asked.weeks), words, status
