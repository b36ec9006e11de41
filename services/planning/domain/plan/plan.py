"""The plan as the rules take it: all that is planned, and what can be given."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.planning.domain.balance.balance import LOWEST_LEVEL, Confirmed, Demand, Supply
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import CLOSED, Period, Subproject
from services.planning.domain.reservations.reservations import State
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
    programmes: Mapping[UUID, Period]
    programme_of: Mapping[UUID, UUID]
    subprojects: Mapping[UUID, Subproject]
    milestones: Sequence[PlannedMilestone]
    demands: Sequence[PlannedDemand]
    reservations: Sequence[PlannedReservation]
    supplies: Callable[[IsoWeek], Sequence[Supply]]
    decide_by: Callable[[date], date]

    def others(self, subproject_id: UUID) -> Mapping[UUID, Subproject]:
        """The other subprojects of its programme."""
        programme_id = self.programme_of[subproject_id]
        return {
            each.id: each
            for each in self.subprojects.values()
            if each.id != subproject_id and self.programme_of[each.id] == programme_id
        }


def ahead(plan: Plan) -> Iterator[tuple[PlannedDemand, WeekMinutes]]:
    """Demand of this week and later, of subprojects that are not closed."""
    this_week = IsoWeek.of(plan.today)
    for demand in plan.demands:
        if plan.subprojects[demand.subproject_id].state in CLOSED:
            continue
        for each in demand.weeks:
            if each.week >= this_week:
                yield demand, each


def needed(plan: Plan) -> Mapping[IsoWeek, Sequence[Demand]]:
    """What is needed per week, from this week on."""
    found: defaultdict[IsoWeek, list[Demand]] = defaultdict(list)
    for demand, each in ahead(plan):
        found[each.week].append(
            Demand(demand.subproject_id, demand.expertise_id, each.minutes, demand.level)
        )
    return found


def given(plan: Plan) -> Mapping[IsoWeek, Sequence[Confirmed]]:
    """What is confirmed per week, at the level that is asked."""
    levels = {(each.subproject_id, each.expertise_id): each.level for each in plan.demands}
    found: defaultdict[IsoWeek, list[Confirmed]] = defaultdict(list)
    for each in plan.reservations:
        if each.state is not State.CONFIRMED:
            continue
        level = levels.get((each.subproject_id, each.expertise_id), LOWEST_LEVEL)
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


def confirmed_minutes(plan: Plan) -> Mapping[tuple[UUID, UUID, IsoWeek], int]:
    """What a subproject has of an expertise in a week; nothing where it has none."""
    found: Counter[tuple[UUID, UUID, IsoWeek]] = Counter()
    for reservation in plan.reservations:
        if reservation.state is State.CONFIRMED:
            for each in reservation.weeks:
                key = (reservation.subproject_id, reservation.expertise_id, each.week)
                found[key] += each.minutes
    return found
