"""The periods over which sources count: ISO weeks, months, years and fiscal years from April."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Self

from shared.isoweek import IsoWeek

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"\d{4}")
_FISCAL_YEAR = re.compile(r"(\d{4})-(\d{4})")
_FIRST_YEAR = 1900


class PeriodKind(StrEnum):
    """What a period is a piece of; figures of different kinds are never added up."""

    WEEK = "week"
    MONTH = "month"
    YEAR = "year"
    FISCAL_YEAR = "fiscal-year"


@dataclass(frozen=True, slots=True)
class Period:
    """A period with its first and last day."""

    name: str
    kind: PeriodKind
    starts_on: date
    ends_on: date

    @classmethod
    def parse(cls, name: str) -> Self:
        """Read `2026-W14`, `2026-03`, `2026` or `2025-2026` (April to March).

        Raises:
            ValueError: the text has another form, or no such period exists.
        """
        if not name.isascii():
            raise ValueError(f"not a period: {name!r}")
        if "W" in name:
            week = IsoWeek.parse(name)
            if week.year < _FIRST_YEAR:
                raise ValueError(f"before {_FIRST_YEAR}: {name!r}")
            return cls(name, PeriodKind.WEEK, week.monday, week.sunday)
        if match := _MONTH.fullmatch(name):
            first = date(_year(match[1]), int(match[2]), 1)
            return cls(name, PeriodKind.MONTH, first, _last_of_month(first))
        if match := _FISCAL_YEAR.fullmatch(name):
            year = _year(match[1])
            if int(match[2]) != year + 1:
                raise ValueError(f"not two successive years: {name!r}")
            return cls(name, PeriodKind.FISCAL_YEAR, date(year, 4, 1), date(year + 1, 3, 31))
        if _YEAR.fullmatch(name):
            year = _year(name)
            return cls(name, PeriodKind.YEAR, date(year, 1, 1), date(year, 12, 31))
        raise ValueError(f"not a period: {name!r}")


def _year(digits: str) -> int:
    year = int(digits)
    if not _FIRST_YEAR <= year < date.max.year:
        raise ValueError(f"no such year: {digits}")
    return year


def _last_of_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
