"""The periods that a chart should show, also those of which nothing is known yet."""

from collections.abc import Iterator
from datetime import date, timedelta

from shared.contracts.vocabulary import PeriodKind
from shared.isoweek import IsoWeek
from shared.web import dutch


def periods(kind: PeriodKind, first_day: date, today: date) -> Iterator[tuple[str, date]]:
    """Name and last day of every period from the one that begins on `first_day` until the last one
    that has ended.
    """
    begin = first_day
    while (end := _last_day(kind, begin)) < today:
        yield _name(kind, begin), end
        begin = end + timedelta(days=1)


def short_name(kind: PeriodKind, period: str) -> str:
    """A period as it stands under a chart; the year is clear from its place."""
    return dutch.week(period) if kind is PeriodKind.WEEK else dutch.period(period)


def _last_day(kind: PeriodKind, begin: date) -> date:
    if kind is PeriodKind.WEEK:
        return begin + timedelta(days=6)
    months = 1 if kind is PeriodKind.MONTH else 12
    year, month = divmod(begin.year * 12 + begin.month - 1 + months, 12)
    return date(year, month + 1, 1) - timedelta(days=1)


def _name(kind: PeriodKind, begin: date) -> str:
    match kind:
        case PeriodKind.WEEK:
            return str(IsoWeek.of(begin))
        case PeriodKind.MONTH:
            return f"{begin.year:04d}-{begin.month:02d}"
        case PeriodKind.YEAR:
            return f"{begin.year:04d}"
        case PeriodKind.FISCAL_YEAR:
            return f"{begin.year:04d}-{begin.year + 1:04d}"
