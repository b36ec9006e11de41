"""When the end of a reservation deadline is told again, and what can still be done by then."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from services.planning.domain.reservations.deadlines import LeadTimes, Need
from services.planning.domain.supply.workdays import WEEK

DAYS_BEFORE = (0, 1, 7, 14, 30)
"""How many days before the last day it is told."""


class Option(StrEnum):
    """What can still be done for a demand."""

    OTHER_PERSON = "other-person"
    SPLIT = "split"
    MOVE = "move"
    TRAIN = "train"
    HIRE = "hire"
    REDUCE_SCOPE = "reduce-scope"


def reminder(last_day: date, today: date) -> int | None:
    """Which reminder it is time for, in days before; None when the last day is further away.

    After a silence only the latest is due. Past its last day the one of the day itself stays due.
    """
    left = (last_day - today).days
    return next((days for days in DAYS_BEFORE if left <= days), None)


def options(need: Need, lead_times: LeadTimes, today: date, *, can_move: bool) -> Iterator[Option]:
    """What can still be done for a demand; `can_move` says that its programme leaves room after
    it.
    """
    if need.weeks and need.served:
        yield Option.OTHER_PERSON
    if any(week.free for week in need.weeks):
        yield Option.SPLIT
    if can_move:
        yield Option.MOVE
    fixed = lead_times.roster_freeze + lead_times.approval
    learning, hiring = need.times.learning_weeks * WEEK, need.times.hiring_weeks * WEEK
    if need.learnable and today <= lead_times.before(need.starts_on, fixed + learning):
        yield Option.TRAIN
    if today <= lead_times.before(need.starts_on, fixed + hiring):
        yield Option.HIRE
    yield Option.REDUCE_SCOPE
