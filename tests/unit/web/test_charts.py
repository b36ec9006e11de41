from html.parser import HTMLParser
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment

from shared.web.charts import (
    BOTTOM,
    HEIGHT,
    TOP,
    Axis,
    Bar,
    BarChart,
    ChartText,
    LineChart,
    LinePoint,
)
from shared.web.pages import Pages

TEXT = ChartText(
    key="uren",
    title="Er kwamen 40 uur vrij.",
    definition="Uren aan de balie ten opzichte van de nulmeting.",
    format="hours",
    decimals=1,
    csv="/metrics/koers/uren.csv",
)
values = st.floats(-1e6, 1e6).map(lambda value: round(value, 3))


@given(st.lists(values))
def test_an_axis_holds_zero_and_all_values_in_few_round_steps(known: list[float]) -> None:
    axis = Axis.over(known)
    slack = axis.step * 1e-6
    assert axis.low <= 0 <= axis.high
    assert all(axis.low - slack <= value <= axis.high + slack for value in known)
    assert 2 <= len(axis.ticks) <= 8
    assert f"{axis.step:.0e}"[0] in "125"
    assert axis.ticks[0].y == HEIGHT - BOTTOM
    assert axis.ticks[-1].y == TOP


def test_an_unknown_value_breaks_the_line_and_is_not_zero() -> None:
    known = [0.1, 0.2, None, 0.3, None, 0.4, 0.5]
    chart = LineChart(TEXT, [LinePoint(str(n), value) for n, value in enumerate(known)], "Uren")
    assert [len(line.split()) for line in chart.value_lines] == [2, 1, 2]
    assert len(chart.dots) == 1
    assert chart.target_lines == []


def test_provisional_periods_are_marked() -> None:
    points = [LinePoint("1", 1.0), LinePoint("2", 2.0, is_provisional=True)]
    [area] = LineChart(TEXT, points, "Uren").provisional
    assert area.x > 300


@given(st.lists(st.none() | values, min_size=1, max_size=4))
def test_the_parts_of_a_bar_lie_on_each_other_and_add_up(parts: list[float | None]) -> None:
    chart = BarChart(TEXT, [str(n) for n in range(len(parts))], [Bar("week 1", parts)])
    drawn = chart.rectangles
    assert [part.kind for part in drawn] == [n for n, value in enumerate(parts) if value]
    above = [part for part in drawn if (parts[part.kind] or 0) > 0]
    below = [part for part in drawn if (parts[part.kind] or 0) < 0]
    for lower, upper in pairwise(above):
        assert upper.y + upper.height == pytest.approx(lower.y, abs=0.11)
    for upper, lower in pairwise(below):
        assert lower.y == pytest.approx(upper.y + upper.height, abs=0.11)
    if above:
        assert above[0].y + above[0].height == pytest.approx(chart.zero, abs=0.11)
    if below:
        assert below[0].y == pytest.approx(chart.zero, abs=0.11)


def test_labels_leave_room_for_each_other() -> None:
    bars = [Bar(str(n), [1.0]) for n in range(52)]
    assert len(BarChart(TEXT, ["Uren"], bars).labels) <= 9


def environment() -> Environment:
    return Pages(
        service="metrics", municipality="Voorbeeldstad", templates=None, navigation=[]
    ).environment


def drawn(macro: str, chart: LineChart | BarChart) -> str:
    source = f'{{% import "charts.html" as charts %}}{{{{ charts.{macro}(chart) }}}}'
    return environment().from_string(source).render(chart=chart)


class Cells(HTMLParser):
    """The texts of the cells of the tables in a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in ("td", "th"):
            self._inside = True
            self.texts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.texts[-1] += data.strip()


def test_the_table_has_every_value_and_says_what_is_unknown_or_provisional() -> None:
    points = [
        LinePoint("week 1", 1234.5, 1000.0),
        LinePoint("week 2", None),
        LinePoint("week 3", 0.0, 1.0, is_provisional=True),
    ]
    page = drawn("line", LineChart(TEXT, points, "Vrijgekomen"))
    # fmt: off
    assert Cells(page).texts == [
        "Periode", "Vrijgekomen", "Doel", "Stand",
        "week 1", "1.234,5 uur", "1.000,0 uur", "definitief",
        "week 2", "nog niet bekend", "geen doel", "",
        "week 3", "0,0 uur", "1,0 uur", "voorlopig",
    ]
    # fmt: on


def test_a_bar_chart_has_a_table_of_its_parts() -> None:
    chart = BarChart(
        TEXT, ["Aantal", "Kanaal"], [Bar("week 1", [3.0, -1.5], mark=1.5)], mark_name="Samen"
    )
    # fmt: off
    assert Cells(drawn("bars", chart)).texts == [
        "Week", "Aantal", "Kanaal", "Samen",
        "week 1", "3,0 uur", "−1,5 uur", "1,5 uur",
    ]
    # fmt: on


def test_a_chart_says_its_conclusion_its_definition_and_where_its_data_are() -> None:
    page = drawn("line", LineChart(TEXT, [LinePoint("week 1", 1.0)], "Uren"))
    assert '<h2 class="utrecht-heading-2" id="uren-titel">Er kwamen 40 uur vrij.</h2>' in page
    assert "Uren aan de balie ten opzichte van de nulmeting." in page
    assert 'href="/metrics/koers/uren.csv"' in page


def test_text_of_others_cannot_become_markup() -> None:
    text = ChartText(key="x", title="<script>", definition="a & b")
    page = drawn("bars", BarChart(text, ["<b>"], [Bar("<i>", [1.0])]))
    assert "<script>" not in page
    assert "<b>" not in page
    assert "<i>" not in page


def test_drawings_need_no_inline_style() -> None:
    page = drawn("bars", BarChart(TEXT, ["Uren"], [Bar("week 1", [1.0])]))
    assert "style=" not in page
