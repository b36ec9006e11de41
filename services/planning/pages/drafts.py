"""Conceptvragen: training that barriers suggest, with the evidence; the programme manager makes it
demand, or says why not.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from starlette.requests import Request
from starlette.responses import Response

from services.planning.commands.drafts import accept_draft, dismiss_draft
from services.planning.commands.locks import lock_row
from services.planning.domain.plan.subprojects import CLOSED
from services.planning.domain.plan.subprojects import State as SubprojectState
from services.planning.domain.steering.drafts import State
from services.planning.http.callers import CapacityReader, ProgrammeManager, acting
from services.planning.http.demands import DemandBody
from services.planning.http.drafts import DismissalBody
from services.planning.http.fields import week_minutes
from services.planning.http.known import Known, KnownPlan
from services.planning.pages.draft_words import STATES, conclusion, evidence, for_whom
from services.planning.pages.plan_words import LEVELS
from services.planning.pages.sent import DoneJustNow, check_version, done_at
from services.planning.pages.week_fields import WeekField, at_fields, filled_weeks, week_fields
from services.planning.queries.catalogue import Expertise, expertises_page
from services.planning.queries.drafts import DraftRow, draft_by_id, newest_drafts
from services.planning.queries.plan import Subproject, subproject_by_id
from services.planning.tables import draft_demands
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.refusal import Refusal
from shared.web import dutch
from shared.web.access import Caller, Role
from shared.web.dependencies import Engine, Now
from shared.web.forms import FilledIn, Form, checked
from shared.web.pages import PageRouter, page

router = PageRouter()

MOST_DECIDED = 25
"""Drafts that were decided upon which the list still shows."""

WEEKS_TO_FILL = 26
MOST_CHOICES = 1_000

DONE: Mapping[str, str] = {
    "accept": "De conceptvraag is overgenomen. Vraag nu een team om deze uren.",
    "dismiss": "De conceptvraag is afgewezen.",
}
"""What was done just now, by the name that the address carries."""

_CHANGED = "Deze conceptvraag is intussen gewijzigd. Kijk hem na en besluit opnieuw."


@dataclass(frozen=True, slots=True)
class DraftItem:
    """Training that was suggested, in words."""

    id: UUID
    subproject_id: UUID
    subproject: str
    for_whom: str
    evidence: str
    told: str
    state_words: str
    state_status: str
    decided: str | None
    reason: str | None
    is_open: bool
    is_accepted: bool


@router.get("/conceptvragen")
async def show_drafts(request: Request, known: Known, caller: CapacityReader) -> Response:
    """What waits for a decision, and what became of the others."""
    async with known.read() as connection:
        waiting = await newest_drafts(connection, [State.OPEN], limit=MOST_CHOICES)
        others = set(State) - {State.OPEN}
        decided = await newest_drafts(connection, others, limit=MOST_DECIDED)
    return page(
        request,
        "drafts.html",
        title="Conceptvragen",
        known=known,
        conclusion=conclusion(len(waiting)),
        waiting=[_item(each) for each in waiting],
        decided=[_item(each) for each in decided],
    )


@router.get("/conceptvragen/{draft_id}")
async def show_draft(
    request: Request,
    draft_id: UUID,
    known: Known,
    caller: CapacityReader,
    gedaan: DoneJustNow = "",
) -> Response:
    """One of them."""
    return await _draft_page(request, known, caller, draft_id, done=DONE.get(gedaan))


@router.post("/conceptvragen/{draft_id}/overnemen")
async def accept(
    request: Request,
    draft_id: UUID,
    filled: FilledIn,
    engine: Engine,
    known: Known,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Make it demand, of these hours; only as the reader saw it."""
    weeks = filled_weeks(filled)
    try:
        body = checked(DemandBody, filled.given("expertiseId", "level") | {"weeks": weeks})
        async with transaction(engine) as connection:
            present = await lock_row(connection, draft_demands, draft_id)
            check_version(present, filled.text("version"), _CHANGED)
            await accept_draft(
                connection,
                draft_id,
                body.expertise_id,
                week_minutes(body.weeks),
                level=body.level,
                by=acting(caller, Role.PROGRAMME_MANAGER),
                now=now,
            )
    except Refusal as refusal:
        form = Form(filled, reasons=at_fields(refusal.reasons, weeks))
        return await _draft_page(request, known, caller, draft_id, sent=("accept", form))
    return done_at(request, f"/conceptvragen/{draft_id}", "accept")


@router.post("/conceptvragen/{draft_id}/afwijzen")
async def dismiss(
    request: Request,
    draft_id: UUID,
    filled: FilledIn,
    engine: Engine,
    known: Known,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Ask nothing, and say why; only as the reader saw it."""
    try:
        body = checked(DismissalBody, filled.given("reason"))
        async with transaction(engine) as connection:
            present = await lock_row(connection, draft_demands, draft_id)
            check_version(present, filled.text("version"), _CHANGED)
            by = acting(caller, Role.PROGRAMME_MANAGER)
            await dismiss_draft(connection, draft_id, reason=body.reason, by=by, now=now)
    except Refusal as refusal:
        form = Form(filled, reasons=refusal.reasons)
        return await _draft_page(request, known, caller, draft_id, sent=("dismiss", form))
    return done_at(request, f"/conceptvragen/{draft_id}", "dismiss")


async def _draft_page(
    request: Request,
    known: KnownPlan,
    caller: Caller,
    draft_id: UUID,
    *,
    done: str | None = None,
    sent: tuple[str, Form] | None = None,
) -> Response:
    """The page; `sent` is the form that was refused, by the name of its decision."""
    manages = Role.PROGRAMME_MANAGER in caller.roles and not known.is_past
    entries: Sequence[Expertise] = ()
    async with known.read() as connection:
        found = await draft_by_id(connection, draft_id)
        subproject = await subproject_by_id(connection, found.subproject_id)
        if manages:
            entries = await expertises_page(connection, word=None, after=None, limit=MOST_CHOICES)
    item = _item(found)
    forms = {"accept": Form(begins={"level": "1"}), "dismiss": Form()}
    return page(
        request,
        "draft.html",
        status_code=400 if sent else 200,
        title=f"Opleiding voor {item.for_whom}",
        known=known,
        item=item,
        version=found.version,
        done=done,
        decides=manages and item.is_open,
        asks=manages and item.is_accepted,
        weeks=_weeks_to_fill(subproject, known.day),
        expertises=[(each.id, each.name) for each in entries],
        levels=LEVELS,
        form_of=forms | ({sent[0]: sent[1]} if sent else {}),
    )


def _weeks_to_fill(subproject: Subproject, day: date) -> Collection[WeekField]:
    """The weeks that can still be asked for; none when the subproject is closed."""
    if SubprojectState(subproject.state) in CLOSED:
        return ()
    first = IsoWeek.of(max(day, subproject.starts_on))
    return week_fields(
        first.until(min(first.plus(WEEKS_TO_FILL - 1), IsoWeek.of(subproject.ends_on)))
    )


def _item(row: DraftRow) -> DraftItem:
    state = State(row.state)
    words, status = STATES[state]
    return DraftItem(
        row.id,
        row.subproject_id,
        row.subproject,
        for_whom(row),
        evidence(row),
        dutch.day(row.told_at),
        words,
        status,
        None if row.decided_at is None else dutch.day(row.decided_at),
        row.reason,
        state is State.OPEN,
        state is State.ACCEPTED,
    )
