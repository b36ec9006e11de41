"""What a change of the plan breaks, before it is saved: the plan as it is beside the plan as it
would be. Nothing here knows which change it is: a subproject with other dates, or a scenario.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.planning.domain.balance.balance import ExpertiseBalance, balance
from services.planning.domain.plan.plan import (
    Plan,
    PlannedDemand,
    PlannedMilestone,
    PlannedReservation,
    ahead,
    confirmed_minutes,
    given,
    needed,
)
from services.planning.domain.plan.planned_hours import WeekMinutes, outside
from services.planning.domain.plan.subprojects import State, Subproject, starts_too_early
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class HoursOutside:
    """Weeks of a demand or a reservation outside the dates of its subproject."""

    hours: PlannedDemand | PlannedReservation
    weeks: Sequence[WeekMinutes]


@dataclass(frozen=True, slots=True)
class TooEarly:
    """A subproject that would start before what it waits for ends."""

    subproject: Subproject
    waits_for: Subproject


@dataclass(frozen=True, slots=True)
class MilestoneEffect:
    """A milestone that moves, or that its subproject no longer includes."""

    milestone: PlannedMilestone
    due_on: date
    is_outside: bool


@dataclass(frozen=True, slots=True)
class WeekEffect:
    """An expertise in a week that becomes short, more short or less; None where nobody needs it."""

    expertise_id: UUID
    week: IsoWeek
    before: ExpertiseBalance | None
    after: ExpertiseBalance | None


@dataclass(frozen=True, slots=True)
class DeadlinePassed:
    """Hours that can no longer be reserved in time: the last day was before today."""

    demand: PlannedDemand
    first_week: IsoWeek
    last_day: date


@dataclass(frozen=True, slots=True)
class Consequences:
    """What would break or move, each in the order of the plan; empty where nothing does."""

    outside: Sequence[HoursOutside]
    too_early: Sequence[TooEarly]
    milestones: Sequence[MilestoneEffect]
    weeks: Sequence[WeekEffect]
    deadlines: Sequence[DeadlinePassed]


def consequences(before: Plan, after: Plan) -> Consequences:
    """What the step from one plan to the other breaks or moves; what was broken already is left
    out.
    """
    outside_before = set(_outside(before))
    early_before = {(each.subproject.id, each.waits_for.id) for each in _too_early(before)}
    passed_before = {each.demand.id for each in _passed(before)}
    return Consequences(
        outside=[
            HoursOutside(hours, weeks)
            for (_, weeks), hours in _outside(after).items()
            if (hours.id, weeks) not in outside_before
        ],
        too_early=[
            each
            for each in _too_early(after)
            if (each.subproject.id, each.waits_for.id) not in early_before
        ],
        milestones=list(_milestone_effects(before, after)),
        weeks=list(_week_effects(before, after)),
        deadlines=[each for each in _passed(after) if each.demand.id not in passed_before],
    )


def _outside(
    plan: Plan,
) -> Mapping[tuple[UUID, tuple[WeekMinutes, ...]], PlannedDemand | PlannedReservation]:
    found: dict[tuple[UUID, tuple[WeekMinutes, ...]], PlannedDemand | PlannedReservation] = {}
    planned: list[PlannedDemand | PlannedReservation] = [*plan.demands, *plan.reservations]
    for hours in planned:
        subproject = plan.subprojects[hours.subproject_id]
        if weeks := tuple(outside(hours.weeks, subproject.period)):
            found[hours.id, weeks] = hours
    return found


def _too_early(plan: Plan) -> Iterator[TooEarly]:
    for subproject in plan.subprojects.values():
        if subproject.state is not State.PLANNED:
            continue
        for each in sorted(subproject.depends_on & plan.subprojects.keys()):
            if starts_too_early(subproject, plan.subprojects[each]):
                yield TooEarly(subproject, plan.subprojects[each])


def _milestone_effects(before: Plan, after: Plan) -> Iterator[MilestoneEffect]:
    present = {each.id: each for each in before.milestones}
    for moved in after.milestones:
        milestone = present.get(moved.id, moved)
        is_outside = not _includes(after, moved)
        newly_outside = is_outside and _includes(before, milestone)
        if moved.due_on != milestone.due_on or newly_outside:
            yield MilestoneEffect(milestone, moved.due_on, is_outside)


def _includes(plan: Plan, milestone: PlannedMilestone) -> bool:
    return plan.subprojects[milestone.subproject_id].period.includes(milestone.due_on)


def _week_effects(before: Plan, after: Plan) -> Iterator[WeekEffect]:
    """Only weeks in which the plans differ can become short: everybody's hours are the same."""
    needs_before, needs_after = needed(before), needed(after)
    given_before, given_after = given(before), given(after)
    nothing: tuple[()] = ()
    for week in sorted(needs_before.keys() | needs_after.keys() | given_before.keys()):
        then = needs_before.get(week, nothing), given_before.get(week, nothing)
        now = needs_after.get(week, nothing), given_after.get(week, nothing)
        if then == now:
            continue
        was, becomes = balance(before.supplies(week), *then), balance(after.supplies(week), *now)
        for expertise_id in sorted(was.keys() | becomes.keys()):
            old, new = was.get(expertise_id), becomes.get(expertise_id)
            if (old.short if old else 0) != (new.short if new else 0):
                yield WeekEffect(expertise_id, week, old, new)


def _passed(plan: Plan) -> Iterator[DeadlinePassed]:
    own = confirmed_minutes(plan)
    lacking: dict[UUID, tuple[PlannedDemand, IsoWeek]] = {}
    for demand, each in ahead(plan):
        if own[demand.subproject_id, demand.expertise_id, each.week] < each.minutes:
            _, first = lacking.get(demand.id, (demand, each.week))
            lacking[demand.id] = demand, min(first, each.week)
    for demand, first in lacking.values():
        last_day = plan.decide_by(first.monday)
        if last_day < plan.today:
            yield DeadlinePassed(demand, first, last_day)
