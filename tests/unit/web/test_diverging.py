"""Where the parts of a bar come, that diverges from a middle."""

from hypothesis import given
from hypothesis import strategies as st

from shared.web.diverging import MIDDLE, DivergingRow, Side

ROW = DivergingRow(
    "Balie", [(Side.AGAINST, 0.25), (Side.BETWEEN, 0.5), (Side.FOR, 0.25)], "4 van 5"
)


def test_what_is_against_ends_and_what_is_for_begins_beside_what_is_between() -> None:
    assert [(part.x, part.width) for part in ROW.parts] == [(50, 25), (75, 50), (125, 25)]


def test_all_against_lies_left_of_the_middle_and_all_for_right_of_it() -> None:
    for side, x in ((Side.AGAINST, 0), (Side.BETWEEN, 50), (Side.FOR, MIDDLE)):
        (part,) = DivergingRow("", [(side, 1.0)], "").parts
        assert (part.x, part.width, part.side) == (x, 100, side)


@given(st.lists(st.integers(1, 9), min_size=3, max_size=3))
def test_no_bar_leaves_the_drawing_and_none_of_it_is_lost(counts: list[int]) -> None:
    shares = [count / sum(counts) for count in counts]
    parts = DivergingRow("", list(zip(Side, shares, strict=True)), "").parts
    assert all(0 <= part.x <= part.x + part.width <= 2 * MIDDLE + 0.1 for part in parts)
    assert abs(sum(part.width for part in parts) - 100) < 0.3
