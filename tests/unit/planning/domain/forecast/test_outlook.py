"""The plan as the forecast takes it."""

from datetime import date, timedelta
from uuid import UUID

import pytest

from services.planning.domain.balance.balance import Supply
from services.planning.domain.forecast.durations import ENOUGH, Durations
from services.planning.domain.forecast.forecast import HORIZON
from services.planning.domain.forecast.outlook import (
    Ahead,
    Outlook,
    SharedHours,
    outlook,
    serving_order,
)
from services.planning.domain.plan.subprojects import Period, State, Subproject

TODAY = date(2026, 11, 24)
AS_PLANNED = Durations([1.0] * ENOUGH)
CHAT, DATA, LAW = (UUID(int=number) for number in (101, 102, 103))


def day(ahead: int) -> date:
    return TODAY + timedelta(days=ahead)


def ahead(
    number: int,
    first: int,
    last: int,
    *after: int,
    due: int | None = None,
    state: State = State.PLANNED,
    began: int | None = None,
    minutes: dict[UUID, int] | None = None,
) -> Ahead:
    """Dates in days from today; the milestone has the number of its subproject."""
    waits_for = frozenset(UUID(int=each) for each in after)
    period = Period(day(first), day(last))
    return Ahead(
        Subproject(UUID(int=number), f"Deelproject {number}", state, period, waits_for),
        None if began is None else day(began),
        minutes or {},
        {UUID(int=number): day(last if due is None else due)},
    )


def expected(*planned: Ahead, **hours: float) -> list[int | None]:
    """In how many days from today each milestone is expected, when everything takes as planned."""
    week = {CHAT: [hours.get("chat", 0.0)] * HORIZON}
    found = outlook(planned, week, AS_PLANNED, TODAY, runs=4)
    days = [found[each.subproject.id] for each in planned]
    assert all(each.p50 == each.p80 for each in days)
    return [None if each.p80 is None else (each.p80 - TODAY).days for each in days]


def test_a_plan_that_can_be_is_expected_as_it_is() -> None:
    assert expected(ahead(1, 5, 30), ahead(2, 31, 60, 1, due=40)) == [30, 40]


def test_what_should_have_begun_begins_today_and_holds_up_what_waits_for_it() -> None:
    assert expected(ahead(1, -10, 9), ahead(2, 10, 20, 1)) == [19, 30]


def test_what_is_late_is_not_expected_before_today() -> None:
    late = ahead(1, -30, -11, due=-20, state=State.STARTED, began=-30)
    assert expected(late) == [0]


def test_what_began_later_than_planned_ends_later() -> None:
    assert expected(ahead(1, -20, 19, state=State.STARTED, began=-10)) == [29]
    assert expected(ahead(1, -20, 19, state=State.PAUSED)) == [19]


def test_what_it_waited_for_and_is_closed_is_not_waited_for() -> None:
    assert expected(ahead(2, 10, 20, 1)) == [20]


def test_too_few_hours_make_it_later() -> None:
    subproject = ahead(1, 6, 19, minutes={CHAT: 2400})
    assert expected(subproject, chat=1200) == [19]
    assert expected(subproject, chat=600) == [33]
    assert expected(subproject) == [None]


def test_a_programme_without_hours_or_subprojects_has_an_outlook_too() -> None:
    assert outlook([], {}, AS_PLANNED, TODAY) == {}
    found = outlook([ahead(1, 5, 30)], {}, AS_PLANNED, TODAY, runs=2)
    assert found == {UUID(int=1): Outlook(day(30), day(30))}


def test_who_was_planned_first_is_served_first_after_what_it_waits_for() -> None:
    planned = [ahead(1, 30, 40, 3), ahead(2, 10, 20), ahead(3, 25, 29), ahead(4, 5, 9)]
    ordered = [each.subproject.id.int for each in serving_order(planned)]
    assert ordered == [4, 2, 3, 1]


def test_hours_of_who_masters_several_are_divided_by_what_is_wanted_and_count_once() -> None:
    supplies = [
        Supply(UUID(int=1), None, {CHAT: 1, DATA: 2, LAW: 1}, 900),
        Supply(UUID(int=1), None, {DATA: 1}, 100),
        Supply(UUID(int=1), None, {LAW: 1}, 500),
    ]
    shared = SharedHours({CHAT: 300, DATA: 600}).of(supplies)
    assert shared == {CHAT: pytest.approx(300), DATA: pytest.approx(700)}
