import re

from hypothesis import given
from hypothesis import strategies as st

from shared.web.areas import Area, Ink

sizes = st.floats(0, 600).map(lambda value: round(value, 1))


@given(sizes, sizes, sizes, sizes, st.sampled_from(Ink))
def test_no_line_leaves_its_area(x: float, y: float, width: float, height: float, ink: Ink) -> None:
    lines = Area(x, y, width, height, ink).lines
    for along, down in re.findall(r"[ML](\S+?) ([^ML]+)", lines):
        assert x - 0.11 <= float(along) <= x + width + 0.11
        assert y - 0.11 <= float(down) <= y + height + 0.11


def test_inks_differ_by_the_direction_of_their_lines() -> None:
    drawn = {ink: Area(0, 0, 12, 12, ink).lines for ink in Ink}
    assert drawn[Ink.SOLID] == ""
    assert drawn[Ink.LYING] == "M0 5L12 5M0 10L12 10"
    assert drawn[Ink.STANDING] == "M5 0L5 12M10 0L10 12"
    assert drawn[Ink.SLANTING].startswith("M0 8L8 0M4 12L12 4")


def test_lines_go_on_from_one_area_to_the_next() -> None:
    lower, upper = Area(0, 7, 4, 10, Ink.LYING), Area(0, 0, 4, 7, Ink.LYING)
    assert upper.lines + lower.lines == Area(0, 0, 4, 17, Ink.LYING).lines
