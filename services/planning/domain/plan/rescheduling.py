"""A subproject with other dates, and what moves along with it when that is asked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from uuid import UUID

from services.planning.domain.plan import programmes as programme_rules
from services.planning.domain.plan import subprojects as rules
from services.planning.domain.plan.milestones import left_outside_reasons
from services.planning.domain.plan.plan import Plan, PlannedDemand, PlannedReservation
from services.planning.domain.plan.planned_hours import (
    WeekMinutes,
    gone_by_reasons,
    outside_reasons,
)
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.reservations.reservations import OPEN
from shared.isoweek import IsoWeek
from shared.refusal import Reason


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


def rescheduling_reasons(before: Plan, after: Plan, subproject_id: UUID) -> Iterator[Reason]:
    """Why a subproject cannot get the dates that it has in the plan that comes after: they fit not
    with its programme, with what waits for what, or with what is planned in it.
    """
    moved, others = after.subprojects[subproject_id], after.others(subproject_id)
    programme = after.programmes[after.programme_of[subproject_id]]
    yield from rules.period_reasons(moved.period)
    yield from programme_rules.within_programme_reasons(moved.period, programme)
    yield from rules.dependency_reasons(moved, moved.depends_on & others.keys(), others)
    yield from rules.dependents_reasons(moved, others.values())
    for milestone in after.milestones:
        if milestone.subproject_id == subproject_id:
            yield from left_outside_reasons(milestone.name, milestone.due_on, moved.period)
    for what, present, future in (
        ("Gevraagde inzet", before.demands, after.demands),
        ("Gereserveerde inzet", before.reservations, after.reservations),
    ):
        yield from _hours_reasons(what, present, _of(future, subproject_id), after)


def _hours_reasons(
    what: str,
    present: Sequence[PlannedDemand] | Sequence[PlannedReservation],
    own: Sequence[PlannedDemand | PlannedReservation],
    after: Plan,
) -> Iterator[Reason]:
    if not own:
        return
    period = after.subprojects[own[0].subproject_id].period
    yield from outside_reasons(what, [week for each in own for week in each.weeks], period)
    there = {(each.id, week) for each in present for week in each.weeks}
    arriving = [week for each in own for week in each.weeks if (each.id, week) not in there]
    yield from gone_by_reasons(what, arriving, IsoWeek.of(after.today))


def _of(
    hours: Sequence[PlannedDemand] | Sequence[PlannedReservation], subproject_id: UUID
) -> Sequence[PlannedDemand | PlannedReservation]:
    return [each for each in hours if each.subproject_id == subproject_id]


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
