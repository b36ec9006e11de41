"""The points of no return of a subproject: the day on which its scope is fixed, and the day of its
first decision. Who is involved by then could still change something.

Coverage before such a point is definition E2 (see coverage.py) with its day instead of T0. The day
is fixed, and with it the cohort, when planning tells that the milestone was reached: as long as a
milestone can still move, nothing is behind it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from services.engagement.domain.first_moment import T0, ToldDay


class PointOfNoReturn(StrEnum):
    """The points of no return, by the kind of milestone that marks them."""

    SCOPE_FIXED = "scope-fixed"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class MilestoneCourse:
    """What was told of the day of a milestone, in that order, and whether it was reached; then the
    last day told is the day on which it was.
    """

    told: Sequence[ToldDay]
    reached: bool


def day_of_no_return(milestones: Sequence[MilestoneCourse]) -> T0 | None:
    """The day of a point, from the milestones of its kind; None as long as none is planned.

    The first that was told to be reached fixes the day. Until then it is the earliest day planned.
    """
    reached = [each.told[-1] for each in milestones if each.reached]
    passed = [(told.told_at, told.day) for told in reached if told.day is not None]
    if passed:
        fixed_at, day = min(passed)
        return T0(day, fixed_at)
    planned = [each.told[-1].day for each in milestones]
    return min((T0(day) for day in planned if day is not None), key=lambda t0: t0.day, default=None)
