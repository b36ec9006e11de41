"""What a change of the plan breaks, before it is saved: the plan as it is beside the plan as it
would be. Nothing here knows which change it is: a subproject with other dates, or a scenario.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.planning.domain.balance import (
    Confirmed,
    Demand,
    ExpertiseBalance,
    Supply,
    balance,
)
from services.planning.domain.planned_hours import WeekMinutes, outside
from services.planning.domain.reservations import State
from services.planning.domain.subprojects import CLOSED, Subproject, starts_too_early
from services.planning.domain.subprojects import State as SubprojectState
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class PlannedMilestone:
    """A milestone still to be reached."""

    id: UUID
    subproject_id: UUID
    name: str
    due_on: date


@dataclass(frozen=True, slots=True)
class PlannedDemand:
    """Hours of an expertise, at a level or above, that a subproject needs."""

    id: UUID
    subproject_id: UUID
    expertise_id: UUID
    level: int
    weeks: Sequence[WeekMinutes]


@dataclass(frozen=True, slots=True)
class PlannedReservation:
    """Hours that a subproject asks of a team or has of it; open or confirmed."""

    id: UUID
    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    staff_id: UUID | None
    state: State
    weeks: Sequence[WeekMinutes]


@dataclass(frozen=True, slots=True)
class Plan:
    """All that is planned. `supplies` is what can be given in a week, `decide_by` the last day to
    reserve in time for a week that begins on a Monday.
    """

    today: date
    subprojects: Mapping[UUID, Subproject]
    milestones: Sequence[PlannedMilestone]
    demands: Sequence[PlannedDemand]
    reservations: Sequence[PlannedReservation]
    supplies: Callable[[IsoWeek], Sequence[Supply]]
    decide_by: Callable[[date], date]


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
        if subproject.state is not SubprojectState.PLANNED:
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
    needs_before, needs_after = _needs(before), _needs(after)
    given_before, given_after = _given(before), _given(after)
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


def _needs(plan: Plan) -> Mapping[IsoWeek, Sequence[Demand]]:
    found: defaultdict[IsoWeek, list[Demand]] = defaultdict(list)
    for demand, each in _ahead(plan):
        found[each.week].append(
            Demand(demand.subproject_id, demand.expertise_id, each.minutes, demand.level)
        )
    return found


def _given(plan: Plan) -> Mapping[IsoWeek, Sequence[Confirmed]]:
    levels = {(each.subproject_id, each.expertise_id): each.level for each in plan.demands}
    found: defaultdict[IsoWeek, list[Confirmed]] = defaultdict(list)
    for each in plan.reservations:
        if each.state is not State.CONFIRMED:
            continue
        level = levels.get((each.subproject_id, each.expertise_id), 1)
        for week in each.weeks:
            found[week.week].append(
                Confirmed(
                    each.subproject_id,
                    each.expertise_id,
                    each.team_id,
                    each.staff_id,
                    week.minutes,
                    level,
                )
            )
    return found


def _passed(plan: Plan) -> Iterator[DeadlinePassed]:
    given: Counter[tuple[UUID, UUID, IsoWeek]] = Counter()
    for reservation in plan.reservations:
        if reservation.state is State.CONFIRMED:
            for each in reservation.weeks:
                key = (reservation.subproject_id, reservation.expertise_id, each.week)
                given[key] += each.minutes
    lacking: dict[UUID, tuple[PlannedDemand, IsoWeek]] = {}
    for demand, each in _ahead(plan):
        if given[demand.subproject_id, demand.expertise_id, each.week] < each.minutes:
            _, first = lacking.get(demand.id, (demand, each.week))
            lacking[demand.id] = demand, min(first, each.week)
    for demand, first in lacking.values():
        last_day = plan.decide_by(first.monday)
        if last_day < plan.today:
            yield DeadlinePassed(demand, first, last_day)


def _ahead(plan: Plan) -> Iterator[tuple[PlannedDemand, WeekMinutes]]:
    """Demand of this week and later, of subprojects that are not closed."""
    this_week = IsoWeek.of(plan.today)
    for demand in plan.demands:
        if plan.subprojects[demand.subproject_id].state in CLOSED:
            continue
        for each in demand.weeks:
            if each.week >= this_week:
                yield demand, each
