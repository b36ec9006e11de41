"""Where the plan comes on the drawing of the timeline."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from uuid import UUID

from services.planning.queries.timeline import TimelineMilestone, TimelineRow
from shared.isoweek import IsoWeek
from shared.web import dutch
from shared.web.areas import Area, Ink

WIDTH, HEAD, ROW, AREA_ROW = 1000, 36, 52, 34
BAR_TOP, BAR_HEIGHT = 24, 14
LETTER = 8.2
"""About how wide a letter of a name is."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A milestone: its diamond, the outline of what was promised, and the tail of its forecast."""

    words: str
    x: float
    promised_x: float | None
    tail: Area | None
    is_reached: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A subproject, or a focus area when it has no bar."""

    y: float
    name: str
    id: UUID | None = None
    state: str = ""
    name_x: float = 0
    x: float = 0
    width: float = 0
    marks: Sequence[Mark] = ()
    flag_x: float | None = None
    is_late: bool = False


@dataclass(frozen=True, slots=True)
class Gantt:
    """The subprojects that touch the days from `first` to `last`."""

    first: date
    last: date
    today: date
    rows: Sequence[TimelineRow]

    @property
    def lines(self) -> list[Line]:
        """Focus areas, each with its subprojects."""
        found: list[Line] = []
        y = float(HEAD)
        for area, rows in groupby(self.rows, lambda row: row.focus_area):
            found.append(Line(y, area))
            y += AREA_ROW
            for row in rows:
                found.append(self._line(row, y))
                y += ROW
        return found

    @property
    def height(self) -> float:
        """Of the whole drawing."""
        areas = len({row.focus_area for row in self.rows})
        return HEAD + areas * AREA_ROW + len(self.rows) * ROW + 8

    @property
    def today_x(self) -> float | None:
        """Where today is, when it is on the drawing."""
        return self.x(self.today) if self.first <= self.today <= self.last else None

    @property
    def months(self) -> list[tuple[float, str]]:
        """Where each month begins."""
        return list(self._months())

    def x(self, day: date) -> float:
        """Where a day is; days outside are at the edge."""
        share = (day - self.first).days / ((self.last - self.first).days + 1)
        return round(WIDTH * min(1.0, max(0.0, share)), 1)

    def _months(self) -> Iterator[tuple[float, str]]:
        day = self.first.replace(day=1)
        while day <= self.last:
            if day >= self.first:
                name = _short(dutch.MONTHS[day.month - 1])
                yield self.x(day), f"{name} {day.year}" if day.month == 1 else name
            day = (day + timedelta(days=32)).replace(day=1)

    def _line(self, row: TimelineRow, y: float) -> Line:
        x, end = self.x(row.starts_on), self.x(row.ends_on + timedelta(days=1))
        return Line(
            y,
            row.name,
            row.id,
            row.state,
            name_x=max(0.0, min(x, WIDTH - LETTER * len(row.name))),
            x=x,
            width=max(2.0, round(end - x, 1)),
            marks=[self._mark(each, y) for each in row.milestones if self._shows(each)],
            flag_x=None if row.last_day is None else self.x(row.last_day),
            is_late=row.last_day is not None and row.last_day < self.today,
        )

    def _shows(self, milestone: TimelineMilestone) -> bool:
        days = (milestone.due_on, milestone.promised_on)
        return any(self.first <= day <= self.last for day in days)

    def _mark(self, found: TimelineMilestone, y: float) -> Mark:
        x = self.x(found.reached_on or found.due_on)
        end = x if found.p80 is None else self.x(found.p80)
        moved = found.promised_on != found.due_on
        return Mark(
            f"{found.name}, {dutch.day(found.reached_on or found.due_on)}",
            x,
            self.x(found.promised_on) if moved else None,
            Area(x, y + BAR_TOP + 2, round(end - x, 1), BAR_HEIGHT - 4, Ink.SLANTING)
            if end > x
            else None,
            found.reached_on is not None,
        )


def _short(month: str) -> str:
    return "mrt" if month == "maart" else month[:3]


def window(day: date, weeks: int, start: IsoWeek | None) -> tuple[date, date]:
    """The days that are shown: whole weeks, from two before today unless asked otherwise."""
    first = start or IsoWeek.of(day).plus(-2)
    return first.monday, first.plus(weeks - 1).sunday
