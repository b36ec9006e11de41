"""A schedule as a proposal: what it gives to whom, what falls short, and what it changes."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.proposal.inputs import Inputs
from services.planning.domain.proposal.posing import OBJECTIVES, Place, Posed
from services.planning.domain.proposal.proposal import (
    Assignment,
    Conflict,
    Delay,
    Difference,
    Figures,
    Giver,
    Proposal,
    Shortage,
    Start,
    Withdrawal,
)
from services.planning.domain.reservations.reservations import State
from services.planning.domain.scenarios.changes import Change, Release, Reschedule, Reserve
from services.planning.domain.scheduling.figures import figures_of
from services.planning.domain.scheduling.problem import Objective, Schedule

Hours = Mapping[tuple[UUID, Giver], Mapping[int, int]]
"""Per demand and giver the minutes of each week."""


class Reading:
    """A schedule of a plan, read back in the words of the plan."""

    def __init__(self, inputs: Inputs, of: Posed, schedule: Schedule) -> None:
        self._inputs, self._of, self.schedule = inputs, of, schedule

    def proposal(self, proved: bool, conflicts: tuple[Conflict, ...] = ()) -> Proposal:
        """All that the schedule comes to, for the programme."""
        starts, delays = tuple(self._starts()), tuple(self.delays())
        added = tuple(self._assignments(self._hours(self._promised())))
        moved = tuple(each for each in starts if each.promised_on != each.proposed_on)
        return Proposal(
            programme_id=self._inputs.programme_id,
            proved=proved,
            figures=self.figures(),
            assignments=(*self._confirmed(), *self._assignments(self._hours({}))),
            starts=starts,
            shortages=tuple(self.shortages()),
            delays=delays,
            difference=Difference(moved, delays, added, tuple(self._withdrawn())),
            conflicts=conflicts,
            changes=(*self._rescheduled(moved), *self._released(), *_reserved(added)),
        )

    def figures(self) -> Figures:
        """What it comes to."""
        found = figures_of(replace(self._of.problem, objectives=OBJECTIVES), self.schedule)
        return Figures(
            short_minutes=found[Objective.SHORTAGE],
            late_days=found[Objective.LATENESS] * 7,
            moved_weeks=found[Objective.MOVED],
            withdrawn_minutes=found[Objective.WITHDRAWN],
            people=found[Objective.PEOPLE],
            peak=found[Objective.PEAK],
        )

    def start(self, subproject_id: UUID) -> int:
        """The week in which one that can move starts."""
        return self.schedule.starts[f"start {subproject_id}"]

    def given(self) -> Mapping[Place, int]:
        """What each week of each demand gets."""
        found = {(demand.id, place): 0 for demand, place in self._of.places.values()}
        for each in self.schedule.given:
            demand, place = self._of.places[each.task]
            found[demand.id, place] += each.amount
        return found

    def shortages(self) -> Iterator[Shortage]:
        """What the demands of the programme lack, per week."""
        given = self.given()
        for name, (demand, place) in self._of.places.items():
            lacks = self._of.problem.task[name].needs[0].amount - given[demand.id, place]
            if lacks > 0 and self._is_own(demand.subproject_id):
                week = self._inputs.first_week.plus(self.schedule.starts[name])
                yield Shortage(demand.id, demand.subproject_id, demand.expertise_id, week, lacks)

    def delays(self) -> Iterator[Delay]:
        """The milestones that are late."""
        for each in self._inputs.milestones:
            weeks = self._shift(each.subproject_id)
            if weeks > 0:
                later = each.due_on + timedelta(weeks=weeks)
                yield Delay(each.id, each.subproject_id, each.due_on, later, weeks * 7)

    def _shift(self, subproject_id: UUID) -> int:
        planned = self._of.dates.start.get(subproject_id)
        return 0 if planned is None else self.start(subproject_id) - planned

    def _starts(self) -> Iterator[Start]:
        for key, each in sorted(self._inputs.subprojects.items()):
            if self._is_own(key):
                promised_on = each.period.starts_on
                proposed_on = promised_on + timedelta(weeks=self._shift(key))
                yield Start(key, promised_on, proposed_on, key in self._of.dates.start)

    def _assignments(self, hours: Hours) -> Iterator[Assignment]:
        demands = {each.id: each for each in self._inputs.demands}
        for (demand_id, giver), minutes in hours.items():
            demand = demands[demand_id]
            if self._is_own(demand.subproject_id):
                yield Assignment(
                    demand_id,
                    demand.subproject_id,
                    demand.expertise_id,
                    demand.level,
                    giver.team_id,
                    giver.staff_id,
                    False,
                    tuple(
                        WeekMinutes(self._inputs.first_week.plus(week), minutes[week])
                        for week in sorted(minutes)
                    ),
                )

    def _hours(self, asked: Mapping[tuple[str, str], int]) -> Hours:
        """What is given beside what is confirmed, and beside what these were asked already."""
        found: defaultdict[tuple[UUID, Giver], Counter[int]] = defaultdict(Counter)
        for each in self.schedule.given:
            pinned = self._of.problem.pinned.get((each.task, each.need, each.worker), 0)
            known = pinned + asked.get((each.task, each.worker), 0)
            if each.amount > known:
                demand, _ = self._of.places[each.task]
                week = self.schedule.starts[each.task]
                found[demand.id, self._of.givers[each.worker]][week] += each.amount - known
        return dict(sorted(found.items(), key=lambda each: repr(each[0])))

    def _confirmed(self) -> Iterator[Assignment]:
        demands = {(each.subproject_id, each.expertise_id): each for each in self._inputs.demands}
        for each in self._inputs.reservations:
            demand = demands.get((each.subproject_id, each.expertise_id))
            weeks = tuple(week for week in each.weeks if week.week >= self._inputs.first_week)
            if demand is None or not weeks or not self._is_own(each.subproject_id):
                continue
            if each.state is State.CONFIRMED:
                yield Assignment(
                    demand.id,
                    each.subproject_id,
                    each.expertise_id,
                    demand.level,
                    each.team_id,
                    each.staff_id,
                    True,
                    weeks,
                )

    def _promised(self) -> Counter[tuple[str, str]]:
        """What is asked already, by task and worker."""
        found: Counter[tuple[str, str]] = Counter()
        for each in self._of.problem.promised.given:
            found[each.task, each.worker] += each.amount
        return found

    def _withdrawn(self) -> Iterator[Withdrawal]:
        given = {(each.task, each.worker): each.amount for each in self.schedule.given}
        found: Counter[tuple[UUID, Giver]] = Counter()
        for promise in self._of.problem.promised.given:
            demand, _ = self._of.places[promise.task]
            left = promise.amount - given.get((promise.task, promise.worker), 0)
            if left > 0 and self._is_own(demand.subproject_id):
                found[demand.id, self._of.givers[promise.worker]] += left
        for (demand_id, giver), minutes in found.items():
            yield Withdrawal(demand_id, giver.team_id, giver.staff_id, minutes)

    def _released(self) -> Iterator[Change]:
        """Requests of which nothing is needed any more."""
        asked: Counter[tuple[UUID, Giver]] = Counter()
        for (task, worker), minutes in self._promised().items():
            asked[self._of.places[task][0].id, self._of.givers[worker]] += minutes
        demands = {each.id: each for each in self._inputs.demands}
        unneeded = {
            (demands[each.demand_id].subproject_id, demands[each.demand_id].expertise_id, giver)
            for each in self._withdrawn()
            if asked[each.demand_id, giver := Giver(each.team_id, each.staff_id)] == each.minutes
        }
        for each in self._inputs.reservations:
            place = (each.subproject_id, each.expertise_id, Giver(each.team_id, each.staff_id))
            if each.state is not State.CONFIRMED and place in unneeded:
                yield Release(each.id)

    def _rescheduled(self, moved: tuple[Start, ...]) -> Iterator[Change]:
        for each in moved:
            period = self._inputs.subprojects[each.subproject_id].period
            later = each.proposed_on - each.promised_on
            yield Reschedule(
                each.subproject_id, Period(period.starts_on + later, period.ends_on + later)
            )

    def _is_own(self, subproject_id: UUID) -> bool:
        return self._inputs.programme_of[subproject_id] == self._inputs.programme_id


def _reserved(proposed: tuple[Assignment, ...]) -> Iterator[Change]:
    for each in proposed:
        yield Reserve(
            each.subproject_id, each.expertise_id, each.team_id, each.staff_id, each.weeks
        )
