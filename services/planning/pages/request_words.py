"""Requests in the words of the pages."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from services.planning.domain import wording
from services.planning.domain.hours import to_hours
from services.planning.domain.reservations.over_allocation import Effect
from services.planning.domain.reservations.reservations import FOR_THE_TEAM, OPEN, State
from services.planning.pages import conclusions
from services.planning.pages.decision_list import days_left, urgency
from services.planning.pages.load import Load
from services.planning.queries.capacity import WeekHoursRow
from services.planning.queries.inbox import InboxRow
from services.planning.queries.reservations import HistoryRow, ReservationRow
from shared.web import dutch

STATES = {
    State.REQUESTED: ("gevraagd", "neutral"),
    State.WAITLISTED: ("op de wachtlijst", "warning"),
    State.PROPOSED: ("tegenvoorstel gedaan", "warning"),
    State.CONFIRMED: ("bevestigd", "success"),
    State.DECLINED: ("afgewezen", "danger"),
    State.WITHDRAWN: ("ingetrokken", "neutral"),
    State.RELEASED: ("vrijgegeven", "neutral"),
}
"""Each state in words, with the status of NL Design System's badge."""

ROLES = {"team-leader": "teamleider", "programme-manager": "programmamanager"}


@dataclass(frozen=True, slots=True)
class WeekEffect:
    """A week of a request, and what is left of the room in it."""

    week: str
    asked: float
    free: float
    available: float
    over: float
    load: Load


@dataclass(frozen=True, slots=True)
class HistoryItem:
    """A step in words: what, when, by whom and why."""

    state_words: str
    state_status: str
    at: datetime
    by: str
    reason: str
    hours: str
    over: str | None


@dataclass(frozen=True, slots=True)
class Offered:
    """A counter-offer beside what was asked; its weeks in hours, None where nothing is."""

    who: str
    hours: str
    weeks: Sequence[tuple[str, float | None, float | None]]
    allowed: bool


@dataclass(frozen=True, slots=True)
class RequestItem:
    """A request as it stands in the list."""

    id: UUID
    version: int
    subproject_id: UUID
    subproject: str
    what: str
    who: str
    hours: str
    when: str
    state: State
    state_words: str
    state_status: str
    decide_by: str
    left: str | None
    urgency: str
    room_since: str | None
    reason: str
    effects: Sequence[WeekEffect]
    fits: str | None

    @property
    def is_for_the_team(self) -> bool:
        """Whether the team leader is to decide."""
        return self.state in FOR_THE_TEAM

    @property
    def choice(self) -> str:
        """How a form names it: with the version that the reader saw."""
        return f"{self.id}:{self.version}"


def item(row: InboxRow, effects: Sequence[Effect], today: date) -> RequestItem:
    """A row in words, with what it would do to the room that there is."""
    asked = row.reservation
    state = State(asked.state)
    is_open = state in OPEN
    words, status = STATES[state]
    days = (row.decide_by - today).days
    shown = [week_effect(each) for each in effects] if is_open else []
    return RequestItem(
        id=asked.id,
        version=asked.version,
        subproject_id=asked.subproject_id,
        subproject=row.subproject,
        what=f"{row.expertise} (niveau {row.level})",
        who=who(row.team, asked.staff_id),
        hours=total(asked.weeks),
        when=span(asked.weeks),
        state=state,
        state_words=words,
        state_status=status,
        decide_by=dutch.day(row.decide_by),
        left=days_left(days) if is_open else None,
        urgency=urgency(days),
        room_since=None if asked.room_since is None else dutch.day(asked.room_since),
        reason=row.reason,
        effects=shown,
        fits=_fits(shown),
    )


def conclusion(
    counts: Mapping[State, int], shown: Sequence[RequestItem], *, is_leader: bool
) -> str:
    """How many requests wait for the reader, and until when the first can."""
    mine = FOR_THE_TEAM if is_leader else frozenset({State.PROPOSED})
    waiting = sum(counts.get(state, 0) for state in mine)
    if waiting == 0:
        others = sum(counts.get(state, 0) for state in OPEN)
        if not others:
            return "Er zijn geen open inzetverzoeken."
        them = "1 inzetverzoek wacht" if others == 1 else f"{others} inzetverzoeken wachten"
        return f"U hoeft nu niets te besluiten. {them} op een ander."
    what = "inzetverzoek" if is_leader else "tegenvoorstel"
    many = f"1 {what} wacht" if waiting == 1 else f"{waiting} {_PLURALS[what]} wachten"
    first = next((each for each in shown if each.state in mine), None)
    until = f" Het eerste kan tot en met {first.decide_by}." if first else ""
    return f"{many} op uw besluit.{until}"


def conclusion_of_then(counts: Mapping[State, int]) -> str:
    """How many requests were open on a day in the past."""
    found = sum(counts.get(state, 0) for state in OPEN)
    many = "1 inzetverzoek" if found == 1 else f"{found or 'geen'} inzetverzoeken"
    return f"Op die dag {'stond' if found == 1 else 'stonden'} er {many} open."


_PLURALS = {"inzetverzoek": "inzetverzoeken", "tegenvoorstel": "tegenvoorstellen"}


def history_item(row: HistoryRow) -> HistoryItem:
    """A step of the history in words."""
    words, status = STATES[State(row.state)]
    return HistoryItem(
        words,
        status,
        row.at,
        ROLES.get(row.role, row.role),
        row.reason,
        conclusions.hours(row.hours),
        conclusions.hours(row.over_allocated_hours) if row.over_allocated_hours else None,
    )


def offered(asked: ReservationRow) -> Offered | None:
    """What the team offers, week by week beside what was asked."""
    offer = asked.counter_offer
    if offer is None:
        return None
    before = {each.week: each.hours for each in asked.weeks}
    after = {each.week: each.hours for each in offer.weeks}
    return Offered(
        "het hele team" if offer.staff_id is None else person(offer.staff_id).lower(),
        total(offer.weeks),
        [(week, before.get(week), after.get(week)) for week in sorted(before | after)],
        offer.over_allocation_allowed,
    )


def week_effect(effect: Effect) -> WeekEffect:
    """A week in hours."""
    return WeekEffect(
        str(effect.week),
        to_hours(effect.asked),
        to_hours(effect.room.free),
        to_hours(effect.room.available),
        to_hours(effect.over),
        Load(effect.percentage),
    )


def who(team: str, staff_id: UUID | None) -> str:
    """The team, or somebody of it."""
    if staff_id is None:
        return wording.team(team, begins=True)
    return f"{person(staff_id)} van {wording.team(team)}"


def person(staff_id: UUID) -> str:
    """A member of staff: planning knows no names, only ids."""
    return f"Medewerker {str(staff_id)[:8]}"


def total(weeks: Sequence[WeekHoursRow]) -> str:
    """The hours together."""
    return conclusions.hours(sum(each.hours for each in weeks))


def span(weeks: Sequence[WeekHoursRow]) -> str:
    """The first and the last week."""
    first, last = weeks[0].week, weeks[-1].week
    if first == last:
        return dutch.period(first)
    return f"{dutch.week(first)} tot en met {dutch.period(last)}"


def _fits(effects: Sequence[WeekEffect]) -> str | None:
    if not effects:
        return None
    over = [each for each in effects if each.over > 0]
    if not over:
        return "Dit past."
    most = max(over, key=lambda each: each.over)
    short = conclusions.hours(sum(each.over for each in over))
    weeks = "1 week" if len(over) == 1 else f"{len(over)} weken"
    share = "" if most.load.percentage is None else f", het meest {most.load.words}"
    return f"In {weeks} te veel: {short}{share}."
