"""Working days: Monday to Friday. Public holidays are counted as working days."""

from datetime import date, timedelta

RESERVATION_NORM = 20
"""Working days that a team leader needs between a decision and the first week of work (reference:
definition C4).
"""


def working_days_before(day: date, count: int) -> date:
    """The day from which `count` working days pass before `day` begins.

    Raises:
        ValueError: `count` is negative.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    return _step(day, count, -1)


def working_days_after(day: date, count: int) -> date:
    """The working day that is `count` working days after `day`.

    Raises:
        ValueError: `count` is negative.
    """
    if count < 0:
        raise ValueError("count must not be negative")
    return _step(day, count, 1)


def reservation_deadline(first_monday: date) -> date:
    """The last day on which hours from that Monday on can be reserved in time."""
    return working_days_before(first_monday, RESERVATION_NORM)


def _step(day: date, count: int, direction: int) -> date:
    while count:
        day += timedelta(days=direction)
        if day.isoweekday() <= 5:
            count -= 1
    return day
