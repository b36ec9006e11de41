"""One inzetverzoek: what it would do, what can be decided, and what became of it so far."""

from collections.abc import Collection, Mapping, Sequence
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from services.planning.domain.reservations.over_allocation import Effect
from services.planning.domain.reservations.reservations import FOR_THE_TEAM, OPEN, State
from services.planning.http.callers import TeamKeeper
from services.planning.http.known import Known, KnownPlan
from services.planning.pages.request_words import (
    history_item,
    item,
    offered,
    person,
)
from services.planning.pages.requests import DONE, effects_of, leads
from services.planning.pages.sent import DoneJustNow
from services.planning.pages.week_fields import WeekField, week_fields, week_values
from services.planning.queries.able import Able, able_staff
from services.planning.queries.capacity import WeekHoursRow
from services.planning.queries.inbox import InboxRow, inbox_row
from services.planning.queries.plan import subproject_by_id
from services.planning.queries.reservations import reservation_history_of
from shared.isoweek import IsoWeek
from shared.web.access import Caller, Role
from shared.web.forms import Form
from shared.web.pages import PageRouter, page

router = PageRouter()

EARLIER, LATER = 2, 8
"""Weeks before and after those that were asked which a counter-offer can name."""


@router.get("/inzetverzoeken/{reservation_id}")
async def show_request(
    request: Request,
    reservation_id: UUID,
    known: Known,
    caller: TeamKeeper,
    gedaan: DoneJustNow = "",
) -> Response:
    """One request; now, or as it was on a day."""
    return await request_page(request, known, caller, reservation_id, done=DONE.get(gedaan))


async def request_page(
    request: Request,
    known: KnownPlan,
    caller: Caller,
    reservation_id: UUID,
    *,
    done: str | None = None,
    sent: tuple[str, Form] | None = None,
) -> Response:
    """The page; `sent` is the form that was refused, by the name of its decision. What a request
    would do to the room that there is, and deciding about it, are of today only.

    Raises:
        NotFound: there is no such request.
        Forbidden: its team is not the caller's.
    """
    effects: Sequence[Effect] = ()
    able: Sequence[Able] = ()
    async with known.read() as connection:
        row = await inbox_row(connection, reservation_id)
        asked = row.reservation
        caller.require(team=asked.team_id)
        history = await reservation_history_of(connection, reservation_id, until=asked.version)
        weeks = await _weeks_to_offer(connection, row, IsoWeek.of(known.day))
        if not known.is_past:
            effects = await effects_of(connection, row)
            able = await able_staff(connection, asked.expertise_id, row.level, [asked.team_id])
    state = State(asked.state)
    shown = item(row, effects, known.day)
    is_leader = leads(caller, asked.team_id) and not known.is_past
    is_manager = Role.PROGRAMME_MANAGER in caller.roles and not known.is_past
    return page(
        request,
        "request.html",
        status_code=400 if sent else 200,
        title=f"Inzetverzoek voor {row.subproject}",
        known=known,
        item=shown,
        focus_area=row.focus_area,
        asked_at=asked.asked_at,
        weeks=asked.weeks,
        offered=offered(asked),
        done=done,
        history=[history_item(each) for each in reversed(history)],
        actions=_actions(state, is_leader=is_leader, is_manager=is_manager),
        sent=sent and sent[0],
        is_over=any(each.over > 0 for each in shown.effects),
        week_fields=weeks,
        people=_people(able),
        form_of=_forms(sent, asked.weeks, asked.staff_id),
    )


def _actions(state: State, *, is_leader: bool, is_manager: bool) -> Collection[str]:
    """The decisions about a request in a state that its reader can take."""
    found: set[str] = set()
    if is_leader and state in FOR_THE_TEAM:
        found |= {"confirm"} if state is State.WAITLISTED else {"confirm", "waitlist"}
    if is_leader and state in OPEN:
        found |= {"propose", "decline"}
    if is_leader and state is State.CONFIRMED:
        found |= {"release"}
    if is_manager and state is State.PROPOSED:
        found |= {"accept", "refuse"}
    if is_manager and state in OPEN:
        found |= {"withdraw"}
    return found


def _forms(
    sent: tuple[str, Form] | None, weeks: Sequence[WeekHoursRow], staff_id: UUID | None
) -> Mapping[str, Form]:
    """The form of each decision: as it was sent, else as it begins."""
    names = ("confirm", "waitlist", "decline", "release", "accept", "refuse", "withdraw")
    forms = {name: Form() for name in names}
    begins = week_values({each.week: each.hours for each in weeks})
    forms["propose"] = Form(begins=begins | {"staffId": str(staff_id or "")})
    return forms | ({sent[0]: sent[1]} if sent else {})


async def _weeks_to_offer(
    connection: AsyncConnection, row: InboxRow, this_week: IsoWeek
) -> Sequence[WeekField]:
    """The weeks that were asked and some around them, within the subproject and not yet past."""
    subproject = await subproject_by_id(connection, row.reservation.subproject_id)
    asked = [IsoWeek.parse(each.week) for each in row.reservation.weeks]
    first = max(this_week, IsoWeek.of(subproject.starts_on), asked[0].plus(-EARLIER))
    last = min(IsoWeek.of(subproject.ends_on), asked[-1].plus(LATER))
    return week_fields(first.until(last))


def _people(able: Sequence[Able]) -> list[tuple[str, str]]:
    return [(str(each.staff_id), f"{person(each.staff_id)}, niveau {each.level}") for each in able]
