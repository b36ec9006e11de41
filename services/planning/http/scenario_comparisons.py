"""Scenarios beside the plan as it is, over HTTP: only what differs."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from services.planning.commands.comparison import compare, scenarios_to_compare
from services.planning.domain.scenarios.scenarios import MOST_COMPARED
from services.planning.http.callers import ProgrammeManager
from services.planning.http.comparison_answers import ComparisonAnswer, as_they_were, compared
from services.planning.http.known import Known
from services.planning.queries.names import names
from shared.web.routes import ApiRouter

router = ApiRouter(tags=["Scenario's"])


@router.get("/scenario-comparisons", summary="Scenario's vergelijken")
async def get_comparison(
    known: Known,
    caller: ProgrammeManager,
    scenario_id: Annotated[
        list[UUID],
        Query(
            alias="scenarioId",
            min_length=1,
            max_length=MOST_COMPARED,
            description="Scenario’s van één programma, naast het plan zoals het is.",
        ),
    ],
) -> ComparisonAnswer:
    """What scenarios come to, beside the plan as it is. A promoted one is the plan as it is."""
    chosen = list(dict.fromkeys(scenario_id))
    async with known.read() as connection:
        if known.is_past:
            return as_they_were(await scenarios_to_compare(connection, chosen))
        found = await compare(connection, chosen, known.day)
        called = await names(connection)
    return compared(found, called)
