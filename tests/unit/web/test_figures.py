from datetime import UTC, date, datetime

import pytest

from shared.web.figures import Cell, Column, FigureTable, Format, shown


@pytest.mark.parametrize(
    ("value", "kind", "decimals", "read"),
    [
        (None, "hours", 1, "nog niet bekend"),
        (0, "hours", 0, "0 uur"),
        (1234.5, "hours", 1, "1.234,5 uur"),
        (0.425, "percent", 1, "42,5%"),
        (1200, "number", 0, "1.200"),
        ("2026-W47", "period", 0, "week 47 van 2026"),
        ("2026-W47", "text", 0, "2026-W47"),
        (date(2026, 11, 23), "text", 0, "23 november 2026"),
    ],
)
def test_a_value_is_shown_as_a_dutch_reader_writes_it(
    value: Cell, kind: Format, decimals: int, read: str
) -> None:
    assert shown(value, kind, decimals) == read


def test_the_file_has_every_column_and_the_page_those_with_a_title() -> None:
    table = FigureTable(
        [
            Column(name="week", title="Week", format="period"),
            Column(name="aandeel"),
            Column(name="op"),
        ],
        [("2026-W47", 0.42, datetime(2026, 11, 23, 9, 30, tzinfo=UTC)), ("2026-W48", None, None)],
    )
    assert table.shown_rows == [["week 47 van 2026"], ["week 48 van 2026"]]
    assert table.file_header == ["week", "aandeel", "op"]
    assert table.file_rows == [
        ["2026-W47", 0.42, "2026-11-23T10:30:00+01:00"],
        ["2026-W48", None, None],
    ]
