"""Draagvlak: what the affected staff of a subproject think, per group and from round to round."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query
from sqlalchemy.ext.asyncio import AsyncConnection
from starlette.requests import Request
from starlette.responses import Response

from services.engagement.domain.rounds.course import RoundState
from services.engagement.domain.rounds.questions import Question
from services.engagement.http.dependencies import STAFF_ROLES
from services.engagement.http.rounds import Staff
from services.engagement.pages.question_words import WORDS
from services.engagement.pages.support_charts import (
    attitude_by_group,
    attitude_by_round,
    opinions_table,
    shares,
    stuck_in_words,
)
from services.engagement.queries.groups import asked_subprojects, group_names
from services.engagement.queries.opinions import Opinion, opinions, remarks
from services.engagement.queries.rounds import RoundRow, rounds
from shared.database import transaction
from shared.web.dependencies import Engine
from shared.web.forms import ChosenId
from shared.web.pages import NavigationItem, PageRouter, csv_answer, page

router = PageRouter()

NAVIGATION = NavigationItem("Draagvlak", "/engagement/draagvlak", frozenset(STAFF_ROLES))

MOST_ROUNDS = 100


@dataclass(frozen=True, slots=True)
class Found:
    """A subproject with its rounds, what was told of those that closed, and the one to show."""

    subproject_id: UUID
    subproject: str
    rounds: Sequence[RoundRow]
    told: Sequence[tuple[date, Sequence[Opinion]]]
    shown: RoundRow | None
    opinions: Sequence[Opinion]
    remarks: Sequence[str]
    names: Mapping[UUID, str]


@router.get("/draagvlak")
async def show_support(
    request: Request,
    engine: Engine,
    caller: Staff,
    deelproject: ChosenId = None,
    peiling: ChosenId = None,
) -> Response:
    """What may be known of a round, of the latest when none is chosen."""
    async with transaction(engine) as connection:
        choices = await asked_subprojects(connection)
        found = await _found(connection, choices, deelproject, peiling)
    return page(
        request,
        "support.html",
        title="Draagvlak",
        choices=choices,
        found=found,
        closed=[] if found is None else [each for each in found.rounds if _has_closed(each)],
        stuck=[] if found is None else stuck_in_words(found.opinions, found.names),
        charts_shown=[] if found is None else _charts(request, found),
        open_rounds=[]
        if found is None
        else [each for each in found.rounds if each.state == RoundState.OPEN],
    )


@router.get("/draagvlak/{question}.csv")
async def support_file(
    question: Question,
    engine: Engine,
    caller: Staff,
    deelproject: Annotated[UUID, Query()],
) -> Response:
    """All that was ever told of a question in a subproject."""
    async with transaction(engine) as connection:
        found = await _found(connection, await asked_subprojects(connection), deelproject, None)
    table = opinions_table(found.told if found else [], question, found.names if found else {})
    return csv_answer(f"draagvlak-{question}", table.file_header, table.file_rows)


async def _found(
    connection: AsyncConnection,
    choices: Sequence[tuple[UUID, str]],
    subproject_id: UUID | None,
    round_id: UUID | None,
) -> Found | None:
    named = dict(choices)
    chosen = subproject_id if subproject_id in named else next(iter(named), None)
    if chosen is None:
        return None
    all_rounds = await rounds(connection, chosen, after=None, limit=MOST_ROUNDS)
    closed = [each for each in all_rounds if _has_closed(each)]
    told = await opinions(connection, [each.id for each in closed])
    shown = next((each for each in closed if each.id == round_id), closed[-1] if closed else None)
    return Found(
        subproject_id=chosen,
        subproject=named[chosen],
        rounds=all_rounds,
        told=[(each.opens_on, told[each.id]) for each in closed],
        shown=shown,
        opinions=told[shown.id] if shown else (),
        remarks=await remarks(connection, shown.id) if shown else (),
        names=await group_names(connection),
    )


def _charts(request: Request, found: Found) -> list[tuple[str, object]]:
    """The charts of a round, each with the macro that draws it; without those of which nothing may
    be known.
    """
    if found.shown is None:
        return []
    base = request.scope.get("root_path", "")
    asked = urlencode({"deelproject": str(found.subproject_id)})
    files = {question: f"{base}/draagvlak/{question}.csv?{asked}" for question in WORDS}
    opened, names = found.shown.opens_on, found.names
    drawn: list[tuple[str, object | None]] = [
        ("diverging", attitude_by_group(opened, found.opinions, names, files[Question.ATTITUDE])),
        ("diverging", attitude_by_round(found.told, names, files[Question.ATTITUDE])),
        *(
            ("shares", shares(opened, found.opinions, question, names, files[question]))
            for question in (Question.STAGE, Question.MOTIVE)
        ),
    ]
    return [(macro, chart) for macro, chart in drawn if chart is not None]


def _has_closed(row: RoundRow) -> bool:
    return row.state == RoundState.CLOSED
