"""The baseline: the 52 closed weeks before a product's first go-live, frozen (definition M8)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from services.metrics.domain.handling import Way
from shared.isoweek import IsoWeek
from shared.refusal import Reason, Refusal

WEEKS = 52


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
    """What was frozen: transactions per way, of the weeks of which everything was known."""

    version: int
    window: Window
    weeks: Mapping[IsoWeek, Mapping[Way, int]]

    def __post_init__(self) -> None:
        if not self.weeks:
            raise Refusal(
                Reason(
                    "baseline-without-weeks",
                    "Voor de nulmeting is van geen enkele week alles bekend.",
                )
            )

    def mix(self) -> Mapping[Way, Fraction]:
        """The share of every way over all known weeks; empty when nothing was transacted at all."""
        counts: dict[Way, int] = {}
        for week in self.weeks.values():
            for way, completed in week.items():
                counts[way] = counts.get(way, 0) + completed
        everything = sum(counts.values())
        if everything == 0:
            return {}
        return {way: Fraction(count, everything) for way, count in counts.items() if count}

    def volume(self, week: IsoWeek) -> Fraction:
        """What to compare a week with: the week of its season, else the average known week."""
        season = self.weeks.get(self.window.same_season(week))
        if season is not None:
            return Fraction(sum(season.values()))
        return Fraction(sum(sum(known.values()) for known in self.weeks.values()), len(self.weeks))
