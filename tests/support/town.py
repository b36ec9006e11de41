"""A municipality as the rows about it need to know it: its size, who and what is in it, when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any
from uuid import UUID

from shared.isoweek import IsoWeek

WEEKS_BACK, WEEKS_AHEAD = 104, 156

FIELD = 3
"""Expertises that the people of one team have among them; one in ten has one of elsewhere too."""

Row = tuple[Any, ...]
Tables = Mapping[str, tuple[Sequence[str], Sequence[Row]]]


@dataclass(frozen=True, slots=True)
class Size:
    """How many there are of each."""

    subprojects: int
    people: int
    teams: int
    expertises: int
    programmes: int
    products: int


LARGE = Size(subprojects=500, people=2_000, teams=80, expertises=60, programmes=10, products=40)


class Town:
    """The ids of everything, in the order in which the rows point to each other."""

    def __init__(self, today: date, rng: Random, size: Size) -> None:
        self._today, self._rng, self.size = today, rng, size
        self.this_week = IsoWeek.of(today)
        self.told_at = datetime.combine(today, time(8), UTC)
        self.expertises = self._ids(size.expertises)
        self.teams = self._ids(size.teams)
        self.people = self._ids(size.people)
        self.programmes = self._ids(size.programmes)
        self.subprojects = self._ids(size.subprojects)
        self.groups = self._ids(20)
        self.spans = [self._span() for _ in self.subprojects]

    def field(self, team: int) -> Sequence[UUID]:
        """The expertises of a team."""
        first = team % (self.size.expertises // FIELD) * FIELD
        return self.expertises[first : first + FIELD]

    def id(self) -> UUID:
        """A new one."""
        return UUID(int=self._rng.getrandbits(128), version=4)

    def day(self, ahead: int) -> date:
        """So many days from today."""
        return self._today + timedelta(days=ahead)

    def monday(self, ahead: int) -> date:
        """The Monday so many weeks from this one."""
        return self.this_week.plus(ahead).monday

    def _ids(self, count: int) -> Sequence[UUID]:
        return [self.id() for _ in range(count)]

    def _span(self) -> tuple[int, int]:
        first = self._rng.randint(-WEEKS_BACK, WEEKS_AHEAD - 30)
        return first, first + self._rng.randint(8, 28)
