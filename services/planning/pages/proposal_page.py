"""One proposal: how far it is, what it would change, what stands in the way, and a scenario of what
the programme manager chooses of it.
"""

from collections.abc import Sequence
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.planning.commands import proposals as commands
from services.planning.commands.scenarios import create_scenario
from services.planning.domain.proposal.jobs import OPEN
from services.planning.domain.proposal.proposal import Proposal
from services.planning.domain.scenarios.changes import Change, Release
from services.planning.http.callers import ProgrammeManager
from services.planning.pages.change_words import Words
from services.planning.pages.proposal_words import (
    change_groups,
    conclusion,
    conflict_cards,
    delay_rows,
    shortage_rows,
)
from services.planning.pages.proposals import STATES
from services.planning.pages.sent import done_at
from services.planning.queries.names import demand_names, names
from services.planning.queries.plan import programme_by_id
from services.planning.queries.proposals import proposal_by_id
from services.planning.queries.scenario_choices import held_hours
from services.planning.tables import idempotency
from shared.database import transaction
from shared.refusal import Reason, Refusal
from shared.web.dependencies import Engine, Now
from shared.web.forms import Filled, FilledIn, Form, sent_once
from shared.web.pages import PageRouter, csv_answer, page

router = PageRouter()

REFRESH_SECONDS = 3
_NOTHING = Reason("nothing-chosen", "Kies ten minste 1 wijziging.", "change")
_GONE = Reason("proposal-gone", "Dit voorstel is er niet meer. Vraag een nieuw voorstel.")


@router.get("/inzetvoorstellen/{proposal_id}")
async def show_proposal(
    request: Request,
    proposal_id: UUID,
    engine: Engine,
    caller: ProgrammeManager,
    ververs: str = "",
) -> Response:
    """The page asks for itself again while the work goes on, unless the reader says no."""
    return await _page(request, engine, proposal_id, None, refresh=ververs != "nee")


@router.get("/inzetvoorstellen/{proposal_id}/tekort.csv")
async def shortage_file(proposal_id: UUID, engine: Engine, caller: ProgrammeManager) -> Response:
    """What lacks per expertise and week."""
    async with transaction(engine) as connection:
        found = await proposal_by_id(connection, proposal_id)
        words = Words(await names(connection), {})
    shortages = () if found.answer is None else found.answer.shortages
    rows = [
        (each.expertise, str(each.week), each.hours, each.fte)
        for each in shortage_rows(shortages, words)
    ]
    return csv_answer("tekort", ("expertise", "week", "uren_tekort", "fte_tekort"), rows)


@router.post("/inzetvoorstellen/{proposal_id}/stoppen")
async def stop(
    request: Request, proposal_id: UUID, engine: Engine, now: Now, caller: ProgrammeManager
) -> Response:
    """Stop the work on it."""
    try:
        async with transaction(engine) as connection:
            await commands.cancel_proposal(connection, proposal_id, now)
    except Refusal as refusal:
        return await _page(request, engine, proposal_id, Form(reasons=refusal.reasons))
    base = request.scope.get("root_path", "")
    return RedirectResponse(f"{base}/inzetvoorstellen/{proposal_id}", status_code=303)


@router.post("/inzetvoorstellen/{proposal_id}/scenario")
async def make_scenario(
    request: Request,
    proposal_id: UUID,
    filled: FilledIn,
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """A scenario of the chosen changes, or of a repair; sending the form twice makes one."""
    once = sent_once(request, filled, filled.text("key") or "")

    async def effect(connection: AsyncConnection) -> Response:
        found = await proposal_by_id(connection, proposal_id)
        if found.answer is None:
            raise Refusal(_GONE)
        name, changes = _chosen(found.answer, filled)
        if not changes:
            raise Refusal(_NOTHING)
        made = await create_scenario(connection, found.programme_id, name, changes, now=now)
        return done_at(request, f"/scenarios/{made}", "make")

    try:
        async with transaction(engine) as connection:
            return await idempotency.once(connection, once, now, lambda: effect(connection))
    except Refusal as refusal:
        return await _page(request, engine, proposal_id, Form(filled, reasons=refusal.reasons))


def _chosen(answer: Proposal, filled: Filled) -> tuple[str, Sequence[Change]]:
    """The name of the scenario and its changes: those of a repair, else those that are checked."""
    repair = filled.text("repair")
    if repair is None:
        places = set(filled.every("change"))
        return "Inzetvoorstel", [
            each for at, each in enumerate(answer.changes) if str(at) in places
        ]
    for at, conflict in enumerate(answer.conflicts):
        for number, each in enumerate(conflict.repairs):
            if repair == f"{at}.{number}":
                return f"Oplossing {number + 1} bij conflict {at + 1}", each.changes
    return "", ()


async def _page(
    request: Request,
    engine: AsyncEngine,
    proposal_id: UUID,
    form: Form | None,
    *,
    refresh: bool = False,
) -> Response:
    async with transaction(engine) as connection:
        found = await proposal_by_id(connection, proposal_id)
        programme = await programme_by_id(connection, found.programme_id)
        answer = found.answer
        words = await _words(connection, answer)
        demands = {} if answer is None else await demand_names(connection)
    response = page(
        request,
        "proposal.html",
        status_code=400 if form else 200,
        title=f"Inzetvoorstel voor {programme.name}",
        proposal=found,
        programme=programme,
        state=STATES[found.state],
        is_open=found.state in OPEN,
        conclusion=conclusion(found.state, found.progress, answer),
        form=form or Form(begins={"key": str(uuid4())}),
        groups=[] if answer is None else change_groups(answer.changes, words),
        shortages=[] if answer is None else shortage_rows(answer.shortages, words),
        delays=[] if answer is None else delay_rows(answer.delays, words),
        conflicts=[] if answer is None else conflict_cards(answer.conflicts, words, demands),
    )
    if refresh and found.state in OPEN:
        response.headers["Refresh"] = str(REFRESH_SECONDS)
    return response


async def _words(connection: AsyncConnection, answer: Proposal | None) -> Words:
    changes = [] if answer is None else answer.changes
    released = [each.reservation_id for each in changes if isinstance(each, Release)]
    return Words(await names(connection), await held_hours(connection, released))
