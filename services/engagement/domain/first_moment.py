"""T0: the day until which involvement counts as involvement from the first moment.

T0 is a function of what planning told and when it told it, not of the order in which it was heard.
It is fixed at the first instant at which the subproject has started and the day is known; nothing
told later moves it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class FirstMoment(StrEnum):
    """Which day a subproject takes as T0, chosen when it is planned."""

    DECISION = "decision"
    START = "start"
    GO_LIVE = "go-live"


@dataclass(frozen=True, slots=True)
class ToldDay:
    """A day, as told at a moment; no day says that what it belonged to was cancelled."""

    day: date | None
    told_at: datetime


@dataclass(frozen=True, slots=True)
class Course:
    """What T0 follows from: the option, the start, and what was told of each milestone of the
    deciding kind.
    """

    first_moment: FirstMoment
    planned_start: date
    started: ToldDay | None = None
    milestones: tuple[tuple[ToldDay, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class T0:
    """The day, and since when it is fixed; not fixed means that it is an expectation."""

    day: date
    fixed_at: datetime | None = None


def t0_of(course: Course) -> T0 | None:
    """T0 of a subproject; None while the milestone that decides it is unknown.

    With several decisions or go-lives the earliest counts: after it, choices have been made.
    """
    if course.first_moment is FirstMoment.START:
        return _t0_by_start(course)
    if course.started is None:
        day = _earliest_day(course, None)
        return None if day is None else T0(day)
    for instant in _instants_from(course, course.started.told_at):
        day = _earliest_day(course, instant)
        if day is not None:
            return T0(day, fixed_at=instant)
    return None


def _t0_by_start(course: Course) -> T0:
    if course.started is None or course.started.day is None:
        return T0(course.planned_start)
    return T0(course.started.day, fixed_at=course.started.told_at)


def _instants_from(course: Course, start: datetime) -> list[datetime]:
    later = {told.told_at for told_days in course.milestones for told in told_days}
    return sorted({start, *(instant for instant in later if instant > start)})


def _earliest_day(course: Course, known_at: datetime | None) -> date | None:
    """The earliest day over the milestones, by what was known at a moment (None: by all that is
    known).
    """
    current = (
        max(known, key=lambda told: told.told_at).day
        for told_days in course.milestones
        if (known := [t for t in told_days if known_at is None or t.told_at <= known_at])
    )
    return min((day for day in current if day is not None), default=None)
