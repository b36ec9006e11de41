"""A plan as a scheduling problem: periods are weeks counted from this one, amounts are minutes."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from services.planning.domain.balance.balance import Supply
from services.planning.domain.plan.plan import PlannedDemand, PlannedReservation
from services.planning.domain.plan.subprojects import CLOSED
from services.planning.domain.proposal.dates import Dates
from services.planning.domain.proposal.inputs import Inputs, weeks_between
from services.planning.domain.proposal.proposal import Giver
from services.planning.domain.reservations.reservations import State
from services.planning.domain.scheduling.problem import (
    Given,
    Need,
    Objective,
    Problem,
    Schedule,
    Task,
    Worker,
)

OBJECTIVES = (
    Objective.SHORTAGE,
    Objective.LATENESS,
    Objective.MOVED,
    Objective.WITHDRAWN,
    Objective.PEOPLE,
    Objective.PEAK,
)
"""No demand lacks hours if it can be helped; then milestones keep their day, then everything keeps
its start, then whoever was asked stays asked, then few people per demand, then a fair load.
"""

OF_DATES = (Objective.LATENESS, Objective.MOVED)
"""What counts when nobody is asked for anything."""

Place = tuple[UUID, int]
"""A week of a demand: counted from the start of its subproject where that can move, from this week
where it cannot.
"""


@dataclass(frozen=True, slots=True)
class Terms:
    """What is asked other than the plan says. `asked`: minutes in a week of a demand that is asked
    less. `dropped`: demands that ask no more than they have. `unlimited`: who can give whatever is
    asked. `latest`: the last week in which a subproject may start.
    """

    asked: Mapping[Place, int] = field(default_factory=dict)
    dropped: frozenset[UUID] = frozenset()
    unlimited: frozenset[Giver] = frozenset()
    latest: Mapping[UUID, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Posed:
    """The problem, and what its tasks and workers stand for."""

    problem: Problem
    dates: Dates
    places: Mapping[str, tuple[PlannedDemand, int]]
    givers: Mapping[str, Giver]


def posed(
    inputs: Inputs, terms: Terms | None = None, objectives: Sequence[Objective] = OBJECTIVES
) -> Posed:
    """The problem of who gives what in which weeks.

    Subprojects that have started, of other programmes, or with confirmed hours stay where they are.
    Confirmed hours are pinned as far as they are there; those beyond the demand, or of somebody
    below its level, only make less of what can still be given.
    """
    return _Posing(inputs, terms or Terms()).posed(tuple(objectives))


class _Posing:
    def __init__(self, inputs: Inputs, terms: Terms) -> None:
        self._inputs, self._terms = inputs, terms
        self._dates = Dates(inputs)
        self._places: dict[str, tuple[PlannedDemand, int]] = {}
        self._tasks: dict[str, Task] = {}
        self._add_tasks()
        asked = {each.expertise_id for each, _ in self._places.values()}
        self._workers = _workers(inputs, asked)
        self._left = {name: list(each.minutes) for name, each in self._workers.items()}
        self._room = {name: each.needs[0].amount for name, each in self._tasks.items()}
        self._demand = {(each.subproject_id, each.expertise_id): each for each in inputs.demands}
        self._pins: list[Given] = []

    def posed(self, objectives: tuple[Objective, ...]) -> Posed:
        self._honour()
        starts = {f"start {key}": week for key, week in self._dates.start.items()}
        problem = Problem(
            horizon=self._dates.end,
            tasks=(*self._dates.frame(self._terms.latest), *self._tasks.values()),
            workers=tuple(self._givers()),
            objectives=tuple(each for each in objectives if self._tasks or each in OF_DATES),
            pins=tuple(self._pins),
            promised=Schedule(starts, tuple(self._promised())),
        )
        givers = {name: each.giver for name, each in self._workers.items()}
        return Posed(problem, self._dates, self._places, givers)

    def _add_tasks(self) -> None:
        for demand in self._inputs.demands:
            for place, minutes in self._asked(demand):
                name = f"demand {demand.id} {place}"
                need = Need(str(demand.expertise_id), minutes, demand.level, str(demand.id))
                self._places[name] = demand, place
                self._tasks[name] = self._dates.task(name, demand.subproject_id, place, need)

    def _asked(self, demand: PlannedDemand) -> Iterator[tuple[int, int]]:
        subproject = self._inputs.subprojects[demand.subproject_id]
        if subproject.state in CLOSED or demand.id in self._terms.dropped:
            return
        start = self._dates.start.get(subproject.id, 0)
        for each in demand.weeks:
            week = weeks_between(self._inputs.first_week, each.week)
            if 0 <= week < self._inputs.horizon:
                place = week - start
                minutes = self._terms.asked.get((demand.id, place), each.minutes)
                if minutes:
                    yield place, minutes

    def _givers(self) -> Iterator[Worker]:
        """Everybody with what is left of them, and what is pinned."""
        pinned: Counter[tuple[str, int]] = Counter()
        for pin in self._pins:
            pinned[pin.worker, self._tasks[pin.task].earliest] += pin.amount
        boundless = (sum(each.needs[0].amount for each in self._tasks.values()),)
        for name, each in self._workers.items():
            profile = tuple(left + pinned[name, week] for week, left in enumerate(self._left[name]))
            skills = {str(key): level for key, level in each.levels}
            limited = each.giver not in self._terms.unlimited
            yield Worker(name, skills, profile if limited else boundless)

    def _honour(self) -> None:
        """Take what is confirmed of whom it is, those with a name first."""
        confirmed = [each for each in self._inputs.reservations if each.state is State.CONFIRMED]
        for reservation in sorted(confirmed, key=lambda each: each.staff_id is None):
            for week, minutes in self._weeks(reservation):
                self._honour_week(reservation, week, minutes)

    def _honour_week(self, reservation: PlannedReservation, week: int, minutes: int) -> None:
        task = self._task_of(reservation, week)
        candidates = self._candidates(reservation)
        able = {name for name in candidates if task and self._workers[name].can(task.needs[0])}
        for name in sorted(candidates, key=lambda n: (n not in able, -self._left[n][week])):
            taken = min(minutes, self._left[name][week])
            self._left[name][week] -= taken
            minutes -= taken
            if task is not None and name in able:
                pin = min(taken, self._room[task.name])
                self._room[task.name] -= pin
                if pin:
                    self._pins.append(Given(task.name, 0, name, pin))

    def _promised(self) -> Iterator[Given]:
        """What is asked already of a pool, or of somebody."""
        for reservation in self._inputs.reservations:
            if reservation.state is State.CONFIRMED:
                continue
            of = [
                name
                for name in self._candidates(reservation)
                if self._workers[name].giver.staff_id == reservation.staff_id
            ]
            for week, minutes in self._weeks(reservation):
                task = self._task_of(reservation, week)
                if task is not None and of:
                    yield Given(task.name, 0, of[0], min(minutes, task.needs[0].amount))

    def _weeks(self, reservation: PlannedReservation) -> Iterator[tuple[int, int]]:
        for each in reservation.weeks:
            week = weeks_between(self._inputs.first_week, each.week)
            if 0 <= week < self._inputs.horizon:
                yield week, each.minutes

    def _task_of(self, reservation: PlannedReservation, week: int) -> Task | None:
        place = week - self._dates.start.get(reservation.subproject_id, 0)
        demand = self._demand.get((reservation.subproject_id, reservation.expertise_id))
        return None if demand is None else self._tasks.get(f"demand {demand.id} {place}")

    def _candidates(self, reservation: PlannedReservation) -> Sequence[str]:
        if reservation.staff_id is None:
            return [n for n, w in self._workers.items() if w.giver.team_id == reservation.team_id]
        return [n for n, w in self._workers.items() if w.giver.staff_id == reservation.staff_id]


@dataclass(frozen=True, slots=True)
class _Worker:
    giver: Giver
    levels: tuple[tuple[UUID, int], ...]
    minutes: Sequence[int]

    def can(self, need: Need) -> bool:
        return any(str(key) == need.skill and level >= need.level for key, level in self.levels)


def _workers(inputs: Inputs, asked: set[UUID]) -> Mapping[str, _Worker]:
    """By giver and what they master, which can differ per week."""
    found: defaultdict[tuple[Giver, tuple[tuple[UUID, int], ...]], list[int]] = defaultdict(
        lambda: [0] * inputs.horizon
    )
    for week, supplies in enumerate(inputs.supplies):
        for supply in supplies:
            if levels := _levels(supply, asked):
                found[Giver(supply.team_id, supply.staff_id), levels][week] += supply.minutes
    ordered = sorted(found.items(), key=lambda each: repr(each[0]))
    return {
        f"giver {number}": _Worker(giver, levels, minutes)
        for number, ((giver, levels), minutes) in enumerate(ordered)
    }


def _levels(supply: Supply, asked: set[UUID]) -> tuple[tuple[UUID, int], ...]:
    return tuple(sorted(each for each in supply.levels.items() if each[0] in asked))
