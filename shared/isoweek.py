"""ISO 8601 weeks: the unit in which capacity and transactions are counted."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

_FORM = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)


@dataclass(frozen=True, slots=True, order=True)
class IsoWeek:
    """A week that starts on Monday; week 1 of a year holds 4 January, so a year has 52 or 53 of
    them.
    """

    year: int
    week: int

    def __post_init__(self) -> None:
        date.fromisocalendar(self.year, self.week, 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read `2026-W14`.

        Raises:
            ValueError: the text has another form, or the year has no such week.
        """
        match = _FORM.fullmatch(text)
        if match is None:
            raise ValueError(f"not an ISO week: {text!r}")
        return cls(int(match[1]), int(match[2]))

    @classmethod
    def of(cls, day: date) -> Self:
        """The week in which a day falls; around 1 January its year can differ from the day's."""
        year, week, _ = day.isocalendar()
        return cls(year, week)

    @property
    def monday(self) -> date:
        """The first day of the week."""
        return date.fromisocalendar(self.year, self.week, 1)

    @property
    def sunday(self) -> date:
        """The last day of the week."""
        return date.fromisocalendar(self.year, self.week, 7)

    def plus(self, weeks: int) -> Self:
        """The week so many weeks later, or earlier when negative."""
        return self.of(self.monday + timedelta(weeks=weeks))

    def until(self, last: Self) -> Iterator[Self]:
        """Every week from this one to `last`, both included; none when `last` is earlier."""
        week = self
        while week <= last:
            yield week
            week = week.plus(1)

    def __str__(self) -> str:
        return f"{self.year:04d}-W{self.week:02d}"
