"""The baseline: the 52 closed weeks before a product's first go-live, frozen (definition M8)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from services.metrics.domain.handling import Way
from shared.isoweek import IsoWeek
from shared.refusal import Reason

WEEKS = 52
FIRST_GO_LIVE = date(2000, 1, 1)


def go_live_reasons(go_live_on: date, today: date) -> Iterator[Reason]:
    """Why no baseline can be frozen for a go-live on this day: its weeks have not all ended, or
    nobody counted in them.
    """
    if go_live_on > today:
        yield Reason("in-the-future", "Deze datum ligt in de toekomst.", "goLiveOn")
    if go_live_on < FIRST_GO_LIVE:
        yield Reason("too-long-ago", "Deze datum is te lang geleden.", "goLiveOn")


@dataclass(frozen=True, slots=True)
class Window:
    """The weeks of a baseline, first and last included."""

    first: IsoWeek

    @classmethod
    def before(cls, go_live_on: date) -> "Window":
        """The 52 weeks that had ended before the week of a go-live."""
        return cls(IsoWeek.of(go_live_on).plus(-WEEKS))

    @property
    def last(self) -> IsoWeek:
        """The last week."""
        return self.first.plus(WEEKS - 1)

    def weeks(self) -> tuple[IsoWeek, ...]:
        """All 52, in order."""
        return tuple(self.first.until(self.last))

    def same_season(self, week: IsoWeek) -> IsoWeek:
        """The week of the window that lies a whole number of 52-week years from this one.

        52 weeks rather than the same week number, so that every week has exactly one, also week 53.
        """
        apart = (week.monday - self.first.monday).days // 7
        return self.first.plus(apart % WEEKS)


@dataclass(frozen=True, slots=True)
class Baseline:
    """What was frozen of the weeks of which everything was known: per way, and per week."""

    version: int
    window: Window
    counts: Mapping[Way, int]
    volumes: Mapping[IsoWeek, int]

    def __post_init__(self) -> None:
        if not self.volumes:
            raise ValueError("a baseline needs a week of which everything is known")

    def mix(self) -> Mapping[Way, Fraction]:
        """The share of every way over all known weeks; empty when nothing was transacted at all."""
        everything = sum(self.counts.values())
        return {way: Fraction(count, everything) for way, count in self.counts.items() if count}

    def volume(self, week: IsoWeek) -> Fraction:
        """What to compare a week with: the week of its season, else the average known week."""
        season = self.volumes.get(self.window.same_season(week))
        if season is not None:
            return Fraction(season)
        return Fraction(sum(self.volumes.values()), len(self.volumes))
