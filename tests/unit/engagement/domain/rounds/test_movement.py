"""A change is called one when it is one: false alarms and power, computed exactly and simulated."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.engagement.domain.rounds.movement import LEVEL, mid_p, movement

SIZES = (5, 6, 8, 12, 20, 40)
MOST_FALSE_ALARMS = 0.06
TEAMS = 10_000


def alarms(first: int, second: int, share_before: float, share_after: float) -> float:
    """How often rounds of these sizes are called a change."""
    return sum(
        _probability(before, first, share_before) * _probability(after, second, share_after)
        for before in range(first + 1)
        for after in range(second + 1)
        if movement((before, first), (after, second)).is_change
    )


def _probability(count: int, of: int, share: float) -> float:
    return comb(of, count) * share**count * (1 - share) ** (of - count)


@pytest.mark.parametrize("first", SIZES)
@pytest.mark.parametrize("second", SIZES)
def test_where_nothing_changed_six_in_a_hundred_at_most_are_called_a_change(
    first: int, second: int
) -> None:
    worst = max(alarms(first, second, share, share) for share in np.linspace(0.05, 0.5, 10))
    assert worst <= MOST_FALSE_ALARMS


def test_of_ten_thousand_teams_where_nothing_changed_few_are_called_a_change() -> None:
    """Members answer twice, each with chances of their own, of whom some do not answer."""
    random = np.random.default_rng(20261125)
    false = 0
    for _ in range(TEAMS):
        chances = random.beta(2, 2, size=random.integers(8, 41))
        counts = []
        for _ in range(2):
            answered = chances[random.random(len(chances)) < 0.8]
            counts.append((int((random.random(len(answered)) < answered).sum()), len(answered)))
        if all(of for _, of in counts):
            false += movement(*counts).is_change
    assert false / TEAMS <= MOST_FALSE_ALARMS


def test_power_grows_with_the_team_and_with_the_change() -> None:
    power = {
        (size, after): alarms(size, size, 0.3, after) for size in (12, 40) for after in (0.5, 0.8)
    }
    print({case: round(value, 2) for case, value in power.items()})
    assert power[12, 0.5] < power[12, 0.8]
    assert power[12, 0.5] < power[40, 0.5] < power[40, 0.8]
    assert power[12, 0.8] > 0.6
    assert power[40, 0.8] > 0.98


@given(st.integers(1, 30), st.integers(1, 30), st.data())
def test_it_looks_the_same_from_either_side(first: int, second: int, data: st.DataObject) -> None:
    before = data.draw(st.integers(0, first)), first
    after = data.draw(st.integers(0, second)), second
    there, back = movement(before, after), movement(after, before)
    assert there.is_change == back.is_change
    assert there.difference == pytest.approx(-back.difference)
    assert there.interval.low == pytest.approx(-back.interval.high)
    assert there.interval.low <= there.difference <= there.interval.high
    assert 0 < mid_p(before, after) <= 1


def test_mid_p_is_that_of_a_table_worked_by_hand() -> None:
    """1 of 5, then 4 of 5: of 252 ways 1 + 25 are rarer or as rare on each side."""
    assert mid_p((1, 5), (4, 5)) == pytest.approx((1 + 1 + (25 + 25) / 2) / 252)
    assert LEVEL < 0.05
