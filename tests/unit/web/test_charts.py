from dataclasses import replace
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
    ShareChart,
    ShareRow,
)
from shared.web.figures import Column, FigureTable, Standing
from shared.web.pages import Pages

TABLE = FigureTable(
    [
        Column(name="periode", title="Periode", format="period"),
        Column(name="uren", title="Vrijgekomen", format="hours", decimals=1),
        Column(name="doel", title="Doel", format="hours", decimals=1, absent="geen doel"),
        Column(name="definitie"),
    ],
    [("2026-W01", 1234.5, 1000.0, "M6"), ("2026-W02", None, None, "M6")],
)
TEXT = ChartText(
    key="uren",
    title="Er kwamen 40 uur vrij.",
    definition="Uren aan de balie ten opzichte van de nulmeting.",
    definition_id="M6",
    table=TABLE,
    csv="/metrics/koers/uren.csv",
    format="hours",
    decimals=1,
    updated="23 november 2026",
    standing="Compleet tot en met week 2.",
    warnings=["Bron telefonie is stil."],
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
    points = [LinePoint("1", 1.0), LinePoint("2", None, standing=Standing.PROVISIONAL)]
    [area] = LineChart(TEXT, points, "Uren").provisional
    assert area.x > 300
    bars = [Bar("1", [1.0]), Bar("2", [2.0], standing=Standing.PROVISIONAL)]
    assert BarChart(TEXT, ["Uren"], bars).provisional == [area]


def test_a_correction_is_marked_where_its_value_is() -> None:
    points = [
        LinePoint("1", 1.0),
        LinePoint("2", 2.0, standing=Standing.CORRECTED),
        LinePoint("3", None, standing=Standing.CORRECTED),
    ]
    chart = LineChart(TEXT, points, "Uren")
    [(x, y)] = chart.corrected
    assert f"{x},{y}" in chart.value_lines[0]


def test_charts_beside_each_other_can_have_the_same_scale() -> None:
    points = [LinePoint("1", 0.1)]
    assert LineChart(TEXT, points, "Uren", reach=1).axis == Axis.over([1])


def test_the_note_of_a_bar_stands_above_it_and_above_its_mark() -> None:
    bars = [Bar("1", [10.0], mark=20.0, note="50%"), Bar("2", [30.0], mark=20.0, note="150%")]
    chart = BarChart(TEXT, ["Uren"], bars)
    (_, half, first), (_, whole, second) = chart.notes
    assert (first, second) == ("50%", "150%")
    assert half < chart.marks[0][2]
    assert whole < chart.rectangles[1].y


@given(st.lists(st.none() | values, min_size=1, max_size=4))
def test_the_parts_of_a_bar_lie_on_each_other_and_add_up(parts: list[float | None]) -> None:
    chart = BarChart(TEXT, [str(n) for n in range(len(parts))], [Bar("week 1", parts)])
    drawn = chart.rectangles
    assert [part.ink for part in drawn] == [n for n, value in enumerate(parts) if value]
    above = [part for part in drawn if (parts[part.ink] or 0) > 0]
    below = [part for part in drawn if (parts[part.ink] or 0) < 0]
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


def drawn(macro: str, chart: LineChart | BarChart | ShareChart) -> str:
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


def test_the_table_has_every_value_and_says_what_is_unknown() -> None:
    page = drawn("line", LineChart(TEXT, [LinePoint("week 1", 1.0)], "Uren"))
    # fmt: off
    assert Cells(page).texts == [
        "Periode", "Vrijgekomen", "Doel",
        "week 1 van 2026", "1.234,5 uur", "1.000,0 uur",
        "week 2 van 2026", "nog niet bekend", "geen doel",
    ]
    # fmt: on


CHARTS: dict[str, LineChart | BarChart | ShareChart] = {
    "line": LineChart(TEXT, [LinePoint("week 1", 1.0)], "Uren"),
    "bars": BarChart(TEXT, ["Uren"], [Bar("week 1", [1.0])]),
    "shares": ShareChart(TEXT, [ShareRow("Verhuizen", 0.5, "5 van 10")]),
}


@pytest.mark.parametrize("macro", CHARTS)
def test_every_chart_says_its_conclusion_definition_standing_and_where_its_data_are(
    macro: str,
) -> None:
    page = drawn(macro, CHARTS[macro])
    assert '<h3 class="utrecht-heading-3" id="uren-titel">Er kwamen 40 uur vrij.</h3>' in page
    assert "Uren aan de balie ten opzichte van de nulmeting." in page
    assert "Definitie&nbsp;M6." in page
    assert "Compleet tot en met week 2." in page
    assert "Bijgewerkt op 23 november 2026." in page
    assert "Bron telefonie is stil." in page
    assert 'href="/metrics/koers/uren.csv"' in page


def test_a_share_that_is_unknown_has_no_bar_and_says_so() -> None:
    rows = [ShareRow("Verhuizen", 0.5, "5 van 10"), ShareRow("Akten", None, "nog niet bekend")]
    page = drawn("shares", ShareChart(TEXT, rows))
    assert page.count('class="share-list__part"') == 1
    assert '<span class="share-list__value">nog niet bekend</span>' in page


def test_text_of_others_cannot_become_markup() -> None:
    text = replace(TEXT, title="<script>", definition="a & b")
    page = drawn("bars", BarChart(text, ["<b>"], [Bar("<i>", [1.0], note="<u>")]))
    for tag in ("<script>", "<b>", "<i>", "<u>"):
        assert tag not in page


@pytest.mark.parametrize("macro", CHARTS)
def test_drawings_need_no_inline_style(macro: str) -> None:
    assert "style=" not in drawn(macro, CHARTS[macro])
