"""Scenario's: the branches of a programme's plan, making one, and throwing one away. One of them is
in scenario_page.py, its changes are in scenario_changes.py, comparing is in comparison.py.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from services.planning.commands import scenarios as commands
from services.planning.domain.scenarios.scenarios import MOST_COMPARED
from services.planning.http.callers import ProgrammeManager
from services.planning.http.known import Known, KnownPlan
from services.planning.http.scenarios import ScenarioBody
from services.planning.pages.sent import DoneJustNow, done_at
from services.planning.queries.plan import Programme, programmes_page
from services.planning.queries.scenarios import Scenario, scenarios_page
from services.planning.tables import idempotency
from shared.database import transaction
from shared.refusal import Refusal
from shared.web import dutch
from shared.web.access import Role
from shared.web.dependencies import Engine, Now
from shared.web.forms import ChosenId, FilledIn, Form, checked, sent_once
from shared.web.pages import NavigationItem, PageRouter, page

router = PageRouter()

NAVIGATION = NavigationItem(
    "Scenario’s", "/planning/scenarios", frozenset({Role.PROGRAMME_MANAGER})
)

DONE: Mapping[str, str] = {
    "make": "Het scenario is gemaakt. Het plan is niet veranderd.",
    "discard": "Het scenario is weggegooid. Het plan is niet veranderd.",
    "add": "De wijziging staat in het scenario.",
    "replace": "De wijziging is aangepast.",
    "remove": "De wijziging is uit het scenario gehaald.",
    "promote": "Het scenario is doorgevoerd. Dit is nu het plan.",
}
"""What was done just now, by the name that the address carries."""

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class ScenarioItem:
    """A scenario as it stands in the list."""

    id: UUID
    name: str
    changes: str
    created: str
    promoted: str | None
    outdated: str | None


@router.get("/scenarios")
async def show_scenarios(
    request: Request,
    known: Known,
    caller: ProgrammeManager,
    programma: ChosenId = None,
    gedaan: DoneJustNow = "",
) -> Response:
    """The scenarios of a programme, and the form to make one; or those of a day in the past."""
    return await _list_page(request, known, programma, done=DONE.get(gedaan))


@router.post("/scenarios")
async def make_scenario(
    request: Request,
    filled: FilledIn,
    engine: Engine,
    known: Known,
    now: Now,
    caller: ProgrammeManager,
) -> Response:
    """Branch the plan as it is now; sending the form twice makes one."""
    once = sent_once(request, filled, filled.text("key") or "")

    async def effect(connection: AsyncConnection) -> Response:
        body = checked(ScenarioBody, filled.given("programmeId", "name"))
        made = await commands.create_scenario(connection, body.programme_id, body.name, now=now)
        return done_at(request, f"/scenarios/{made}", "make")

    try:
        async with transaction(engine) as connection:
            return await idempotency.once(connection, once, now, lambda: effect(connection))
    except Refusal as refusal:
        form = Form(filled, reasons=refusal.reasons)
        return await _list_page(request, known, None, form=form)


@router.post("/scenarios/{scenario_id}/weggooien")
async def discard_scenario(
    request: Request, scenario_id: UUID, engine: Engine, caller: ProgrammeManager
) -> Response:
    """Forget it."""
    async with transaction(engine) as connection:
        await commands.discard_scenario(connection, scenario_id)
    return done_at(request, "/scenarios", "discard")


async def _list_page(
    request: Request,
    known: KnownPlan,
    programme_id: UUID | None,
    *,
    form: Form | None = None,
    done: str | None = None,
) -> Response:
    async with known.read() as connection:
        programmes = await programmes_page(connection, after=None, limit=MOST_SHOWN)
        found = await scenarios_page(connection, programme_id, after=None, limit=MOST_SHOWN)
    open_ones = [each for each in programmes if each.completed_on is None]
    begins = {"key": str(uuid4())}
    if open_ones:
        begins["programmeId"] = str(programme_id or open_ones[0].id)
    return page(
        request,
        "scenarios.html",
        status_code=400 if form else 200,
        title="Scenario’s",
        known=known,
        conclusion=_conclusion(found, is_past=known.is_past),
        done=done,
        form=form or Form(begins=begins),
        groups=_groups(programmes, found),
        programmes=[(each.id, each.name) for each in open_ones],
        compares=bool(open_ones),
        makes=bool(open_ones) and not known.is_past,
        most=MOST_COMPARED,
    )


def _groups(
    programmes: Sequence[Programme], found: Sequence[Scenario]
) -> Sequence[tuple[Programme, Sequence[ScenarioItem]]]:
    """Programmes that have scenarios, each with its own: those to decide about first."""
    newest = sorted(found, key=lambda each: each.created_at, reverse=True)
    newest.sort(key=lambda each: each.promoted_at is not None)
    groups = [
        (programme, [_item(each) for each in newest if each.programme_id == programme.id])
        for programme in programmes
    ]
    return [(programme, items) for programme, items in groups if items]


def _item(found: Scenario) -> ScenarioItem:
    many = len(found.changes)
    return ScenarioItem(
        found.id,
        found.name,
        "1 wijziging" if many == 1 else f"{many or 'Nog geen'} wijzigingen",
        dutch.day(found.created_at),
        None if found.promoted_at is None else dutch.day(found.promoted_at),
        changed_meanwhile(found),
    )


def changed_meanwhile(found: Scenario) -> str | None:
    """How much of the plan is other than when the scenario was made."""
    many = len(found.plan_changes)
    if not many:
        return None
    return f"Het plan is sindsdien op {'1 punt' if many == 1 else f'{many} punten'} gewijzigd"


def _conclusion(found: Sequence[Scenario], *, is_past: bool) -> str:
    waiting = sum(each.promoted_at is None for each in found)
    if is_past:
        then = "wachtte er 1 scenario" if waiting == 1 else f"wachtten er {waiting} scenario’s"
        return f"Op die dag {then} op een keuze."
    if not waiting:
        return (
            "Er is nu geen scenario. Maak er een om iets uit te proberen zonder het plan te raken."
        )
    many = "1 scenario wacht" if waiting == 1 else f"{waiting} scenario’s wachten"
    return f"{many} op uw keuze. Het plan verandert pas als u er een doorvoert."
