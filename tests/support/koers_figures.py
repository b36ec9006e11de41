"""Rows of Koers for tests of its rules, with what a test does not care about filled in."""

from datetime import UTC, date, datetime
from uuid import UUID

from services.planning.queries.capacity import BalanceWeek
from services.planning.queries.steering import RelievedWeek, SubprojectCoverage, UptakePoint
from services.planning.queries.timeliness import TimelinessRow
from shared.contracts.metrics_v1 import Completeness
from shared.isoweek import IsoWeek

TOLD_AT = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)


def point(
    period: str, share: float | None, target: float | None = None, revision: int = 0
) -> UptakePoint:
    """Uptake in a week, of a thousand requests."""
    week = IsoWeek.parse(period)
    numerator = None if share is None else round(share * 1000)
    return UptakePoint(
        period, week.monday, week.sunday, numerator, 1000, share, share, target, revision, TOLD_AT
    )


def relieved(
    week: str,
    channel: float,
    minutes: float = 0,
    *,
    teams: int = 2,
    completeness: Completeness = Completeness.COMPLETE,
) -> RelievedWeek:
    """A week with these hours less (negative) or more by channel and by handling time."""
    total = -(channel + minutes)
    return RelievedWeek(
        week,
        total - 2,
        total,
        total + 3,
        -5.0,
        channel,
        minutes,
        teams,
        completeness,
        TOLD_AT,
    )


def timeliness(numerator: float = 0, denominator: float = 0) -> TimelinessRow:
    """Hours confirmed in time, of those demanded in the coming weeks."""
    share = numerator / denominator if denominator else None
    return TimelinessRow("C4", 20, "2026-W48", "2027-W06", numerator, denominator, share, [])


def balance(week: str, demand: float, supply: float, confirmed: float = 0) -> BalanceWeek:
    """An expertise of which nobody masters another."""
    return BalanceWeek(week, demand, supply, confirmed, max(0.0, demand - supply), 0.0)


def coverage(
    name: str,
    numerator: int | None,
    denominator: int | None,
    *,
    lead: float | None = None,
    joiners: int | None = None,
    frozen: bool = True,
) -> SubprojectCoverage:
    """First-moment coverage of a subproject."""
    share = None if numerator is None or denominator is None else numerator / denominator
    return SubprojectCoverage(
        UUID(int=1),
        name,
        date(2026, 11, 1),
        frozen,
        "E2",
        numerator,
        denominator,
        share,
        lead,
        joiners,
        TOLD_AT,
    )
