"""A subproject with other dates, and what moves along with it when that is asked."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from services.planning.domain.consequences import Plan
from services.planning.domain.planned_hours import WeekMinutes
from services.planning.domain.reservations import OPEN
from services.planning.domain.subprojects import Period
from shared.isoweek import IsoWeek


def rescheduled(plan: Plan, subproject_id: UUID, period: Period, *, moves_along: bool) -> Plan:
    """The plan with other dates for a subproject.

    When all moves along, its milestones still to be reached, its demand and its open requests keep
    their distance to its first day. Hours of weeks that have gone by stay, and so do confirmed
    reservations: those are a team leader's promise for those very weeks.
    """
    present = plan.subprojects[subproject_id]
    moved = replace(
        plan, subprojects={**plan.subprojects, subproject_id: replace(present, period=period)}
    )
    return _with_all_along(moved, subproject_id, present.period) if moves_along else moved


def _with_all_along(plan: Plan, subproject_id: UUID, before: Period) -> Plan:
    starts_on = plan.subprojects[subproject_id].period.starts_on
    days = starts_on - before.starts_on
    weeks = (IsoWeek.of(starts_on).monday - IsoWeek.of(before.starts_on).monday).days // 7
    this_week = IsoWeek.of(plan.today)
    return replace(
        plan,
        milestones=[
            replace(each, due_on=each.due_on + days)
            if each.subproject_id == subproject_id
            else each
            for each in plan.milestones
        ],
        demands=[
            replace(each, weeks=_shifted(each.weeks, weeks, this_week))
            if each.subproject_id == subproject_id
            else each
            for each in plan.demands
        ],
        reservations=[
            replace(each, weeks=_shifted(each.weeks, weeks, this_week))
            if each.subproject_id == subproject_id and each.state in OPEN
            else each
            for each in plan.reservations
        ],
    )


def _shifted(hours: Sequence[WeekMinutes], weeks: int, this_week: IsoWeek) -> Sequence[WeekMinutes]:
    """Hours that meet in a week add up."""
    found: Counter[IsoWeek] = Counter()
    for each in hours:
        found[each.week if each.week < this_week else each.week.plus(weeks)] += each.minutes
    return [WeekMinutes(week, found[week]) for week in sorted(found)]
