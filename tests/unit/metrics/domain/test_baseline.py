"""The baseline of a product."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.metrics.domain.baseline import WEEKS, Baseline, Window, go_live_reasons
from services.metrics.domain.handling import Way
from shared.isoweek import IsoWeek

WINDOW = Window(IsoWeek(2025, 10))
COUNTER, WEB = Way("balie", False), Way("web", False)
DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@given(DAYS)
def test_the_window_is_the_52_weeks_that_ended_before_the_go_live_week(day: date) -> None:
    window = Window.before(day)

    assert len(window.weeks()) == WEEKS
    assert window.weeks()[-1] == window.last
    assert window.last.sunday < day <= window.last.sunday + timedelta(days=7)


@given(DAYS, DAYS)
def test_every_week_has_one_week_of_its_season_in_the_window(go_live: date, day: date) -> None:
    window, week = Window.before(go_live), IsoWeek.of(day)

    season = window.same_season(week)

    assert window.first <= season <= window.last
    assert (week.monday - season.monday).days % (7 * WEEKS) == 0


@pytest.mark.parametrize(
    ("day", "codes"),
    [
        (date(2026, 11, 24), []),
        (date(2026, 11, 25), ["in-the-future"]),
        (date(1, 1, 1), ["too-long-ago"]),
    ],
)
def test_a_go_live_has_come_and_its_weeks_are_in_the_calendar(day: date, codes: list[str]) -> None:
    assert [each.code for each in go_live_reasons(day, date(2026, 11, 24))] == codes


def test_the_mix_is_taken_over_the_whole_baseline_and_the_volume_from_the_season() -> None:
    first, second = WINDOW.first, WINDOW.first.plus(1)
    baseline = Baseline(1, WINDOW, {COUNTER: 90, WEB: 10}, {first: 40, second: 60})

    assert baseline.mix() == {COUNTER: Fraction(9, 10), WEB: Fraction(1, 10)}
    assert baseline.volume(first.plus(WEEKS)) == 40
    assert baseline.volume(second.plus(2 * WEEKS)) == 60


def test_a_season_that_is_unknown_is_replaced_by_the_average_known_week() -> None:
    first = WINDOW.first
    baseline = Baseline(1, WINDOW, {COUNTER: 91}, {first: 30, first.plus(1): 61})

    assert baseline.volume(first.plus(WEEKS + 7)) == Fraction(91, 2)


def test_a_baseline_without_transactions_has_no_mix() -> None:
    assert Baseline(1, WINDOW, {COUNTER: 0}, {WINDOW.first: 0}).mix() == {}


def test_a_baseline_needs_a_week_of_which_everything_is_known() -> None:
    with pytest.raises(ValueError, match="everything is known"):
        Baseline(1, WINDOW, {}, {})
