"""What a comparison of scenarios answers."""

from collections.abc import Callable, Sequence
from datetime import date
from typing import Literal, TypeVar
from uuid import UUID

from services.planning.commands.comparison import Column, Comparison
from services.planning.domain.balance.balance import ExpertiseBalance
from services.planning.domain.hours import to_hours
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.scenarios.changes import Change, Learn, target
from services.planning.domain.scenarios.outcomes import Outcome
from services.planning.http.changes import AnyChange, outward
from services.planning.queries.names import Names
from services.planning.queries.scenarios import Scenario, StoredChange
from shared.web.answers import Resource

Value = TypeVar("Value")
Answer = TypeVar("Answer")


class SomebodyLearns(Resource):
    """Somebody masters an expertise from a week on; who, is not kept of a day in the past."""

    kind: Literal["learn"]
    expertise_id: UUID
    level: int
    from_week: str


class ColumnChangeAnswer(Resource):
    """What a scenario changes."""

    id: UUID
    change: AnyChange | SomebodyLearns


class ChangeObstacleAnswer(Resource):
    """Why a change cannot become the plan."""

    change_id: UUID
    code: str
    message: str


class ColumnAnswer(Resource):
    """A scenario, or the plan as it is where `scenarioId` is null: what it changes, hours short in
    all, how many people known by their hours give any, and why it cannot be promoted. The last
    three are null of a day in the past.
    """

    scenario_id: UUID | None
    name: str
    changes: list[ColumnChangeAnswer]
    short_hours: float | None
    people: int | None
    obstacles: list[ChangeObstacleAnswer] | None


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


class DifferencesAnswer(Resource):
    """Only what is not the same in all columns: the values go by column."""

    subprojects: list[SubprojectDifference]
    milestones: list[MilestoneDifference]
    weeks: list[WeekDifference]
    deadlines: list[DeadlineDifference]
    given: list[GivenDifference]


class ComparisonAnswer(Resource):
    """The plan as it is and each scenario, and in what they differ. Of a day in the past only the
    scenarios, with what each changed then: what people could give is not kept, so what they would
    come to is not known.
    """

    columns: list[ColumnAnswer]
    differences: DifferencesAnswer | None


def compared(found: Comparison, called: Names) -> ComparisonAnswer:
    """Scenarios beside the plan as it is."""
    return ComparisonAnswer(
        columns=[_column(each) for each in found.columns], differences=_differences(found, called)
    )


def as_they_were(scenarios: Sequence[Scenario]) -> ComparisonAnswer:
    """Scenarios of a day in the past."""
    columns = [
        ColumnAnswer(
            scenario_id=each.id,
            name=each.name,
            changes=_changes(each.changes),
            short_hours=None,
            people=None,
            obstacles=None,
        )
        for each in scenarios
    ]
    return ComparisonAnswer(columns=columns, differences=None)


def _differences(found: Comparison, called: Names) -> DifferencesAnswer:
    differ = found.differences
    outcomes = [each.outcome for each in found.columns]
    moved = [each.key for each in differ.milestones]
    moved += [each.key for each in differ.expected if each.key not in moved]
    return DifferencesAnswer(
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
        changes=[] if scenario is None else _changes(scenario.changes),
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


def _changes(stored: Sequence[StoredChange]) -> list[ColumnChangeAnswer]:
    return [ColumnChangeAnswer(id=each.id, change=_change(each.change)) for each in stored]


def _change(change: Change) -> AnyChange | SomebodyLearns:
    if isinstance(change, Learn) and change.staff_id is None:
        return SomebodyLearns(
            kind="learn",
            expertise_id=change.expertise_id,
            level=change.level,
            from_week=str(change.from_week),
        )
    return outward(change)


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
