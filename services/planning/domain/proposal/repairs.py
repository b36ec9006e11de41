"""What would repair a conflict: the least of each kind that does, solved again."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from services.planning.domain.plan.plan import PlannedDemand
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.proposal.asking import Asking
from services.planning.domain.proposal.conflicts import Target
from services.planning.domain.proposal.inputs import Inputs, weeks_between
from services.planning.domain.proposal.posing import Posed
from services.planning.domain.proposal.proposal import Conflict, Figures, Repair, RepairKind
from services.planning.domain.proposal.reading import Reading
from services.planning.domain.proposal.situation import Situation
from services.planning.domain.scenarios.changes import (
    AddSupply,
    Change,
    ChangeDemand,
    Learn,
    Reschedule,
)
from shared.isoweek import IsoWeek

MOST_REPAIRS = 3
STEP = 60
"""Extra supply is whole hours a week."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A repair that is not solved yet."""

    kind: RepairKind
    amount: int
    changes: tuple[Change, ...]
    expertise_id: UUID | None = None
    subproject_id: UUID | None = None
    from_week: IsoWeek | None = None
    until_week: IsoWeek | None = None


class Repairs:
    """The repairs of one conflict."""

    def __init__(
        self,
        inputs: Inputs,
        of: Posed,
        reading: Reading,
        target: Target,
        conflict: Conflict,
        asking: Asking,
    ) -> None:
        self._inputs, self._of, self._reading = inputs, of, reading
        self._target, self._conflict, self._asking = target, conflict, asking
        self._known = Situation(inputs, of, reading, target, conflict)

    def cheapest(self) -> Iterator[Repair]:
        """One of each kind that works, the cheapest kinds first, at most MOST_REPAIRS."""
        found = 0
        for find in (self._spread, self._learn, self._later, self._supply, self._fewer):
            for draft in find():
                if found == MOST_REPAIRS or not self._asking.goes_on:
                    return
                proof = self._proof(draft.changes)
                if proof is not None:
                    found += 1
                    yield _repair(draft, proof)
                    break

    def _proof(self, changes: tuple[Change, ...]) -> Figures | None:
        """What the plan comes to with the changes, when all of the conflict is met then."""
        inputs = self._inputs.changed(changes)
        terms = replace(self._target.terms, latest=self._latest(changes))
        reading = self._asking.outcome(inputs, terms)
        if reading is None:
            return None
        lacks = self._reading.figures().short_minutes - sum(
            each.minutes
            for each in self._reading.shortages()
            if each.demand_id == self._target.demand_id
        )
        return replace(reading.figures(), short_minutes=lacks)

    def _works(self, *changes: Change) -> bool:
        terms = replace(self._target.terms, latest=self._latest(changes))
        return self._asking.impossible(self._inputs.changed(changes), terms) is False

    def _latest(self, changes: Sequence[Change]) -> dict[UUID, int]:
        latest = dict(self._target.terms.latest)
        for each in changes:
            if isinstance(each, Reschedule):
                starts = IsoWeek.of(each.period.starts_on)
                latest[each.subproject_id] = weeks_between(self._inputs.first_week, starts)
        return latest

    def _spread(self) -> Iterator[Draft]:
        """What lacks goes to other weeks of the subproject, the nearest first, as far as there are
        hours left of who can.
        """
        demand = self._known.demand
        if demand is None:
            return
        first, last = self._known.own_weeks
        lacking = self._known.lacking
        total, open_minutes = sum(lacking.values()), self._known.open_minutes(demand)
        weeks = Counter(self._known.asked)
        weeks.subtract(lacking)
        left = total
        middle = min(lacking)
        for week in sorted(range(first, last + 1), key=lambda each: (abs(each - middle), each)):
            extra = min(left, 0 if week in lacking else open_minutes.get(week, 0))
            weeks[week] += extra
            left -= extra
        if left == 0:
            yield self._changed_demand(RepairKind.SPREAD, demand, total, weeks)

    def _learn(self) -> Iterator[Draft]:
        """Somebody with hours left, when it is known who has."""
        span = self._known.span
        for expertise_id, level in self._known.wanted:
            for staff_id in self._known.learners(expertise_id, level, span):
                change = Learn(staff_id, expertise_id, level, self._known.week(span[0]))
                if not self._asking.goes_on:
                    return
                if self._works(change):
                    yield Draft(
                        RepairKind.LEARN,
                        level,
                        (change,),
                        expertise_id=expertise_id,
                        from_week=self._known.week(span[0]),
                    )

    def _later(self) -> Iterator[Draft]:
        """The subproject starts when the proposal has it start; what waits for it moves along."""
        key = self._target.subproject_id
        if self._target.demand_id is not None:
            return
        shift = self._reading.start(key) - self._of.dates.start[key]
        shifts = self._of.dates.waiting(key, {key: shift})
        periods = {each: self._inputs.subprojects[each].period for each in shifts}
        yield Draft(
            RepairKind.LATER,
            shift * 7,
            tuple(
                Reschedule(each, _shifted(periods[each], weeks)) for each, weeks in shifts.items()
            ),
            subproject_id=key,
        )

    def _supply(self) -> Iterator[Draft]:
        """The fewest extra hours a week that do, of the expertise of which the fewest do."""
        found: list[tuple[int, AddSupply]] = []
        for expertise_id, level in self._known.wanted:
            most = max(self._known.needed(expertise_id).values(), default=0)
            team_id = self._known.team_for(expertise_id)
            if most and team_id is not None:
                first, last = self._known.span
                change = AddSupply(
                    team_id, expertise_id, level, 0, self._known.week(first), self._known.week(last)
                )
                if least := self._least(change, -(-most // STEP)):
                    found.append((least * STEP, replace(change, weekly_minutes=least * STEP)))
        for minutes, change in sorted(found, key=lambda each: each[0]):
            yield Draft(
                RepairKind.SUPPLY,
                minutes,
                (change,),
                expertise_id=change.expertise_id,
                from_week=change.from_week,
                until_week=change.until_week,
            )

    def _least(self, change: AddSupply, most: int) -> int:
        """The fewest steps a week that work; 0 when the most do not."""

        def enough(steps: int) -> bool:
            return self._works(replace(change, weekly_minutes=steps * STEP))

        if not enough(most):
            return 0
        low, high = 1, most
        while low < high:
            middle = (low + high) // 2
            if enough(middle):
                high = middle
            else:
                low = middle + 1
        return high

    def _fewer(self) -> Iterator[Draft]:
        """What lacks is not asked any more."""
        demand = self._known.demand
        if demand is not None:
            weeks = Counter(self._known.asked)
            weeks.subtract(self._known.lacking)
            total = sum(self._known.lacking.values())
            yield self._changed_demand(RepairKind.FEWER, demand, total, weeks)

    def _changed_demand(
        self, kind: RepairKind, demand: PlannedDemand, total: int, weeks: Counter[int]
    ) -> Draft:
        """In the weeks of the plan: the proposal may have moved the subproject."""
        back = self._known.week_shift(demand.subproject_id)
        past = [each for each in demand.weeks if each.week < self._inputs.first_week]
        ahead = [
            WeekMinutes(self._known.week(week - back), minutes)
            for week, minutes in sorted(weeks.items())
            if minutes > 0
        ]
        change = ChangeDemand(
            demand.subproject_id, demand.expertise_id, demand.level, (*past, *ahead)
        )
        lacking = sorted(self._known.lacking)
        return Draft(
            kind,
            total,
            (change,),
            expertise_id=demand.expertise_id,
            subproject_id=demand.subproject_id,
            from_week=self._known.week(lacking[0]),
            until_week=self._known.week(lacking[-1]),
        )


def _repair(draft: Draft, proof: Figures) -> Repair:
    return Repair(
        draft.kind,
        draft.amount,
        draft.expertise_id,
        draft.subproject_id,
        draft.from_week,
        draft.until_week,
        draft.changes,
        proof,
    )


def _shifted(period: Period, weeks: int) -> Period:
    later = timedelta(weeks=weeks)
    return Period(period.starts_on + later, period.ends_on + later)
