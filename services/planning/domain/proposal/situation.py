"""What is known of a conflict: what lacks, when, and who has hours left."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property
from uuid import UUID

from services.planning.domain.balance.balance import LOWEST_LEVEL
from services.planning.domain.plan.plan import PlannedDemand
from services.planning.domain.proposal.conflicts import Target
from services.planning.domain.proposal.inputs import Inputs, weeks_between
from services.planning.domain.proposal.posing import Posed
from services.planning.domain.proposal.proposal import Conflict
from services.planning.domain.proposal.reading import Reading
from shared.isoweek import IsoWeek

MOST_LEARNERS = 6
"""So many people are tried, those with the most hours left first."""


class Situation:
    """A conflict in a proposal. Weeks are counted from this one."""

    def __init__(
        self, inputs: Inputs, of: Posed, reading: Reading, target: Target, conflict: Conflict
    ) -> None:
        self._inputs, self._of, self._reading = inputs, of, reading
        self._target, self._conflict = target, conflict

    @cached_property
    def demand(self) -> PlannedDemand | None:
        """The demand that lacks hours, if that is the conflict."""
        return next((d for d in self._inputs.demands if d.id == self._target.demand_id), None)

    @cached_property
    def asked(self) -> dict[int, int]:
        """What the demand asks per week of the proposal."""
        return {
            self._at(demand, place): self._of.problem.task[name].needs[0].amount
            for name, (demand, place) in self._of.places.items()
            if demand.id == self._target.demand_id
        }

    @cached_property
    def lacking(self) -> dict[int, int]:
        """What it lacks, per week of the proposal."""
        return {
            weeks_between(self._inputs.first_week, each.week): each.minutes
            for each in self._reading.shortages()
            if each.demand_id == self._target.demand_id
        }

    @cached_property
    def wanted(self) -> Sequence[tuple[UUID, int]]:
        """The expertises of the conflict, each at the highest level that is asked."""
        wanted: defaultdict[UUID, int] = defaultdict(lambda: LOWEST_LEVEL)
        for each in self._inputs.demands:
            if each.id in self._conflict.demands:
                wanted[each.expertise_id] = max(wanted[each.expertise_id], each.level)
        return sorted(wanted.items())

    @cached_property
    def span(self) -> tuple[int, int]:
        """The weeks of the conflict: what lacks, or those in which the late one was promised."""
        weeks = list(self.lacking) or [
            place + self._of.dates.start[self._target.subproject_id]
            for demand, place in self._of.places.values()
            if demand.subproject_id == self._target.subproject_id
        ]
        return (min(weeks), max(weeks)) if weeks else (0, 0)

    def needed(self, expertise_id: UUID) -> Counter[int]:
        """Per week of the plan what the demands of the conflict ask, so much is always enough."""
        needed: Counter[int] = Counter()
        for name, (demand, place) in self._of.places.items():
            if demand.id in self._conflict.demands and demand.expertise_id == expertise_id:
                week = place + self._of.dates.start.get(demand.subproject_id, 0)
                needed[week] += self._of.problem.task[name].needs[0].amount
        return needed

    @property
    def own_weeks(self) -> tuple[int, int]:
        """The first and the last week of the subproject, in the proposal."""
        period = self._inputs.subprojects[self._target.subproject_id].period
        shift = self.week_shift(self._target.subproject_id)
        first, last = (
            weeks_between(self._inputs.first_week, IsoWeek.of(day)) + shift
            for day in (period.starts_on, period.ends_on)
        )
        return max(0, first), min(last, self._inputs.horizon - 1)

    def learners(self, expertise_id: UUID, level: int, span: tuple[int, int]) -> Sequence[UUID]:
        """Who does not master it, by what is left of them in these weeks; the first few."""
        left: Counter[UUID] = Counter()
        for week in range(span[0], min(span[1] + 1, self._inputs.horizon)):
            for each in self._inputs.supplies[week]:
                if each.staff_id is not None and each.levels.get(expertise_id, 0) < level:
                    left[each.staff_id] += each.minutes
        for given in self._reading.schedule.given:
            staff_id = self._of.givers[given.worker].staff_id
            if (
                staff_id is not None
                and span[0] <= self._reading.schedule.starts[given.task] <= span[1]
            ):
                left[staff_id] -= given.amount
        ordered = sorted((each for each in left if left[each] > 0), key=lambda e: (-left[e], e))
        return ordered[:MOST_LEARNERS]

    def team_for(self, expertise_id: UUID) -> UUID | None:
        """The team that can give most of it already; any when none can."""
        first, last = self.span
        can: Counter[UUID] = Counter()
        for supplies in self._inputs.supplies[first : last + 1]:
            for each in supplies:
                can[each.team_id] += each.minutes if expertise_id in each.levels else 0
        return min(can, key=lambda each: (-can[each], each), default=None)

    def _at(self, demand: PlannedDemand, place: int) -> int:
        if demand.subproject_id in self._of.dates.start:
            return place + self._reading.start(demand.subproject_id)
        return place

    def week_shift(self, subproject_id: UUID) -> int:
        """By how many weeks the proposal moves a subproject."""
        planned = self._of.dates.start.get(subproject_id)
        return 0 if planned is None else self._reading.start(subproject_id) - planned

    def week(self, place: int) -> IsoWeek:
        """A week by its place."""
        return self._inputs.first_week.plus(place)
