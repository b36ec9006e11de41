"""Scenarios beside the plan as it is: the page, and its file."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import Query
from sqlalchemy.ext.asyncio import AsyncEngine
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from services.planning.commands.comparison import Comparison, compare, scenarios_to_compare
from services.planning.domain.hours import to_hours
from services.planning.domain.scenarios.scenarios import MOST_COMPARED
from services.planning.http.callers import ProgrammeManager
from services.planning.http.known import Known, KnownPlan
from services.planning.pages.comparison_lines import PLAN, Topic, topics, verdict
from services.planning.pages.conclusions import hours
from services.planning.pages.scenario_page import words_of
from services.planning.queries.names import names
from services.planning.queries.scenarios import Scenario
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.dependencies import Engine, Now
from shared.web.figures import Column, FigureTable
from shared.web.pages import PageRouter, csv_answer, page

router = PageRouter()


@router.get("/scenarios/vergelijken")
async def show_comparison(
    request: Request,
    engine: Engine,
    known: Known,
    now: Now,
    caller: ProgrammeManager,
    scenario: Annotated[tuple[UUID, ...], Query(max_length=MOST_COMPARED)] = (),
) -> Response:
    """Only what differs; without a choice, the list to choose from. Of a day in the past only what
    each changed: what people could give then is not kept, so neither is what it would come to.
    """
    base = request.scope.get("root_path", "")
    if not scenario:
        return RedirectResponse(f"{base}/scenarios", status_code=303)
    chosen = [("scenario", each) for each in dict.fromkeys(scenario)]
    query = urlencode(chosen)
    here = f"{base}/scenarios/vergelijken?{query}"
    if known.is_past:
        return page(
            request,
            "comparison_then.html",
            title="Scenario’s zoals ze waren",
            known=known,
            here=here,
            keeps=chosen,
            scenarios=await _as_they_were(known, [each for _, each in chosen]),
        )
    found, lines = await _compared(engine, now, scenario)
    plan, *branches = found.columns
    verdicts = [(each, verdict(each, plan.outcome)) for each in branches]
    return page(
        request,
        "comparison.html",
        title=_title(found, [words for _, words in verdicts]),
        known=known,
        here=here,
        keeps=chosen,
        verdicts=verdicts,
        columns=_columns(found),
        topics=lines,
        csv=f"{base}/scenarios/vergelijken.csv?{query}",
    )


@router.get("/scenarios/vergelijken.csv")
async def comparison_file(
    engine: Engine,
    now: Now,
    caller: ProgrammeManager,
    scenario: Annotated[tuple[UUID, ...], Query(min_length=1, max_length=MOST_COMPARED)],
) -> Response:
    """The same lines."""
    found, lines = await _compared(engine, now, scenario)
    columns = [Column(name=each) for each in ("onderwerp", "wat", *_names(found))]
    rows = [[topic.title, line.label, *line.values] for topic in lines for line in topic.lines]
    table = FigureTable(columns, rows)
    return csv_answer("scenarios", table.file_header, table.file_rows)


async def _compared(
    engine: AsyncEngine, now: datetime, chosen: Sequence[UUID]
) -> tuple[Comparison, Sequence[Topic]]:
    async with transaction(engine) as connection:
        found = await compare(connection, list(dict.fromkeys(chosen)), today(now))
        called = await names(connection)
    return found, topics(found, called)


async def _as_they_were(
    known: KnownPlan, chosen: Sequence[UUID]
) -> Sequence[tuple[Scenario, Sequence[str]]]:
    """Scenarios of a day in the past, with what each changed in sentences."""
    async with known.read() as connection:
        found = await scenarios_to_compare(connection, chosen)
        words = [await words_of(connection, each) for each in found]
    return [
        (each, [called.of(stored.change) for stored in each.changes])
        for each, called in zip(found, words, strict=True)
    ]


def _title(found: Comparison, verdicts: Sequence[str]) -> str:
    """The conclusion: what the one scenario does, or which of them lacks least."""
    if len(verdicts) == 1:
        return f"{_names(found)[-1]}: {verdicts[0][0].lower()}{verdicts[0][1:].removesuffix('.')}"
    plan, *branches = (each.outcome.short for each in found.columns)
    least = min(branches)
    best = [name for name, short in zip(_names(found)[1:], branches, strict=True) if short == least]
    if len(best) > 1 or least >= plan:
        return "Scenario’s naast het plan"
    return f"“{best[0]}” heeft het minste tekort: {hours(to_hours(least))}"


def _columns(found: Comparison) -> Sequence[tuple[UUID | None, str]]:
    ids = [None if each.scenario is None else each.scenario.id for each in found.columns]
    return list(zip(ids, _names(found), strict=True))


def _names(found: Comparison) -> Sequence[str]:
    return [PLAN if each.scenario is None else each.scenario.name for each in found.columns]
