"""The plan as the forecast takes it, and its answer in days of the calendar."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from heapq import heapify, heappop, heappush
from uuid import UUID

import numpy as np

from services.planning.domain.balance.balance import Supply
from services.planning.domain.forecast.durations import Durations
from services.planning.domain.forecast.forecast import HORIZON, RUNS, Expected, Task, forecast
from services.planning.domain.plan.subprojects import State, Subproject
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class Ahead:
    """A subproject that is not closed: when it began, the minutes that it needs of each expertise
    in all, and the days on which its milestones are due.
    """

    subproject: Subproject
    began_on: date | None
    minutes: Mapping[UUID, int]
    due: Mapping[UUID, date]


@dataclass(frozen=True, slots=True)
class Outlook:
    """By when a milestone is reached in half of the runs and in four of five; None where that is
    not within three years.
    """

    p50: date | None
    p80: date | None


def outlook(
    ahead: Sequence[Ahead],
    hours: Mapping[UUID, Sequence[float]],
    durations: Durations,
    today: date,
    *,
    runs: int = RUNS,
) -> Mapping[UUID, Outlook]:
    """What is expected of every milestone. `hours` are minutes per expertise of each week from this
    one on, three years. Who was planned to start first is served first.
    """
    ordered = serving_order(ahead)
    places = {each.subproject.id: place for place, each in enumerate(ordered)}
    expertises = {expertise: place for place, expertise in enumerate(sorted(hours))}
    monday = IsoWeek.of(today).monday
    tasks = [_task(each, places, expertises, monday, today) for each in ordered]
    capacity = np.zeros((len(expertises), HORIZON))
    for expertise, place in expertises.items():
        capacity[place] = hours[expertise]
    found = forecast(tasks, capacity, durations, runs=runs)
    return {
        milestone_id: _outlook(expected, monday, today)
        for each, marks in zip(ordered, found, strict=True)
        for milestone_id, expected in zip(each.due, marks, strict=True)
    }


def serving_order(ahead: Sequence[Ahead]) -> Sequence[Ahead]:
    """By planned start, each after what it waits for."""
    by_id = {each.subproject.id: each for each in ahead}
    waits = {each.subproject.id: len(each.subproject.depends_on & by_id.keys()) for each in ahead}
    ready = [
        (each.subproject.period.starts_on, key) for key, each in by_id.items() if not waits[key]
    ]
    heapify(ready)
    ordered = []
    while ready:
        _, key = heappop(ready)
        ordered.append(by_id[key])
        for other in ahead:
            if key in other.subproject.depends_on:
                waits[other.subproject.id] -= 1
                if not waits[other.subproject.id]:
                    heappush(ready, (other.subproject.period.starts_on, other.subproject.id))
    return ordered


class SharedHours:
    """What each wanted expertise can have of a week. Who masters several is divided over them by
    how much is wanted of each, so that every hour counts once.
    """

    def __init__(self, wanted: Mapping[UUID, int]) -> None:
        self._wanted = wanted
        self._shares: dict[frozenset[UUID], Sequence[tuple[UUID, int, int]]] = {}

    def of(self, supplies: Iterable[Supply]) -> Mapping[UUID, float]:
        """Minutes of each wanted expertise."""
        there: defaultdict[frozenset[UUID], int] = defaultdict(int)
        for supply in supplies:
            there[supply.expertises] += supply.minutes
        found = dict.fromkeys(self._wanted, 0.0)
        for expertises, minutes in there.items():
            for expertise, wanted, in_all in self._shared(expertises):
                found[expertise] += minutes * wanted / in_all
        return found

    def _shared(self, expertises: frozenset[UUID]) -> Sequence[tuple[UUID, int, int]]:
        """Of each wanted one of these how much is wanted of it, and of all of these."""
        if expertises not in self._shares:
            mastered = expertises & self._wanted.keys()
            in_all = sum(self._wanted[each] for each in mastered)
            self._shares[expertises] = [(each, self._wanted[each], in_all) for each in mastered]
        return self._shares[expertises]


def hours_ahead(
    ahead: Iterable[Ahead],
    supplies: Callable[[IsoWeek], Sequence[Supply]],
    elsewhere: Mapping[tuple[UUID, date], int],
    today: date,
) -> Mapping[UUID, Sequence[float]]:
    """Minutes of each wanted expertise in each week from this one on, three years: what can be
    given, less what is confirmed elsewhere, by expertise and Monday.
    """
    wanted: Counter[UUID] = Counter()
    for each in ahead:
        wanted.update(each.minutes)
    first = IsoWeek.of(today)
    weeks = list(first.until(first.plus(HORIZON - 1)))
    shared = SharedHours(wanted)
    there = [shared.of(supplies(week)) for week in weeks]
    return {
        expertise: [
            max(0.0, hours[expertise] - elsewhere.get((expertise, week.monday), 0))
            for week, hours in zip(weeks, there, strict=True)
        ]
        for expertise in wanted
    }


def _task(
    each: Ahead,
    places: Mapping[UUID, int],
    expertises: Mapping[UUID, int],
    monday: date,
    today: date,
) -> Task:
    period = each.subproject.period
    days = (period.ends_on - period.starts_on).days + 1
    waiting = each.subproject.state is State.PLANNED
    earliest = max(period.starts_on, today) if waiting else today
    began_on = min(each.began_on or period.starts_on, today)
    return Task(
        days=days,
        earliest=(earliest - monday).days,
        after=sorted(places[other] for other in each.subproject.depends_on & places.keys()),
        needs={
            expertises[expertise]: minutes / (days / 7)
            for expertise, minutes in sorted(each.minutes.items())
        },
        marks=[min(days, max(0, (due - period.starts_on).days + 1)) for due in each.due.values()],
        elapsed=0 if waiting else (today - began_on).days,
    )


def _outlook(expected: Expected, monday: date, today: date) -> Outlook:
    """What is not reached yet is not reached before today."""
    p50, p80 = (
        None if day is None else max(today, monday + timedelta(days=day))
        for day in (expected.p50, expected.p80)
    )
    return Outlook(p50, p80)
