"""A year of weeks with its public holidays, and what somebody can give in each of them: most weeks
are the same for all who have the same hours, and only the others are counted day by day.
"""

from collections.abc import Sequence
from datetime import date

from services.planning.domain.supply.public_holidays import HolidayChoices, days_off
from services.planning.domain.supply.working_time import (
    WHOLE,
    Employment,
    Run,
    WorkingHours,
    days_of,
)
from shared.isoweek import IsoWeek

_WEEK = 7


class YearOfWeeks:
    """The weeks of an ISO year, from week 1 on. `holidays` are those of the years around it too:
    minutes of absence are spread over the other days of it, and that is a year at most.
    """

    def __init__(self, year: int, choices: HolidayChoices) -> None:
        first, last = IsoWeek(year, 1), IsoWeek.of(date(year, 12, 28))
        self.weeks = list(first.until(last))
        self.holidays = days_off(first.monday.year - 1, last.sunday.year + 1, choices)
        self._first, self._last = first.monday, last.sunday
        self._first_day = first.monday.toordinal()
        self._ordinary: dict[tuple[int, int, tuple[int, ...]], Sequence[int]] = {}

    def project_minutes(self, employment: Employment) -> Sequence[int | None]:
        """What somebody can give to subprojects in each week; None where they do not work."""
        found: list[int | None] = [None] * len(self.weeks)
        unusual = self._fill(found, employment.runs)
        for duty in employment.duties:
            last = date.max if duty.until_week is None else duty.until_week.sunday
            for place in self._touched(duty.from_week.monday, last):
                there = found[place]
                found[place] = there and max(0, there - duty.weekly_minutes)
        for absence in employment.absences:
            if absence.starts_on <= self._last and self._first <= absence.ends_on:
                unusual.update(self._touched(absence.starts_on, absence.ends_on))
        for place in unusual:
            week = self.weeks[place]
            works = employment.works_in(week)
            found[place] = employment.project_minutes(week, self.holidays) if works else None
        return found

    def _fill(self, found: list[int | None], runs: Sequence[Run]) -> set[int]:
        """Say of the weeks with the same hours on all days what these come to; answer which have
        hours on some days only.
        """
        partly: set[int] = set()
        for run in runs:
            if run.first <= self._first and self._last <= run.last:
                found[:] = self._of_hours(run.hours)
                break
            whole, touched = self._whole(run.first, run.last), self._touched(run.first, run.last)
            found[whole.start : whole.stop] = self._of_hours(run.hours)[whole.start : whole.stop]
            partly.update(range(touched.start, whole.start), range(whole.stop, touched.stop))
        return partly

    def _of_hours(self, hours: WorkingHours) -> Sequence[int]:
        """What these hours come to in each week, without absence and duties."""
        key = hours.weekly_minutes, hours.project_percent, tuple(hours.working_days)
        if key not in self._ordinary:
            shared = hours.weekly_minutes * hours.project_percent // WHOLE
            self._ordinary[key] = [
                max(0, shared - sum(hours.minutes_on(day) for day in self._off(week)))
                for week in self.weeks
            ]
        return self._ordinary[key]

    def _off(self, week: IsoWeek) -> Sequence[date]:
        return [day for day in days_of(week) if day in self.holidays]

    def _touched(self, first: date, last: date) -> range:
        """The places of the weeks of which one of these days is."""
        return self._places(first.toordinal(), last.toordinal() + _WEEK)

    def _whole(self, first: date, last: date) -> range:
        """The places of the weeks of which all days are among these."""
        return self._places(first.toordinal() + _WEEK - 1, last.toordinal() + 1)

    def _places(self, begin: int, end: int) -> range:
        """From the week of a day to before the week of another."""
        first, stop = ((day - self._first_day) // _WEEK for day in (begin, end))
        first = min(max(0, first), len(self.weeks))
        return range(first, max(first, min(stop, len(self.weeks))))


class Calendar:
    """Years of weeks, each made once."""

    def __init__(self, choices: HolidayChoices) -> None:
        self._choices = choices
        self._years: dict[int, YearOfWeeks] = {}

    def year(self, year: int) -> YearOfWeeks:
        """The weeks of an ISO year."""
        if year not in self._years:
            self._years[year] = YearOfWeeks(year, self._choices)
        return self._years[year]
