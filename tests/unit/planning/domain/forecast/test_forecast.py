"""When milestones are reached: by hand, against a simulation of one run, and how often it holds."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from services.planning.domain.forecast.durations import ENOUGH, MEDIAN, SPREAD, Durations
from services.planning.domain.forecast.forecast import HORIZON, Task, forecast
from tests.support.simulated_programmes import reached, simulated_programme

AS_PLANNED = Durations([1.0] * ENOUGH)
PLENTY = np.full((2, HORIZON), 1e6)


def days(*tasks: Task, capacity: np.ndarray = PLENTY) -> list[list[int | None]]:
    """The day of each mark, when everything takes as long as planned."""
    found = forecast(tasks, capacity, AS_PLANNED, runs=10)
    assert all(each.p50 == each.p80 for marks in found for each in marks)
    return [[each.p80 for each in marks] for marks in found]


def test_what_goes_by_plan_is_reached_on_the_day_of_the_plan() -> None:
    assert days(Task(14, 0, marks=(1, 7, 14))) == [[0, 6, 13]]
    assert days(Task(14, 3, needs={0: 600}, marks=(1, 14))) == [[3, 16]]


def test_it_begins_when_the_last_of_what_it_waits_for_is_done() -> None:
    first, second = Task(14, 0, marks=(14,)), Task(21, 0, marks=(21,))
    assert days(first, second, Task(7, 10, after=(0, 1), marks=(7,)))[2] == [27]


def test_half_of_the_hours_is_half_of_the_speed_and_the_scarcest_expertise_decides() -> None:
    task = Task(14, 0, needs={0: 600, 1: 100}, marks=(7, 14))
    half = np.vstack([np.full(HORIZON, 300.0), np.full(HORIZON, 80.0)])
    assert days(task, capacity=half) == [[13, 27]]


def test_what_earlier_tasks_use_is_not_there_for_later_ones() -> None:
    hours = np.full((1, HORIZON), 600.0)
    tasks = [Task(14, 0, needs={0: 600}, marks=(14,)), Task(7, 0, needs={0: 600}, marks=(7,))]
    assert days(*tasks, capacity=hours) == [[13], [20]]


def test_weeks_without_hours_are_waited_through() -> None:
    hours = np.full((1, HORIZON), 600.0)
    hours[0, 1:3] = 0
    assert days(Task(14, 0, needs={0: 600}, marks=(7, 14)), capacity=hours) == [[13, 27]]


def test_what_nobody_can_do_is_not_expected_nor_what_waits_for_it() -> None:
    nobody = np.zeros((1, HORIZON))
    tasks = [Task(14, 0, needs={0: 600}, marks=(14,)), Task(7, 0, after=(0,), marks=(7,))]
    assert days(*tasks, capacity=nobody) == [[None], [None]]


def test_what_has_begun_goes_on_from_today_and_does_not_undo_what_is_done() -> None:
    task = Task(20, 100, elapsed=5, marks=(3, 10, 20))
    assert days(task) == [[99, 104, 114]]


def test_what_took_longer_than_anything_known_takes_a_tenth_of_its_plan_more() -> None:
    assert days(Task(20, 100, elapsed=40, marks=(20,))) == [[101]]


def test_longer_than_the_past_was_longer_than_planned_is_expected() -> None:
    history = Durations([1.0] * 10 + [2.0] * 10)
    ((expected,),) = forecast([Task(100, 0, marks=(100,))], PLENTY, history, runs=2_000)
    assert expected.p80 == 199


def test_without_enough_history_the_stated_default_holds() -> None:
    durations = Durations([9.0] * (ENOUGH - 1))
    assert not durations.measured
    ((expected,),) = forecast([Task(100, 0, marks=(100,))], PLENTY, durations)
    assert expected.p50 == pytest.approx(100 * MEDIAN, rel=0.02)
    assert expected.p80 == pytest.approx(100 * MEDIAN * np.exp(0.8416 * SPREAD), rel=0.02)


def test_fewer_subprojects_known_make_the_forecast_wider() -> None:
    ratios = [0.8 + 0.05 * number for number in range(ENOUGH)]
    chain = [Task(15, 0, after=range(place)[-1:], marks=(15,)) for place in range(40)]

    def margin(history: list[float]) -> int:
        ((expected,), *_) = reversed(forecast(chain, PLENTY, Durations(history), runs=2_000))
        assert expected.p50 is not None
        assert expected.p80 is not None
        return expected.p80 - expected.p50

    assert margin(ratios) > 1.3 * margin(ratios * 10)


def test_the_same_plan_and_history_give_the_same_forecast() -> None:
    programme = simulated_programme(Random(1), 8)

    def expected() -> object:
        durations = Durations(programme.history)
        return forecast(programme.tasks, programme.capacity, durations, runs=200)

    assert expected() == expected()


@settings(max_examples=60)
@given(st.integers(0, 2**32), st.integers(1, 12), st.floats(0.5, 2.0))
def test_every_run_is_as_one_task_and_week_at_a_time(seed: int, tasks: int, ratio: float) -> None:
    programme = simulated_programme(Random(seed), tasks)
    found = forecast(programme.tasks, programme.capacity, Durations([ratio] * ENOUGH), runs=3)
    truth = reached(programme.tasks, programme.capacity, [ratio] * tasks)
    assert [[each.p50 for each in marks] for marks in found] == truth


@settings(max_examples=40)
@given(st.integers(0, 2**32), st.floats(1.0, 3.0))
def test_more_hours_of_a_lone_task_never_make_it_later(seed: int, more: float) -> None:
    programme = simulated_programme(Random(seed), 1)
    durations = Durations(programme.history)
    few = forecast(programme.tasks, programme.capacity, durations, runs=50)
    many = forecast(programme.tasks, programme.capacity * more, durations, runs=50)
    assert all(
        before.p80 is None or (after.p80 is not None and after.p80 <= before.p80)
        for before, after in zip(few[0], many[0], strict=True)
    )


def test_four_of_five_milestones_are_reached_within_their_p80() -> None:
    held = total = 0
    for number in range(250):
        programme = simulated_programme(Random(f"calibration {number}"), 10)
        durations = Durations(programme.history)
        found = forecast(programme.tasks, programme.capacity, durations, runs=400)
        for expected, truth in zip(found, programme.days(), strict=True):
            for each, day in zip(expected, truth, strict=True):
                total += 1
                held += each.p80 is None or (day is not None and day <= each.p80)
    assert 0.77 <= held / total <= 0.83
