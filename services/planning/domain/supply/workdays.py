"""Working days: Monday to Friday, without the public holidays of the Netherlands. Where a
municipality does not say which it chose, they are those of the law.
"""

from datetime import date, timedelta
from functools import lru_cache

from services.planning.domain.supply.public_holidays import HolidayChoices, public_holidays

DECISION_NORM = 20
"""Working days within which a team leader gives freed hours a destination."""

WEEK = 5
"""Working days in a week without holidays."""

BY_LAW = HolidayChoices()


@lru_cache(maxsize=1 << 14)
def working_days_before(day: date, count: int, holidays: HolidayChoices = BY_LAW) -> date:
    """The day from which `count` working days pass before `day` begins.

    Raises:
        ValueError: `count` is negative.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    return _step(day, count, -1, holidays)


def working_days_after(day: date, count: int) -> date:
    """The working day that is `count` working days after `day`.

    Raises:
        ValueError: `count` is negative.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    return _step(day, count, 1, BY_LAW)


def working_days_between(first: date, last: date, holidays: HolidayChoices = BY_LAW) -> int:
    """How many working days come after `first`, up to and including `last`; 0 when `last` is not
    later.
    """
    days = (first + timedelta(days=step) for step in range(1, (last - first).days + 1))
    return sum(is_working_day(day, holidays) for day in days)


def is_working_day(day: date, holidays: HolidayChoices = BY_LAW) -> bool:
    """Whether people work on a day, unless they have leave."""
    return day.isoweekday() <= WEEK and day not in public_holidays(day.year, holidays)


def _step(day: date, count: int, direction: int, holidays: HolidayChoices) -> date:
    while count:
        day += timedelta(days=direction)
        if is_working_day(day, holidays):
            count -= 1
    return day
