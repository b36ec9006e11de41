from datetime import date
from uuid import UUID

from services.planning.pages import relief_chart
from services.planning.pages.remarks import Remarks
from services.planning.queries.freed_hours import TeamFreedHours
from shared.contracts.metrics_v1 import Completeness
from shared.web.figures import Standing
from tests.support.koers_figures import relieved

REMARKS = Remarks(date(2026, 11, 24), [], None)


def test_a_week_that_was_not_told_is_there_without_figures_and_provisional() -> None:
    found = [relieved("2026-W44", -4), relieved("2026-W46", -5)]
    weeks = relief_chart.measured_weeks(found, REMARKS)
    assert [(str(week), level is not None, standing) for week, level, standing in weeks] == [
        ("2026-W44", True, Standing.COMPLETE),
        ("2026-W45", False, Standing.PROVISIONAL),
        ("2026-W46", True, Standing.COMPLETE),
        ("2026-W47", False, Standing.PROVISIONAL),
    ]
    missing = relief_chart.relief_table(weeks, REMARKS).shown_rows[1]
    assert missing[:3] == ["week 45 van 2026", "nog niet bekend", "nog niet bekend"]


def test_a_week_with_fewer_teams_than_before_is_provisional_and_concludes_nothing() -> None:
    found = [relieved("2026-W45", -4, teams=2), relieved("2026-W46", -2, teams=1)]
    weeks = relief_chart.measured_weeks(found, REMARKS)
    assert [standing for _, _, standing in weeks][1] is Standing.PROVISIONAL
    assert [week.week for week in relief_chart.final_weeks(weeks)] == ["2026-W45"]


def test_a_corrected_week_is_marked() -> None:
    found = [relieved("2026-W47", -4, completeness=Completeness.CORRECTED)]
    [(_, _, standing)] = relief_chart.measured_weeks(found, REMARKS)
    assert standing is Standing.CORRECTED
    [bar] = relief_chart.relief_chart(found, REMARKS, "/uren.csv").bars
    assert bar.note == "◇"


def test_the_chart_shows_what_is_freed_upwards_and_its_parts_add_up() -> None:
    chart = relief_chart.relief_chart([relieved("2026-W47", -12, 2)], REMARKS, "/uren.csv")
    [bar] = chart.bars
    assert list(bar.values) == [12, -2, 5]
    assert bar.mark == 10
    assert bar.mark == sum(value or 0 for value in bar.values[:2])


def test_a_team_shows_what_of_its_hours_has_a_destination_and_what_is_gone() -> None:
    def team(freed: float, confirmed: float, missing: float) -> TeamFreedHours:
        return TeamFreedHours(UUID(int=1), "Balie", "2026-W47", freed, confirmed, missing)

    found = [team(11.1, 5.5, 0), team(3, 8, 5), team(0, 0, 0)]
    rows = relief_chart.destination_rows(found)
    assert [(row.value, row.share, list(row.notes)) for row in rows] == [
        ("5,5 uur van 11,1 uur", 5.5 / 11.1, []),
        ("8 uur van 3 uur", 1, ["niet meer vrij: 5 uur"]),
        ("0 uur van 0 uur", None, []),
    ]


def test_nothing_told_is_no_week() -> None:
    assert relief_chart.measured_weeks([], REMARKS) == []
