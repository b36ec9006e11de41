"""Asking a team for hours: which demand lacks them, and the form."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated
from uuid import UUID, uuid4

from fastapi import Query
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine
from starlette.requests import Request
from starlette.responses import Response

from services.planning.commands.effects import Wanted, effects
from services.planning.commands.requests import RequestReservation
from services.planning.commands.reservations import request_reservation
from services.planning.domain.hours import to_hours, to_minutes
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.http.callers import ProgrammeManager, acting
from services.planning.http.fields import week_minutes
from services.planning.http.reservations import ReservationBody
from services.planning.pages import request_words
from services.planning.pages.decision_list import days_left, urgency
from services.planning.pages.sent import done_at
from services.planning.pages.week_fields import (
    at_fields,
    filled_weeks,
    week_fields,
    week_values,
)
from services.planning.queries.able import able_staff, able_teams
from services.planning.queries.drafts import count_open_drafts
from services.planning.queries.lacking import LackingRow, lacking, lacking_of
from services.planning.tables import idempotency
from shared.database import transaction
from shared.isoweek import IsoWeek
from shared.refusal import Refusal
from shared.runtime.clock import today
from shared.web import dutch
from shared.web.access import Role
from shared.web.dependencies import Engine, Now
from shared.web.forms import ChosenId, Filled, FilledIn, Form, checked, sent_once
from shared.web.pages import PageRouter, page

router = PageRouter()


@dataclass(frozen=True, slots=True)
class LackingItem:
    """A demand that lacks hours, in words."""

    demand_id: UUID
    subproject: str
    what: str
    hours: str
    when: str
    last_day: str | None
    left: str | None
    urgency: str


@dataclass(frozen=True, slots=True)
class TeamRoom:
    """What a team that masters it has left, in hours: together, and week by week."""

    id: UUID
    name: str
    free: float
    weeks: Sequence[float]


@router.get("/inzetverzoeken/nieuw")
async def show_asking(
    request: Request,
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
    vraag: ChosenId = None,
    deelproject: ChosenId = None,
) -> Response:
    """What lacks hours; for one demand the form to ask for them."""
    if vraag is not None:
        return await _form_page(request, engine, now, vraag, None)
    async with transaction(engine) as connection:
        found = await lacking(connection, today(now), subproject_id=deelproject)
        drafts = await count_open_drafts(connection)
    return page(
        request,
        "lacking.html",
        title="Inzet vragen",
        conclusion=_conclusion(found, today(now)),
        items=[_item(each, today(now)) for each in found],
        drafts=drafts,
    )


@router.post("/inzetverzoeken/nieuw")
async def ask(
    request: Request,
    filled: FilledIn,
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
    vraag: Annotated[UUID, Query()],
) -> Response:
    """Ask a team for hours; sending the form twice asks once."""
    weeks = filled_weeks(filled)
    once = sent_once(request, filled, filled.text("key") or "")

    async def effect(connection: AsyncConnection) -> Response:
        demand = await lacking_of(connection, vraag, today(now))
        asked = await request_reservation(
            connection,
            _command(filled, weeks, demand),
            by=acting(caller, Role.PROGRAMME_MANAGER),
            now=now,
        )
        return done_at(request, f"/inzetverzoeken/{asked}", "ask")

    try:
        async with transaction(engine) as connection:
            return await idempotency.once(connection, once, now, lambda: effect(connection))
    except Refusal as refusal:
        form = Form(filled, reasons=at_fields(refusal.reasons, weeks))
        return await _form_page(request, engine, now, vraag, form)


def _command(
    filled: Filled, weeks: Sequence[Mapping[str, str]], demand: LackingRow
) -> RequestReservation:
    body = checked(
        ReservationBody,
        filled.given("teamId", "staffId", "reason")
        | {
            "weeks": weeks,
            "subprojectId": str(demand.subproject_id),
            "expertiseId": str(demand.expertise_id),
        },
    )
    return RequestReservation(
        subproject_id=body.subproject_id,
        expertise_id=body.expertise_id,
        team_id=body.team_id,
        staff_id=body.staff_id,
        weeks=week_minutes(body.weeks),
        reason=body.reason,
    )


async def _form_page(
    request: Request, engine: AsyncEngine, now: datetime, demand_id: UUID, form: Form | None
) -> Response:
    async with transaction(engine) as connection:
        demand = await lacking_of(connection, demand_id, today(now))
        rooms = await _rooms(connection, demand)
        able = await able_staff(
            connection, demand.expertise_id, demand.level, [each.id for each in rooms]
        )
    names = {each.id: each.name for each in rooms}
    begins = week_values({each.week: each.hours for each in demand.weeks})
    begins["key"] = str(uuid4())
    if rooms:
        begins["teamId"] = str(max(rooms, key=lambda each: each.free).id)
    return page(
        request,
        "asking.html",
        status_code=400 if form else 200,
        title="Inzet vragen",
        demand=_item(demand, today(now)),
        form=form or Form(begins=begins),
        rooms=rooms,
        weeks=[each.week for each in demand.weeks],
        week_fields=week_fields(IsoWeek.parse(each.week) for each in demand.weeks),
        teams=[
            (each.id, f"{each.name}: {dutch.number(each.free, 1)} uur vrij in deze weken")
            for each in rooms
        ],
        people=[
            (each.staff_id, f"{request_words.person(each.staff_id)}, {names[each.team_id]}")
            for each in able
        ],
    )


async def _rooms(connection: AsyncConnection, demand: LackingRow) -> Sequence[TeamRoom]:
    able = await able_teams(connection, demand.expertise_id, demand.level)
    weeks = [WeekMinutes(IsoWeek.parse(each.week), to_minutes(each.hours)) for each in demand.weeks]
    wanted = [Wanted(demand.expertise_id, demand.level, team.id, None, weeks) for team in able]
    return [
        TeamRoom(
            team.id,
            team.name,
            to_hours(sum(each.room.free for each in found)),
            [to_hours(each.room.free) for each in found],
        )
        for team, found in zip(able, await effects(connection, wanted), strict=True)
    ]


def _item(row: LackingRow, day: date) -> LackingItem:
    days = None if row.last_day is None else (row.last_day - day).days
    return LackingItem(
        row.demand_id,
        row.subproject,
        f"{row.expertise} (niveau {row.level})",
        request_words.total(row.weeks),
        request_words.span(row.weeks),
        None if row.last_day is None else dutch.day(row.last_day),
        None if days is None else days_left(days),
        "neutral" if days is None else urgency(days),
    )


def _conclusion(found: Sequence[LackingRow], day: date) -> str:
    if not found:
        return "Voor alle vraag zijn uren bevestigd of gevraagd."
    late = sum(each.last_day is not None and each.last_day < day for each in found)
    many = "1 keer is" if len(found) == 1 else f"{len(found)} keer zijn"
    what = f"{many} er nog geen uren gevraagd"
    if late:
        return f"{what}; bij {late} is de uiterste reserveerdatum voorbij."
    return f"{what}."
