"""Where a group is stuck: the first stage that too few reached, with an honest interval."""

from collections.abc import Sequence
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.engagement.domain.rounds.barrier import THRESHOLD, Barrier, barrier, wilson
from services.engagement.domain.rounds.questions import Question, Stage

counts = st.lists(st.integers(0, 20), min_size=5, max_size=5)


def found(counted: Sequence[int], bands: tuple[int, ...] = (1, 1, 1, 1, 1)) -> Barrier | None:
    """The barrier of answers that were told in these bands."""
    return barrier(list(zip(Question.STAGE.options_in(bands), counted, strict=True)))


def test_it_is_the_first_stage_that_too_few_reached() -> None:
    stuck = found([2, 2, 8, 3, 0])
    assert stuck is not None
    assert (stuck.stage, stuck.below, stuck.answers) == (Stage.ABLE, 12, 15)
    assert found([8, 1, 1, 1, 1]) is not None
    assert found([8, 1, 1, 1, 1]).stage is Stage.WILLING  # type: ignore[union-attr]


def test_half_is_enough_and_without_answers_nothing_is_known() -> None:
    assert found([5, 0, 0, 0, 5]) is None
    assert found([0, 0, 0, 0, 0]) is None


def test_within_a_band_nothing_is_known() -> None:
    stuck = found([9, 3], (2, 3))
    assert stuck is not None
    assert (stuck.stage, stuck.below) == (Stage.KNOWING, 9)


@given(counts)
def test_enough_reached_all_stages_before_it(counted: list[int]) -> None:
    stuck, stages = found(counted), list(Stage)
    for place in range(1, 5):
        enough = sum(counted[place:]) >= THRESHOLD * sum(counted)
        if stuck is not None and stages[place] == stuck.stage:
            assert not enough
            return
        assert enough
    assert stuck is None


@given(counts)
def test_coarser_bands_never_find_an_earlier_barrier(counted: list[int]) -> None:
    coarse = found([sum(counted[:2]), sum(counted[2:])], (2, 3))
    fine = found(counted)
    if coarse is not None:
        assert fine is not None
        assert list(Stage).index(fine.stage) <= list(Stage).index(coarse.stage)


@pytest.mark.parametrize("of", [5, 12, 40, 200])
def test_the_interval_holds_about_as_often_as_it_says(of: int) -> None:
    """On average over all shares (Brown, Cai and DasGupta 2001)."""
    shares = [place / 200 for place in range(1, 200)]
    held = 0.0
    for share in shares:
        for count in range(of + 1):
            interval = wilson(count, of)
            if interval.low <= share <= interval.high:
                held += comb(of, count) * share**count * (1 - share) ** (of - count)
    assert 0.945 < held / len(shares) < 0.965


def test_small_numbers_are_wide() -> None:
    few, many = wilson(4, 5), wilson(160, 200)
    assert few.high - few.low > 0.5
    assert many.high - many.low < 0.12
    stuck = found([4, 1, 0, 0, 0])
    assert stuck is not None
    assert not stuck.is_sure
