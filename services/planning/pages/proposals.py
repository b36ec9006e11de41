"""Inzetvoorstellen: asking for a proposal, and those that were asked for. One of them is in
proposal_page.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.planning.commands import proposals as commands
from services.planning.domain.hours import to_hours
from services.planning.domain.proposal.jobs import OPEN, State
from services.planning.http.callers import ProgrammeManager, acting
from services.planning.http.proposals import ProposalBody
from services.planning.pages import conclusions
from services.planning.queries.plan import programmes_page
from services.planning.queries.proposals import ProposalItem, newest_proposals
from services.planning.tables import idempotency
from shared.database import transaction
from shared.refusal import Refusal
from shared.web import dutch
from shared.web.access import Role
from shared.web.dependencies import Engine, Now
from shared.web.forms import FilledIn, Form, checked, sent_once
from shared.web.pages import NavigationItem, PageRouter, page

router = PageRouter()

NAVIGATION = NavigationItem(
    "Inzetvoorstellen", "/planning/inzetvoorstellen", frozenset({Role.PROGRAMME_MANAGER})
)

STATES: Mapping[State, tuple[str, str]] = {
    State.QUEUED: ("wacht op rekentijd", "info"),
    State.RUNNING: ("wordt berekend", "info"),
    State.DONE: ("klaar", "success"),
    State.CANCELLED: ("gestopt", "neutral"),
    State.FAILED: ("mislukt", "danger"),
}
"""How a state is called, and how it looks."""

EFFORTS = (
    (10, "Snel: hoogstens 10 seconden"),
    (30, "Gewoon: hoogstens 30 seconden"),
    (120, "Grondig: hoogstens 2 minuten"),
)

MOST_SHOWN = 50
MOST_PROGRAMMES = 200


@dataclass(frozen=True, slots=True)
class Line:
    """A proposal as it stands in the list."""

    id: UUID
    programme: str
    asked: str
    outcome: str | None
    state: str
    status: str


@router.get("/inzetvoorstellen")
async def show_proposals(request: Request, engine: Engine, caller: ProgrammeManager) -> Response:
    """What was asked for, and the form to ask."""
    return await _list_page(request, engine, None)


@router.post("/inzetvoorstellen")
async def ask(
    request: Request, filled: FilledIn, engine: Engine, now: Now, caller: ProgrammeManager
) -> Response:
    """Ask for a proposal; sending the form twice asks once."""
    once = sent_once(request, filled, filled.text("key") or "")

    async def effect(connection: AsyncConnection) -> Response:
        body = checked(ProposalBody, filled.given("programmeId", "effort"))
        made = await commands.ask_for_proposal(
            connection,
            body.programme_id,
            seed=body.seed,
            effort=body.effort,
            by=acting(caller, Role.PROGRAMME_MANAGER),
            now=now,
        )
        base = request.scope.get("root_path", "")
        return RedirectResponse(f"{base}/inzetvoorstellen/{made}", status_code=303)

    try:
        async with transaction(engine) as connection:
            return await idempotency.once(connection, once, now, lambda: effect(connection))
    except Refusal as refusal:
        return await _list_page(request, engine, Form(filled, reasons=refusal.reasons))


async def _list_page(request: Request, engine: AsyncEngine, form: Form | None) -> Response:
    async with transaction(engine) as connection:
        programmes = await programmes_page(connection, after=None, limit=MOST_PROGRAMMES)
        found = await newest_proposals(connection, MOST_SHOWN)
    open_ones = [(each.id, each.name) for each in programmes if each.completed_on is None]
    return page(
        request,
        "proposals.html",
        status_code=400 if form else 200,
        title="Inzetvoorstellen",
        conclusion=_conclusion(found),
        form=form or Form(begins={"key": str(uuid4()), "effort": "30"}),
        programmes=open_ones,
        efforts=EFFORTS,
        items=[_line(each) for each in found],
    )


def _line(found: ProposalItem) -> Line:
    words, status = STATES[found.state]
    outcome = None
    if found.short_minutes is not None:
        short = found.short_minutes
        outcome = "Niets komt tekort"
        if short:
            outcome = f"{conclusions.hours(to_hours(short))} tekort, alle programma’s samen"
    return Line(found.id, found.programme, dutch.moment(found.asked_at), outcome, words, status)


def _conclusion(found: Sequence[ProposalItem]) -> str:
    running = sum(each.state in OPEN for each in found)
    if running:
        many = "1 voorstel wordt" if running == 1 else f"{running} voorstellen worden"
        return f"{many} berekend. U kunt intussen iets anders doen."
    return "Laat uitzoeken wie wanneer wat kan doen. Het plan verandert pas als u dat wilt."
