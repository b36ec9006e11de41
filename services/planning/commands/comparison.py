"""What scenarios come to, beside the plan as it is. Nothing is saved and nothing is told."""

from asyncio import to_thread
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.ahead import known_ratios
from services.planning.commands.deadlines import buffer_of
from services.planning.commands.planned import planned
from services.planning.domain.balance.balance import ExpertiseBalance
from services.planning.domain.forecast.durations import Durations
from services.planning.domain.plan.plan import Plan
from services.planning.domain.scenarios.changes import applied
from services.planning.domain.scenarios.outcomes import (
    Differences,
    Outcome,
    Terms,
    differences,
    outcome,
)
from services.planning.domain.scenarios.scenarios import Obstacle, comparison_reasons, obstacles
from services.planning.domain.supply.catalogue import ExpertiseTimes
from services.planning.queries.deadlines import lead_times
from services.planning.queries.scenarios import Scenario, scenario_by_id
from services.planning.tables import capacity_balance, duration_history, expertises
from shared.isoweek import IsoWeek
from shared.refusal import refuse_when


@dataclass(frozen=True, slots=True)
class Column:
    """A scenario, None for the plan as it is: what it comes to, and why it cannot be promoted."""

    scenario: Scenario | None
    outcome: Outcome
    obstacles: Sequence[Obstacle]


@dataclass(frozen=True, slots=True)
class Comparison:
    """The plan as it is first, then each scenario; and in what they differ."""

    columns: Sequence[Column]
    differences: Differences


async def compare(
    connection: AsyncConnection, scenario_ids: Sequence[UUID], today: date
) -> Comparison:
    """The scenarios beside the plan as it is.

    Raises:
        NotFound: there is no such scenario.
        Refusal: they are of different programmes.
    """
    chosen = await scenarios_to_compare(connection, scenario_ids)
    plan = await planned(connection, today)
    terms = await _terms(connection)
    kept = await _kept(connection, today)
    return await to_thread(_compared, plan, terms, kept, chosen)


async def scenarios_to_compare(
    connection: AsyncConnection, scenario_ids: Sequence[UUID]
) -> Sequence[Scenario]:
    """The scenarios, as the connection knows them.

    Raises:
        NotFound: there is no such scenario.
        Refusal: they are of different programmes.
    """
    chosen = [await scenario_by_id(connection, each) for each in scenario_ids]
    refuse_when(comparison_reasons([each.programme_id for each in chosen]))
    return chosen


def _compared(
    plan: Plan,
    terms: Terms,
    kept: Mapping[IsoWeek, Mapping[UUID, ExpertiseBalance]],
    chosen: Sequence[Scenario],
) -> Comparison:
    programme_id = chosen[0].programme_id
    present = outcome(plan, programme_id, terms, kept=kept)
    columns = [Column(None, present, [])]
    for scenario in chosen:
        changes = [] if scenario.promoted_at else [each.change for each in scenario.changes]
        after = applied(plan, changes)
        found = outcome(after, programme_id, terms, beside=present)
        columns.append(Column(scenario, found, list(obstacles(plan, after, changes))))
    return Comparison(columns, differences([each.outcome for each in columns]))


async def _terms(connection: AsyncConnection) -> Terms:
    times = await lead_times(connection)
    return Terms(
        lead_times=times,
        buffer=await buffer_of(connection, times),
        expertises=await _expertise_times(connection),
        durations=Durations(await known_ratios(connection)),
        began_on={
            row.subproject_id: row.started_on
            for row in await connection.execute(select(duration_history))
        },
    )


async def _kept(
    connection: AsyncConnection, today: date
) -> Mapping[IsoWeek, Mapping[UUID, ExpertiseBalance]]:
    """The balance from this week on, as it was computed when anything last changed."""
    found: defaultdict[IsoWeek, dict[UUID, ExpertiseBalance]] = defaultdict(dict)
    chosen = select(capacity_balance).where(capacity_balance.c.monday >= IsoWeek.of(today).monday)
    week_of = cache(IsoWeek.of)
    for row in (await connection.execute(chosen)).all():
        found[week_of(row.monday)][row.expertise_id] = ExpertiseBalance(
            row.demand, row.supply, row.confirmed, row.short, row.over
        )
    return found


async def _expertise_times(connection: AsyncConnection) -> Mapping[UUID, ExpertiseTimes]:
    rows = await connection.execute(select(expertises))
    return {row.id: ExpertiseTimes(row.learning_weeks, row.hiring_weeks) for row in rows}
