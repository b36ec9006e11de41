"""What a change of the plan breaks, and what moves along when that is asked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import UUID

from services.planning.domain.balance.balance import Supply
from services.planning.domain.plan.consequences import Consequences, consequences
from services.planning.domain.plan.plan import (
    Plan,
    PlannedDemand,
    PlannedMilestone,
    PlannedReservation,
)
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.rescheduling import rescheduled
from services.planning.domain.plan.subprojects import Period, State, Subproject
from services.planning.domain.reservations.reservations import State as Reserved
from shared.isoweek import IsoWeek

TODAY = date(2026, 11, 24)
"""Tuesday of week 48."""
MONDAY = date(2026, 12, 28)
"""Of week 53, in which the subproject begins."""
TEAM, COUNTER, PROGRAMME = UUID(int=1), UUID(int=11), UUID(int=21)
MOVING, PASSPORTS = UUID(int=31), UUID(int=32)
GO_LIVE, DEMAND, OTHER_DEMAND = UUID(int=41), UUID(int=51), UUID(int=52)


def days(first: int, last: int) -> Period:
    return Period(MONDAY + timedelta(days=first), MONDAY + timedelta(days=last))


def weeks(hours: int, *ahead: int) -> Sequence[WeekMinutes]:
    return [WeekMinutes(IsoWeek.of(MONDAY).plus(each), hours * 60) for each in ahead]


def reservation(number: int, state: Reserved, *ahead: int) -> PlannedReservation:
    return PlannedReservation(
        UUID(int=number), MOVING, COUNTER, TEAM, None, state, weeks(20, *ahead)
    )


PLAN = Plan(
    today=TODAY,
    programmes={PROGRAMME: Period(TODAY, date(2028, 12, 31))},
    programme_of={MOVING: PROGRAMME, PASSPORTS: PROGRAMME},
    subprojects={
        MOVING: Subproject(MOVING, "Verhuizen", State.PLANNED, days(0, 27)),
        PASSPORTS: Subproject(
            PASSPORTS, "Reisdocumenten", State.PLANNED, days(28, 60), frozenset({MOVING})
        ),
    },
    milestones=[PlannedMilestone(GO_LIVE, MOVING, "Livegang", MONDAY + timedelta(days=25))],
    demands=[
        PlannedDemand(DEMAND, MOVING, COUNTER, 1, weeks(20, 0, 1)),
        PlannedDemand(OTHER_DEMAND, PASSPORTS, COUNTER, 1, weeks(30, 4, 5)),
    ],
    reservations=[],
    supplies=lambda _: [Supply(TEAM, None, {COUNTER: 1}, 40 * 60)],
    decide_by=lambda monday: monday - timedelta(days=21),
)


def moved(plan: Plan, period: Period, *, along: bool) -> Consequences:
    return consequences(plan, rescheduled(plan, MOVING, period, moves_along=along))


def test_a_plan_that_stays_breaks_nothing_even_where_it_was_broken() -> None:
    late = replace(PLAN, decide_by=lambda _: date(2026, 1, 1))
    found = moved(late, days(0, 27), along=True)
    assert found == Consequences([], [], [], [], [])


def test_dates_without_their_hours_leave_those_outside_and_what_waits_too_early() -> None:
    found = moved(
        replace(PLAN, reservations=[reservation(61, Reserved.CONFIRMED, 1)]),
        days(14, 41),
        along=False,
    )
    assert [(each.hours.id, list(each.weeks)) for each in found.outside] == [
        (DEMAND, weeks(20, 0, 1)),
        (UUID(int=61), weeks(20, 1)),
    ]
    (early,) = found.too_early
    assert (early.subproject.id, early.waits_for.id) == (PASSPORTS, MOVING)
    assert (found.milestones, found.weeks) == ([], [])


def test_a_milestone_that_no_longer_fits_is_named_with_its_day() -> None:
    (found,) = moved(PLAN, days(0, 20), along=False).milestones
    assert (found.milestone.id, found.due_on, found.is_outside) == (
        GO_LIVE,
        MONDAY + timedelta(days=25),
        True,
    )


def test_what_moves_along_makes_other_weeks_short_with_before_and_after() -> None:
    found = moved(PLAN, days(28, 55), along=True)
    assert [
        (each.week, each.before and each.before.short, each.after and each.after.short)
        for each in found.weeks
    ] == [(IsoWeek.of(MONDAY).plus(4), 0, 10 * 60), (IsoWeek.of(MONDAY).plus(5), 0, 10 * 60)]
    assert [each.due_on for each in found.milestones] == [MONDAY + timedelta(days=53)]
    assert found.outside == []


def test_a_promise_of_a_team_leader_stays_in_its_week_and_an_open_request_moves() -> None:
    plan = replace(
        PLAN,
        reservations=[
            reservation(61, Reserved.CONFIRMED, 0),
            reservation(62, Reserved.WAITLISTED, 0),
        ],
    )
    after = rescheduled(plan, MOVING, days(7, 34), moves_along=True)
    assert [each.weeks for each in after.reservations] == [weeks(20, 0), weeks(20, 1)]
    (found,) = consequences(plan, after).outside
    assert found.hours.id == UUID(int=61)


def test_hours_of_weeks_that_have_gone_by_stay_and_hours_that_meet_add_up() -> None:
    this_week = IsoWeek.of(TODAY)
    asked = [WeekMinutes(this_week.plus(each), 60) for each in (-2, -1, 0, 1)]
    plan = replace(PLAN, demands=[PlannedDemand(DEMAND, MOVING, COUNTER, 1, asked)])
    after = rescheduled(plan, MOVING, days(-7, 27), moves_along=True)
    assert after.demands[0].weeks == [
        WeekMinutes(this_week.plus(-2), 60),
        WeekMinutes(this_week.plus(-1), 120),
        WeekMinutes(this_week, 60),
    ]


def test_a_start_that_comes_too_soon_to_reserve_is_a_deadline_passed() -> None:
    assert moved(PLAN, days(-7, 20), along=True).deadlines == []
    (found,) = moved(PLAN, days(-14, 13), along=True).deadlines
    assert (found.demand.id, found.last_day) == (DEMAND, MONDAY - timedelta(days=14 + 21))
    reserved = replace(PLAN, reservations=[reservation(61, Reserved.CONFIRMED, -2, -1)])
    assert moved(reserved, days(-14, 13), along=True).deadlines == []
