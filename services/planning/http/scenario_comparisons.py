"""Scenarios beside the plan as it is, over HTTP: only what differs."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Annotated, TypeVar
from uuid import UUID

from fastapi import Query

from services.planning.commands.comparison import Column, Comparison, compare
from services.planning.domain.balance.balance import ExpertiseBalance
from services.planning.domain.hours import to_hours
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.scenarios.changes import target
from services.planning.domain.scenarios.outcomes import Outcome
from services.planning.domain.scenarios.scenarios import MOST_COMPARED
from services.planning.http.callers import ProgrammeManager
from services.planning.queries.names import Names, names
from shared.database import transaction
from shared.runtime.clock import today
from shared.web.answers import Resource
from shared.web.dependencies import Engine, Now
from shared.web.routes import ApiRouter

Value = TypeVar("Value")
Answer = TypeVar("Answer")

router = ApiRouter(tags=["Scenario's"])


class ChangeObstacleAnswer(Resource):
    """Why a change cannot become the plan."""

    change_id: UUID
    code: str
    message: str


class ColumnAnswer(Resource):
    """A scenario, or the plan as it is where `scenarioId` is null: hours short in all, how many
    people known by their hours give any, and why it cannot be promoted.
    """

    scenario_id: UUID | None
    name: str
    short_hours: float
    people: int
    obstacles: list[ChangeObstacleAnswer]


class DatesAnswer(Resource):
    """First and last day."""

    starts_on: date
    ends_on: date


class SubprojectDifference(Resource):
    """A subproject with other dates, per column."""

    subproject_id: UUID
    subproject: str
    values: list[DatesAnswer | None]


class MilestoneDates(Resource):
    """When a milestone is due, and by when it is reached in four of five simulations; null is not
    expected within three years.
    """

    due_on: date
    p50: date | None
    p80: date | None


class MilestoneDifference(Resource):
    """A milestone that is due or expected on other days, per column."""

    milestone_id: UUID
    milestone: str
    values: list[MilestoneDates | None]


class WeekFigures(Resource):
    """An expertise in a week, in hours."""

    demand: float
    supply: float
    confirmed: float
    short: float


class WeekDifference(Resource):
    """An expertise in a week, per column; null where nobody needs it."""

    expertise_id: UUID
    expertise: str
    week: str
    values: list[WeekFigures | None]


class DeadlineDifference(Resource):
    """The last day to reserve what a subproject needs, per column; null where it lacks nothing."""

    subproject_id: UUID
    subproject: str
    expertise_id: UUID
    expertise: str
    values: list[date | None]


class GivenDifference(Resource):
    """Hours from this week on that a team, or one of its people, gives, per column."""

    subproject_id: UUID
    subproject: str
    expertise_id: UUID
    expertise: str
    team_id: UUID
    team: str
    staff_id: UUID | None
    values: list[float | None]


class ComparisonAnswer(Resource):
    """The plan as it is and each scenario, and in what they differ: the values go by column."""

    columns: list[ColumnAnswer]
    subprojects: list[SubprojectDifference]
    milestones: list[MilestoneDifference]
    weeks: list[WeekDifference]
    deadlines: list[DeadlineDifference]
    given: list[GivenDifference]


@router.get("/scenario-comparisons", summary="Scenario's vergelijken")
async def get_comparison(
    engine: Engine,
    now: Now,
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
    async with transaction(engine) as connection:
        found = await compare(connection, list(dict.fromkeys(scenario_id)), today(now))
        called = await names(connection)
    return _comparison(found, called)


def _comparison(found: Comparison, called: Names) -> ComparisonAnswer:
    differ = found.differences
    outcomes = [each.outcome for each in found.columns]
    moved = [each.key for each in differ.milestones]
    moved += [each.key for each in differ.expected if each.key not in moved]
    return ComparisonAnswer(
        columns=[_column(each) for each in found.columns],
        subprojects=[
            SubprojectDifference(
                subproject_id=each.key,
                subproject=called.subprojects[each.key],
                values=_each(each.values, _dates),
            )
            for each in differ.periods
        ],
        milestones=[
            MilestoneDifference(
                milestone_id=each,
                milestone=called.milestones[each],
                values=[_milestone(outcome, each) for outcome in outcomes],
            )
            for each in moved
        ],
        weeks=[
            WeekDifference(
                expertise_id=each.key[0],
                expertise=called.expertises[each.key[0]],
                week=str(each.key[1]),
                values=_each(each.values, _figures),
            )
            for each in differ.weeks
        ],
        deadlines=[
            DeadlineDifference(
                subproject_id=each.key.subproject_id,
                subproject=called.subprojects[each.key.subproject_id],
                expertise_id=each.key.expertise_id,
                expertise=called.expertises[each.key.expertise_id],
                values=list(each.values),
            )
            for each in differ.deadlines
        ],
        given=[
            GivenDifference(
                subproject_id=each.key.subproject_id,
                subproject=called.subprojects[each.key.subproject_id],
                expertise_id=each.key.expertise_id,
                expertise=called.expertises[each.key.expertise_id],
                team_id=each.key.team_id,
                team=called.teams[each.key.team_id],
                staff_id=each.key.staff_id,
                values=_each(each.values, to_hours),
            )
            for each in differ.given
        ],
    )


def _column(column: Column) -> ColumnAnswer:
    scenario = column.scenario
    ids = {} if scenario is None else {target(each.change): each.id for each in scenario.changes}
    return ColumnAnswer(
        scenario_id=None if scenario is None else scenario.id,
        name="Het plan zoals het is" if scenario is None else scenario.name,
        short_hours=to_hours(column.outcome.short),
        people=column.outcome.people,
        obstacles=[
            ChangeObstacleAnswer(
                change_id=ids[target(each.change)],
                code=each.reason.code,
                message=each.reason.message,
            )
            for each in column.obstacles
        ],
    )


def _each(values: Sequence[Value | None], answer: Callable[[Value], Answer]) -> list[Answer | None]:
    return [None if value is None else answer(value) for value in values]


def _dates(period: Period) -> DatesAnswer:
    return DatesAnswer(starts_on=period.starts_on, ends_on=period.ends_on)


def _figures(week: ExpertiseBalance) -> WeekFigures:
    return WeekFigures(
        demand=to_hours(week.demand),
        supply=to_hours(week.supply),
        confirmed=to_hours(week.confirmed),
        short=to_hours(week.short),
    )


def _milestone(outcome: Outcome, milestone_id: UUID) -> MilestoneDates | None:
    due_on = outcome.milestones.get(milestone_id)
    if due_on is None:
        return None
    expected = outcome.expected[milestone_id]
    return MilestoneDates(due_on=due_on, p50=expected.p50, p80=expected.p80)
