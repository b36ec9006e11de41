from uuid import UUID

import pytest

from services.planning.pages.capacity_charts import capacity_chart, capacity_table, shortest_first
from services.planning.queries.capacity import ExpertiseBalanceRow
from shared.isoweek import IsoWeek
from tests.support.koers_figures import TOLD_AT, balance

FOUND = ExpertiseBalanceRow(
    UUID(int=1),
    "Testen",
    [
        balance("2026-W48", 20.02, 20, confirmed=14),
        balance("2026-W50", 30, 20, confirmed=20),
        balance("2026-W51", 5, 0),
    ],
)


def test_a_bar_is_as_high_as_what_is_asked_and_its_mark_is_what_there_is() -> None:
    chart = capacity_chart(FOUND, IsoWeek(2026, 48), TOLD_AT, "/capaciteit.csv")
    assert len(chart.bars) == 12
    assert [sum(value or 0 for value in bar.values) for bar in chart.bars[:4]] == pytest.approx(
        [20.02, 0, 30, 5]
    )
    assert [bar.mark for bar in chart.bars[:4]] == [20, None, 20, 0]


def test_the_expertise_that_lacks_most_comes_first() -> None:
    enough = ExpertiseBalanceRow(UUID(int=2), "Advies", [balance("2026-W48", 5, 20)])
    assert shortest_first([enough, FOUND]) == [FOUND, enough]


def test_a_little_too_much_reads_as_more_than_all() -> None:
    chart = capacity_chart(FOUND, IsoWeek(2026, 48), TOLD_AT, "/capaciteit.csv")
    assert [bar.note for bar in chart.bars[:4]] == ["101%", None, "150%", None]
    assert [row[5] for row in capacity_table([FOUND], TOLD_AT).shown_rows] == [
        "101%",
        "150%",
        "geen",
    ]
