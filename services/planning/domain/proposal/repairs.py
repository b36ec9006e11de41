"""What would repair a conflict: the least of each kind that does, solved again."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import chain
from uuid import UUID

from services.planning.domain.plan.plan import PlannedDemand
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.proposal.asking import Asking
from services.planning.domain.proposal.conflicts import Target, irreducible
from services.planning.domain.proposal.inputs import Inputs
from services.planning.domain.proposal.near import Near
from services.planning.domain.proposal.posing import Posed
from services.planning.domain.proposal.proposal import (
    Conflict,
    Figures,
    Repair,
    RepairKind,
)
from services.planning.domain.proposal.reading import Reading
from services.planning.domain.proposal.replanning import Replanning
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
        self._room = Near(of, reading, ()).room
        self._replanning = Replanning(inputs, of, reading, target, conflict, asking)

    def cheapest(self) -> Iterator[Repair]:
        """One of each kind that works, the cheapest kinds first, at most MOST_REPAIRS."""
        found = 0
        for find in (self._spread, self._learn, self._later, self._supply, self._fewer):
            for draft in find():
                if found == MOST_REPAIRS or not self._asking.goes_on:
                    return
                plan = self._replanning.plan(draft.changes)
                if plan is not None:
                    found += 1
                    yield _repair(draft, plan.figures())
                    break

    def _spread(self) -> Iterator[Draft]:
        """What lacks goes to other weeks of the subproject, the nearest first, as far as those who
        can have room beside all else.
        """
        demand = self._known.demand
        if demand is None:
            return
        first, last = self._known.own_weeks
        lacking = self._known.lacking
        total = sum(lacking.values())
        room = self._room(demand.expertise_id, demand.level, range(first, last + 1))
        weeks = Counter(self._known.asked)
        weeks.subtract(lacking)
        left = total
        middle = min(lacking)
        for week in sorted(range(first, last + 1), key=lambda each: (abs(each - middle), each)):
            extra = min(left, 0 if week in lacking else room[week])
            weeks[week] += extra
            left -= extra
        if left == 0:
            yield self._changed_demand(RepairKind.SPREAD, demand, total, weeks)

    def _learn(self) -> Iterator[Draft]:
        """Somebody with hours left, when it is known who has; else as few together as do."""
        first, _ = span = self._known.span
        for expertise_id, level in self._known.wanted:
            changes = [
                Learn(each, expertise_id, level, self._known.week(first))
                for each in self._known.learners(expertise_id, level, span)
            ]
            alone = ((each,) for each in changes)
            together = (self._needed(changes[:size]) for size in range(2, len(changes) + 1))
            for some in chain(alone, together):
                yield Draft(
                    RepairKind.LEARN,
                    level,
                    some,
                    expertise_id=expertise_id,
                    from_week=self._known.week(first),
                )

    def _needed(self, changes: Sequence[Learn]) -> tuple[Learn, ...]:
        """Those without whom the others are not enough, when all together are."""
        if self._replanning.near(changes) is None:
            return tuple(changes)
        return tuple(irreducible(changes, lambda some: self._replanning.near(some) is not None))

    def _later(self) -> Iterator[Draft]:
        """The subproject starts when it can; what waits for it moves along."""
        key = self._target.subproject_id
        if self._target.demand_id is not None:
            return
        shift = self._least_shift(key)
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

    def _least_shift(self, key: UUID) -> int:
        """The fewest weeks later that are found, at most those of the proposal."""
        planned = self._of.dates.start[key]
        most = self._reading.start(key) - planned
        return _lowest(lambda weeks: self._replanning.near((), {key: planned + weeks}), 1, most)

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
        """The fewest steps a week that work; 0 when the most do not. Near the proposal first, which
        is soon known; then fewer, as long as a plan is found with one step less.
        """

        def changes(steps: int) -> Sequence[Change]:
            return [replace(change, weekly_minutes=steps * STEP)]

        def plan(steps: int) -> Reading | None:
            return self._replanning.plan(changes(steps))

        def near(steps: int) -> Reading | None:
            return self._replanning.near(changes(steps))

        if plan(most) is None:
            return 0
        least = _lowest(near, 1, most) if near(most) else most
        while least > 1 and plan(least - 1) is not None:
            least = _lowest(plan, 1, least - 1)
        return least

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


def _lowest(found: Callable[[int], object], low: int, high: int) -> int:
    """The lowest at which something is found, which is so at the highest."""
    while low < high:
        middle = (low + high) // 2
        if found(middle) is not None:
            high = middle
        else:
            low = middle + 1
    return high


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
