"""What a scenario changes, what stands in its way, and what it comes to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations
from uuid import UUID

import pytest

from services.planning.domain.balance.balance import Supply
from services.planning.domain.forecast.durations import Durations
from services.planning.domain.plan.plan import (
    Plan,
    PlannedDemand,
    PlannedMilestone,
    PlannedReservation,
)
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import Period, State, Subproject
from services.planning.domain.reservations.deadlines import Buffer, LeadTimes
from services.planning.domain.reservations.reservations import State as Reserved
from services.planning.domain.scenarios.changes import (
    KINDS,
    AddSupply,
    Change,
    ChangeDemand,
    Kind,
    Learn,
    MoveMilestone,
    Release,
    Reschedule,
    Reserve,
    applied,
    person,
    target,
)
from services.planning.domain.scenarios.outcomes import (
    Asked,
    Given,
    Outcome,
    Terms,
    differences,
    outcome,
)
from services.planning.domain.scenarios.scenarios import (
    MOST_CHANGES,
    addition_reasons,
    comparison_reasons,
    obstacles,
    promotable_reasons,
)
from services.planning.domain.supply.catalogue import ExpertiseTimes
from shared.isoweek import IsoWeek

TODAY = date(2026, 11, 24)
MONDAY = date(2027, 3, 1)
"""Of week 9, in which the first subproject begins."""
PROGRAMME, OTHER_PROGRAMME = UUID(int=1), UUID(int=2)
TEAM, ANNA = UUID(int=11), UUID(int=12)
CHAT, LAW = UUID(int=21), UUID(int=22)
MOVING, PASSPORTS, TAXES = UUID(int=31), UUID(int=32), UUID(int=33)
GO_LIVE, ASKED, HELD, OPEN = UUID(int=41), UUID(int=51), UUID(int=61), UUID(int=62)


def day(ahead: int) -> date:
    return MONDAY + timedelta(days=ahead)


def week(ahead: int) -> IsoWeek:
    return IsoWeek.of(MONDAY).plus(ahead)


def weeks(hours: int, *ahead: int) -> tuple[WeekMinutes, ...]:
    return tuple(WeekMinutes(week(each), hours * 60) for each in ahead)


def held(number: UUID, state: Reserved, *ahead: int) -> PlannedReservation:
    return PlannedReservation(number, MOVING, CHAT, TEAM, None, state, weeks(10, *ahead))


PLAN = Plan(
    today=TODAY,
    programmes={
        PROGRAMME: Period(TODAY, day(200)),
        OTHER_PROGRAMME: Period(TODAY, day(400)),
    },
    programme_of={MOVING: PROGRAMME, PASSPORTS: PROGRAMME, TAXES: OTHER_PROGRAMME},
    subprojects={
        MOVING: Subproject(MOVING, "Verhuizen", State.PLANNED, Period(day(0), day(27))),
        PASSPORTS: Subproject(
            PASSPORTS,
            "Paspoorten",
            State.PLANNED,
            Period(day(28), day(60)),
            frozenset({MOVING}),
        ),
        TAXES: Subproject(TAXES, "Belastingen", State.PLANNED, Period(day(0), day(60))),
    },
    milestones=[PlannedMilestone(GO_LIVE, MOVING, "Livegang", day(25))],
    demands=[
        PlannedDemand(ASKED, MOVING, CHAT, 1, weeks(30, 0, 1)),
        PlannedDemand(UUID(int=52), TAXES, CHAT, 1, weeks(20, 1, 4)),
    ],
    reservations=[held(HELD, Reserved.CONFIRMED, 0), held(OPEN, Reserved.REQUESTED, 1)],
    supplies=lambda _: [
        Supply(TEAM, None, {CHAT: 1}, 40 * 60),
        Supply(TEAM, ANNA, {LAW: 2}, 24 * 60),
    ],
    decide_by=lambda monday: monday - timedelta(days=28),
)
TERMS = Terms(
    LeadTimes(),
    Buffer(5, measured=False),
    {CHAT: ExpertiseTimes(8, 16), LAW: ExpertiseTimes(8, 16)},
    Durations([1.0] * 20),
    {},
)
LATER = Reschedule(MOVING, Period(day(28), day(55)))
WAITING_LATER = Reschedule(PASSPORTS, Period(day(56), day(88)))
MORE = ChangeDemand(MOVING, CHAT, 2, weeks(40, 0))


def codes(*changes: Change, plan: Plan = PLAN) -> Sequence[str]:
    found = obstacles(plan, applied(plan, changes), changes)
    return [each.reason.code for each in found]


def added(change: Change, *present: Change) -> Sequence[str]:
    return [each.code for each in addition_reasons(PLAN, PROGRAMME, present, change)]


def comes_to(*changes: Change) -> Outcome:
    return outcome(applied(PLAN, changes), PROGRAMME, TERMS, beside=outcome(PLAN, PROGRAMME, TERMS))


def test_no_changes_leave_the_plan_as_it_is() -> None:
    assert applied(PLAN, []) is PLAN


def test_what_is_planned_moves_along_but_not_what_is_confirmed() -> None:
    found = applied(PLAN, [LATER])
    assert found.subprojects[MOVING].period == LATER.period
    assert found.milestones[0].due_on == day(53)
    assert tuple(found.demands[0].weeks) == weeks(30, 4, 5)
    assert [tuple(each.weeks) for each in found.reservations] == [weeks(10, 0), weeks(10, 5)]


def test_what_is_said_of_a_milestone_or_of_hours_holds_whatever_moves_along() -> None:
    said = MoveMilestone(GO_LIVE, day(40))
    asked = ChangeDemand(MOVING, CHAT, 2, weeks(8, 6))
    every: list[Change] = [LATER, said, asked]
    for changes in permutations(every):
        found = applied(PLAN, changes)
        assert found.milestones[0].due_on == day(40)
        assert (found.demands[0].level, found.demands[0].weeks) == (2, weeks(8, 6))


def test_a_demand_is_changed_or_added_and_one_without_weeks_needs_nothing() -> None:
    changed = applied(PLAN, [MORE]).demands
    assert changed[0] == PlannedDemand(ASKED, MOVING, CHAT, 2, weeks(40, 0))
    new = applied(PLAN, [ChangeDemand(MOVING, LAW, 1, weeks(5, 1))]).demands
    assert len(new) == 3
    assert (new[2].subproject_id, new[2].expertise_id, new[2].weeks) == (MOVING, LAW, weeks(5, 1))
    gone = comes_to(ChangeDemand(MOVING, CHAT, 1, ()))
    assert Asked(MOVING, CHAT) not in gone.deadlines


def test_hours_that_are_reserved_count_as_given_and_those_released_do_not() -> None:
    reserved = comes_to(Reserve(MOVING, CHAT, TEAM, None, weeks(20, 1)))
    assert reserved.weeks[week(1)].balance[CHAT].confirmed == 20 * 60
    released = comes_to(Release(HELD))
    assert released.given == {}
    assert comes_to().given == {Given(MOVING, CHAT, TEAM, None): 10 * 60}


def test_supply_is_added_in_its_weeks_and_nowhere_else() -> None:
    assert comes_to().weeks[week(1)].balance[CHAT].short == 10 * 60
    hired = AddSupply(TEAM, CHAT, 1, 8 * 60, week(1), week(2))
    found = comes_to(hired)
    assert (found.weeks[week(1)].balance[CHAT].short, found.short) == (2 * 60, 2 * 60)
    too_late = replace(hired, from_week=week(2), until_week=None)
    assert comes_to(too_late).short == 10 * 60
    assert comes_to(replace(hired, until_week=week(0), from_week=week(0))).short == 10 * 60


def test_who_learns_counts_from_that_week_on_and_never_forgets() -> None:
    assert comes_to(Learn(ANNA, CHAT, 1, week(1))).short == 0
    assert comes_to(Learn(ANNA, CHAT, 1, week(2))).short == 10 * 60
    taught = applied(PLAN, [Learn(ANNA, LAW, 1, week(0))])
    assert taught.supplies(week(0))[1].levels == {LAW: 2}


def test_all_that_stands_in_the_way_is_named_at_once() -> None:
    found = codes(
        Reschedule(MOVING, Period(day(28), day(201))),
        MoveMilestone(GO_LIVE, day(10)),
        ChangeDemand(PASSPORTS, CHAT, 1, weeks(8, 0)),
        Reserve(PASSPORTS, CHAT, TEAM, None, (WeekMinutes(IsoWeek.of(TODAY).plus(-1), 60),)),
    )
    assert found == [
        "after-programme",
        "starts-before-dependency-ends",
        "milestone-outside-dates",
        "hours-outside-dates",
        "outside-subproject",
        "outside-subproject",
        "outside-subproject",
        "week-past",
    ]


def test_what_one_change_makes_impossible_another_makes_possible() -> None:
    released = Release(HELD)
    assert codes(LATER) == ["starts-before-dependency-ends", "hours-outside-dates"]
    assert codes(LATER, WAITING_LATER) == ["hours-outside-dates"]
    assert codes(LATER, WAITING_LATER, released) == []
    shorter = Reschedule(MOVING, Period(day(0), day(6)))
    assert codes(shorter, MoveMilestone(GO_LIVE, day(5)), Release(OPEN)) == ["hours-outside-dates"]
    fits = ChangeDemand(MOVING, CHAT, 1, weeks(30, 0))
    assert codes(shorter, MoveMilestone(GO_LIVE, day(5)), Release(OPEN), fits) == []


def test_what_is_no_longer_planned_stands_in_the_way_and_changes_nothing() -> None:
    everything: Sequence[Change] = (
        LATER,
        MoveMilestone(GO_LIVE, day(5)),
        MORE,
        Release(HELD),
        Reserve(MOVING, CHAT, TEAM, None, weeks(1, 1)),
    )
    others = {key: each for key, each in PLAN.subprojects.items() if key != MOVING}
    closed = replace(
        PLAN, subprojects=others, milestones=[], demands=PLAN.demands[1:], reservations=[]
    )
    assert codes(*everything, plan=closed) == [
        "subproject-gone",
        "milestone-gone",
        "demand-gone",
        "reservation-gone",
        "subproject-gone",
    ]
    assert applied(closed, everything) == closed


def test_a_change_is_of_the_programme_once_and_can_be() -> None:
    assert added(LATER) == []
    assert added(Reschedule(MOVING, Period(day(1), day(2))), LATER) == ["changed-twice"]
    assert added(Reschedule(TAXES, Period(day(1), day(2)))) == ["other-programme"]
    assert added(MoveMilestone(UUID(int=99), day(1))) == ["milestone-gone"]
    assert added(ChangeDemand(MOVING, LAW, 1, ())) == ["demand-gone"]
    assert added(AddSupply(TEAM, CHAT, 1, 0, week(2), week(1))) == ["ends-before-start", "no-hours"]
    many = [Learn(UUID(int=each), CHAT, 1, week(0)) for each in range(MOST_CHANGES)]
    assert added(LATER, *many) == ["too-many"]


def test_only_what_was_not_promoted_and_changes_something_is_promoted() -> None:
    assert list(promotable_reasons(False, [LATER])) == []
    refused = [each.code for each in promotable_reasons(True, [])]
    assert refused == ["scenario-promoted", "no-changes"]


def test_scenarios_of_one_programme_are_compared() -> None:
    assert list(comparison_reasons([PROGRAMME, PROGRAMME])) == []
    (reason,) = comparison_reasons([PROGRAMME, OTHER_PROGRAMME])
    assert reason.code == "different-programmes"


def test_only_differences_are_shown() -> None:
    found = differences([comes_to(), comes_to()])
    assert not any(
        (found.periods, found.milestones, found.expected, found.weeks, found.deadlines, found.given)
    )


def test_every_column_says_what_it_comes_to() -> None:
    found = differences([comes_to(), comes_to(LATER, WAITING_LATER), comes_to(MORE)])
    assert [(each.key, each.values[0] == each.values[2]) for each in found.periods] == [
        (MOVING, True),
        (PASSPORTS, True),
    ]
    (moved,) = found.milestones
    assert (moved.key, moved.values) == (GO_LIVE, [day(25), day(53), day(25)])
    (expected,) = found.expected
    assert [each and each.p80 for each in expected.values][:2] == [day(25), day(53)]
    weeks_of = {each.key: each.values for each in found.weeks}
    before, later, more = weeks_of[CHAT, week(0)]
    assert before is not None
    assert later is not None
    assert more is not None
    assert (before.demand, later.demand, more.demand) == (30 * 60, 0, 40 * 60)
    assert weeks_of[CHAT, week(5)][0] is None
    moved_deadline = {each.key: each.values for each in found.deadlines}[Asked(MOVING, CHAT)]
    assert moved_deadline[0] is not None
    assert moved_deadline[1] is not None
    assert moved_deadline[0] < moved_deadline[1]


def test_what_one_programme_changes_another_feels() -> None:
    more = ChangeDemand(MOVING, CHAT, 1, weeks(40, 4))
    found = differences([comes_to(), comes_to(more)])
    assert Asked(TAXES, CHAT) in [each.key for each in found.deadlines]
    assert {each.key for each in found.weeks} >= {(CHAT, week(4))}


def test_the_outcome_beside_saves_work_and_changes_nothing() -> None:
    beside = outcome(PLAN, PROGRAMME, TERMS)
    after = applied(PLAN, [MORE, Learn(ANNA, CHAT, 1, week(4))])
    assert outcome(after, PROGRAMME, TERMS, beside=beside) == outcome(after, PROGRAMME, TERMS)
    assert outcome(PLAN, PROGRAMME, TERMS, beside=beside).weeks[week(0)] is beside.weeks[week(0)]


def test_people_are_counted_by_the_hours_that_they_give() -> None:
    assert comes_to().people == 0
    assert comes_to(Reserve(MOVING, LAW, TEAM, ANNA, weeks(8, 1))).people == 1


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_is_one_change(kind: Kind) -> None:
    assert KINDS[kind].kind is kind


def test_who_a_change_is_about_is_known() -> None:
    assert person(Learn(ANNA, CHAT, 1, week(0))) == ANNA
    assert person(Reserve(MOVING, CHAT, TEAM, ANNA, weeks(1, 1))) == ANNA
    assert person(LATER) is None
    assert target(LATER) != target(WAITING_LATER)
