"""What one person can give to subprojects in a week, in whole minutes (reference: definition C2).

    contract hours × project share − leave − public holidays − counter duty, never below nothing

Leave and holidays take whole hours of the days on which somebody works, project share or not: the
counter is staffed first. Who comes, leaves or changes hours in the middle of a week counts for the
working days on each side of it.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from shared.isoweek import IsoWeek

MONDAY_TO_FRIDAY: tuple[int, ...] = (1, 2, 3, 4, 5)
WHOLE = 100
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """From a day on: contract minutes a week, the percentage of them for projects, and the days on
    which they are worked (1 is Monday), the same on each.
    """

    from_date: date
    weekly_minutes: int
    project_percent: int = WHOLE
    working_days: Sequence[int] = MONDAY_TO_FRIDAY

    def minutes_on(self, day: date) -> int:
        """The contract minutes of a day; those of a week's days add up to the week exactly."""
        return _by_weekday(self.weekly_minutes, tuple(self.working_days))[day.weekday()]


@dataclass(frozen=True, slots=True)
class Absence:
    """Days on which somebody is not there, both included: a percentage of each working day, or
    minutes in all when `minutes` is given, spread evenly over the working days. Never why.
    """

    starts_on: date
    ends_on: date
    percent: int = WHOLE
    minutes: int | None = None

    def days(self) -> Iterator[date]:
        """Every day of it."""
        for number in range((self.ends_on - self.starts_on).days + 1):
            yield self.starts_on + timedelta(days=number)


@dataclass(frozen=True, slots=True)
class Load:
    """Minutes a week that go to something else than projects, from one week until another, both
    included; no end when `until_week` is None.
    """

    from_week: IsoWeek
    until_week: IsoWeek | None
    weekly_minutes: int

    def minutes_in(self, week: IsoWeek) -> int:
        """What it takes of a week."""
        begun = self.from_week <= week
        ended = self.until_week is not None and self.until_week < week
        return self.weekly_minutes if begun and not ended else 0


@dataclass(frozen=True, slots=True)
class Run:
    """Days, both included, on which the same hours hold."""

    first: date
    last: date
    hours: WorkingHours


@dataclass(frozen=True)
class Employment:
    """When somebody works. `left_on` is the first day they are gone; before the first of the hours
    nothing is known, so nothing is promised.
    """

    joined_on: date
    left_on: date | None
    hours: Sequence[WorkingHours]
    absences: Sequence[Absence] = ()
    duties: Sequence[Load] = ()

    def works_in(self, week: IsoWeek) -> bool:
        """Whether they are employed on a day of the week of which the hours are known."""
        days = days_of(week)
        return any(run.first <= days[-1] and days[0] <= run.last for run in self.runs)

    def project_minutes(self, week: IsoWeek, holidays: frozenset[date]) -> int:
        """What can be given to subprojects in a week."""
        shared = absent = 0
        for day in days_of(week):
            hours = self._hours_on(day)
            contract = 0 if hours is None else hours.minutes_on(day)
            if hours is not None and contract:
                shared += contract * hours.project_percent
                absent += self._absent_on(day, contract, holidays)
        busy = total(self.duties, week) if self.duties else 0
        return max(0, shared // WHOLE - absent - busy)

    @cached_property
    def runs(self) -> Sequence["Run"]:
        """The days on which the same hours hold, the last first: most weeks are within it."""
        known = {each.from_date: each for each in reversed(self.hours)}
        last = date.max if self.left_on is None else self.left_on - _DAY
        runs = []
        for from_date in sorted(known, reverse=True):
            first = max(from_date, self.joined_on)
            if first <= last:
                runs.append(Run(first, last, known[from_date]))
                last = first - _DAY
        return runs

    def _hours_on(self, day: date) -> WorkingHours | None:
        for run in self.runs:
            if run.first <= day <= run.last:
                return run.hours
        return None

    def _absent_on(self, day: date, contract: int, holidays: frozenset[date]) -> int:
        if day in holidays:
            return contract
        taken = 0
        for absence in self.absences:
            if absence.starts_on <= day <= absence.ends_on:
                taken += self._taken_on(day, contract, absence, holidays)
        return min(contract, taken)

    def _taken_on(
        self, day: date, contract: int, absence: Absence, holidays: frozenset[date]
    ) -> int:
        if absence.minutes is None:
            return contract * absence.percent // WHOLE
        worked = [each for each in absence.days() if self._works_on(each, holidays)]
        place = worked.index(day)
        before = absence.minutes * place // len(worked)
        return absence.minutes * (place + 1) // len(worked) - before

    def _works_on(self, day: date, holidays: frozenset[date]) -> bool:
        hours = self._hours_on(day)
        return day not in holidays and hours is not None and bool(hours.minutes_on(day))


def spread(load: int, minutes: Sequence[int]) -> Sequence[int]:
    """What is left of each after they carry a load together, each by how much they have; nothing is
    below 0, and together they lose the load as far as they have it.
    """
    total = sum(minutes)
    carried = min(load, total)
    left, seen = [], 0
    for each in minutes:
        before = carried * seen // total if total else 0
        seen += each
        left.append(each - (carried * seen // total - before if total else 0))
    return left


def holidays_lost(weekly_minutes: int, week: IsoWeek, holidays: frozenset[date]) -> int:
    """What a team's pool, which works from Monday to Friday, loses to holidays in a week."""
    hours = WorkingHours(week.monday, weekly_minutes)
    return sum(hours.minutes_on(day) for day in days_of(week) if day in holidays)


def total(loads: Iterable[Load], week: IsoWeek) -> int:
    """What loads take of a week together."""
    return sum(load.minutes_in(week) for load in loads)


@lru_cache(maxsize=1000)
def days_of(week: IsoWeek) -> tuple[date, ...]:
    """The seven days of a week."""
    return tuple(week.monday + timedelta(days=number) for number in range(7))


@lru_cache(maxsize=1000)
def _by_weekday(weekly_minutes: int, working_days: tuple[int, ...]) -> Sequence[int]:
    """A week's minutes over its days from Monday on, the same on each that is worked."""
    worked = sorted(working_days)
    minutes = {
        day: weekly_minutes * (place + 1) // len(worked) - weekly_minutes * place // len(worked)
        for place, day in enumerate(worked)
    }
    return [minutes.get(day, 0) for day in range(1, 8)]
