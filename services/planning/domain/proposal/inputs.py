"""What a proposal is made of: the plan of everybody, with what can be given in each week of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.planning.domain.balance.balance import Supply
from services.planning.domain.plan.plan import (
    Plan,
    PlannedDemand,
    PlannedMilestone,
    PlannedReservation,
)
from services.planning.domain.plan.subprojects import Period, Subproject
from services.planning.domain.scenarios.changes import Change, applied
from shared.isoweek import IsoWeek

ROOM = 26
"""Weeks after the end of the programme that are looked at to find how much later would do."""

MOST_WEEKS = 260


@dataclass(frozen=True, slots=True)
class Inputs:
    """A plan without anything to ask for, so that another process can take it.

    `supplies` is what can be given in each week from the week of `today` on, until ROOM weeks after
    the programme. Without the works council's consent they are team pools, and no person is here.
    """

    programme_id: UUID
    today: date
    programmes: Mapping[UUID, Period]
    programme_of: Mapping[UUID, UUID]
    subprojects: Mapping[UUID, Subproject]
    milestones: Sequence[PlannedMilestone]
    demands: Sequence[PlannedDemand]
    reservations: Sequence[PlannedReservation]
    supplies: Sequence[Sequence[Supply]]

    @property
    def first_week(self) -> IsoWeek:
        """The week that is counted as 0."""
        return IsoWeek.of(self.today)

    @property
    def horizon(self) -> int:
        """How many weeks are looked at."""
        return len(self.supplies)

    @property
    def plan(self) -> Plan:
        """The plan that it was made of; after the last week nothing can be given."""
        first = self.first_week

        def supplies(week: IsoWeek) -> Sequence[Supply]:
            place = weeks_between(first, week)
            return self.supplies[place] if 0 <= place < self.horizon else ()

        return Plan(
            today=self.today,
            programmes=self.programmes,
            programme_of=self.programme_of,
            subprojects=self.subprojects,
            milestones=self.milestones,
            demands=self.demands,
            reservations=self.reservations,
            supplies=supplies,
            decide_by=lambda monday: monday,
        )

    def changed(self, changes: Iterable[Change]) -> "Inputs":
        """The inputs as they would be with these changes."""
        plan = applied(self.plan, changes)
        weeks = [self.first_week.plus(place) for place in range(self.horizon)]
        return replace(
            self,
            subprojects=plan.subprojects,
            milestones=plan.milestones,
            demands=plan.demands,
            reservations=plan.reservations,
            supplies=[plan.supplies(week) for week in weeks],
        )


def inputs_of(plan: Plan, programme_id: UUID) -> Inputs:
    """What a proposal for one programme is made of; the others stay as they are planned."""
    first, last = IsoWeek.of(plan.today), IsoWeek.of(plan.programmes[programme_id].ends_on)
    weeks = min(MOST_WEEKS, max(0, weeks_between(first, last)) + 1 + ROOM)
    return Inputs(
        programme_id=programme_id,
        today=plan.today,
        programmes=dict(plan.programmes),
        programme_of=dict(plan.programme_of),
        subprojects=dict(plan.subprojects),
        milestones=list(plan.milestones),
        demands=list(plan.demands),
        reservations=list(plan.reservations),
        supplies=[list(plan.supplies(first.plus(place))) for place in range(weeks)],
    )


def weeks_between(first: IsoWeek, other: IsoWeek) -> int:
    """How many weeks later the other is, negative when earlier."""
    return (other.monday - first.monday).days // 7
