"""Inzetverzoeken: what waits for the team leader and for the programme manager, as a list.
One request is in request_page.py, decisions are in request_decisions.py, asking is in asking.py.
"""

from collections.abc import Collection, Mapping, Sequence
from math import ceil
from typing import Annotated
from uuid import UUID

from fastapi import Query
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from services.planning.commands.effects import Wanted, effects
from services.planning.domain.hours import to_minutes
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.reservations.over_allocation import Effect
from services.planning.domain.reservations.reservations import OPEN, State
from services.planning.http.callers import TeamKeeper, visible_teams
from services.planning.http.known import Known, KnownPlan
from services.planning.pages.request_words import conclusion, conclusion_of_then, item
from services.planning.pages.sent import DoneJustNow
from services.planning.queries import inbox as queries
from services.planning.queries.drafts import count_open_drafts
from services.planning.queries.inbox import InboxRow
from services.planning.queries.organisation import named_page
from services.planning.tables import teams
from shared.isoweek import IsoWeek
from shared.web.access import Caller, Role
from shared.web.forms import ChosenId, Form
from shared.web.pages import NavigationItem, PageRouter, page

router = PageRouter()

NAVIGATION = NavigationItem(
    "Inzetverzoeken",
    "/planning/inzetverzoeken",
    frozenset({Role.PROGRAMME_MANAGER, Role.TEAM_LEADER}),
)

VIEWS: Mapping[str, tuple[str, frozenset[State]]] = {
    "open": ("Open", OPEN),
    "wachtlijst": ("Wachtlijst", frozenset({State.WAITLISTED})),
    "tegenvoorstel": ("Tegenvoorstel", frozenset({State.PROPOSED})),
    "bevestigd": ("Bevestigd", frozenset({State.CONFIRMED})),
    "afgehandeld": (
        "Afgewezen of gestopt",
        frozenset({State.DECLINED, State.WITHDRAWN, State.RELEASED}),
    ),
}
"""The parts of the list: their words, and the states in them."""

DONE: Mapping[str, str] = {
    "confirm": "De uren zijn bevestigd.",
    "waitlist": "Het inzetverzoek staat op de wachtlijst.",
    "propose": "Het tegenvoorstel is gedaan.",
    "decline": "Het inzetverzoek is afgewezen.",
    "release": "De uren zijn vrijgegeven.",
    "accept": "Het tegenvoorstel is aangenomen. De uren zijn bevestigd.",
    "refuse": "Het tegenvoorstel is geweigerd. Het inzetverzoek staat weer open.",
    "withdraw": "Het inzetverzoek is ingetrokken.",
    "ask": "Het inzetverzoek is gedaan.",
    "bulk": "Het besluit is genomen over alles wat u had aangevinkt.",
}
"""What was done just now, by the name that the address carries."""

MOST_TEAMS = 1_000


@router.get("/inzetverzoeken")
async def show_requests(
    request: Request,
    known: Known,
    caller: TeamKeeper,
    toon: Annotated[str, Query(max_length=20)] = "open",
    team: ChosenId = None,
    pagina: Annotated[int, Query(ge=1, le=10_000)] = 1,
    alles: bool = False,
    gedaan: DoneJustNow = "",
) -> Response:
    """What was asked, the first needed first; now, or as it was on a day."""
    view = toon if toon in VIEWS else "open"
    return await requests_page(
        request,
        known,
        caller,
        view=view,
        team=team,
        number=pagina,
        checked=None if alles else (),
        done=DONE.get(gedaan),
    )


async def requests_page(
    request: Request,
    known: KnownPlan,
    caller: Caller,
    *,
    view: str = "open",
    team: UUID | None = None,
    number: int = 1,
    checked: Collection[str] | None = (),
    done: str | None = None,
    form: Form | None = None,
) -> Response:
    """The list; `checked` are the choices that are ticked, None ticks them all. What a request
    would do to the room that there is, and deciding about it, are of today only.
    """
    async with known.read() as connection:
        found = await queries.inbox(
            connection,
            states=VIEWS[view][1],
            team_ids=visible_teams(caller, team),
            page=number,
        )
        done_by: Sequence[Sequence[Effect]] = [()] * len(found.rows)
        if not known.is_past:
            done_by = await _effects(connection, found.rows)
        choices = await _teams(connection, caller)
        drafts = await count_open_drafts(connection)
    items = [item(row, each, known.day) for row, each in zip(found.rows, done_by, strict=True)]
    total = sum(found.counts.get(state, 0) for state in VIEWS[view][1])
    return page(
        request,
        "requests.html",
        status_code=400 if form else 200,
        title="Inzetverzoeken",
        known=known,
        conclusion=(
            conclusion_of_then(found.counts)
            if known.is_past
            else conclusion(found.counts, items, is_leader=leads(caller))
        ),
        done=done,
        form=form or Form(),
        view=view,
        views=[
            (name, words, sum(found.counts.get(state, 0) for state in states))
            for name, (words, states) in VIEWS.items()
        ],
        teams=choices,
        team=team,
        items=items,
        total=total,
        number=number,
        pages=max(1, ceil(total / queries.PAGE)),
        is_checked=lambda choice: checked is None or choice in checked,
        decidable={
            each.id
            for each, row in zip(items, found.rows, strict=True)
            if each.is_for_the_team and leads(caller, row.reservation.team_id) and not known.is_past
        },
        asks=Role.PROGRAMME_MANAGER in caller.roles and not known.is_past,
        drafts=drafts,
    )


def leads(caller: Caller, team_id: UUID | None = None) -> bool:
    """Whether the caller is a team leader, of this team when given."""
    return Role.TEAM_LEADER in caller.roles and team_id in (None, *caller.team_ids)


async def effects_of(connection: AsyncConnection, row: InboxRow) -> Sequence[Effect]:
    """What one request, as it was asked or offered last, would do to the room that there is."""
    return (await _effects(connection, [row]))[0]


async def _effects(
    connection: AsyncConnection, rows: Sequence[InboxRow]
) -> Sequence[Sequence[Effect]]:
    return await effects(connection, [_wanted(row) for row in rows])


def _wanted(row: InboxRow) -> Wanted:
    asked = row.reservation
    content = asked.counter_offer or asked
    weeks = content.weeks if State(asked.state) in OPEN else ()
    return Wanted(
        asked.expertise_id,
        row.level,
        asked.team_id,
        content.staff_id,
        [WeekMinutes(IsoWeek.parse(each.week), to_minutes(each.hours)) for each in weeks],
    )


async def _teams(connection: AsyncConnection, caller: Caller) -> Sequence[tuple[UUID, str]]:
    """The teams to choose from, where there is a choice."""
    own = visible_teams(caller, None)
    found = await named_page(connection, teams, after=None, limit=MOST_TEAMS)
    choices = [(each.id, each.name) for each in found if own is None or each.id in own]
    return choices if len(choices) > 1 else []
