from datetime import date

from services.planning.domain.plan.targets import TargetPath
from services.planning.pages.remarks import Remarks
from services.planning.pages.uptake_charts import chosen_series, highest, uptake_chart
from services.planning.queries.steering import ProductUptake, Steering, UptakePoint
from shared.contracts.vocabulary import PeriodKind
from shared.web.figures import Standing
from tests.support.koers_figures import point, timeliness

TODAY = date(2026, 11, 24)
REMARKS = Remarks(TODAY, ["Bron telefonie is stil."], "telefonie")
PATH = TargetPath("akte", date(2026, 1, 5), 0.2, date(2027, 1, 4), 0.6)


def series(
    product: str,
    points: list[UptakePoint],
    kind: PeriodKind = PeriodKind.WEEK,
    path: TargetPath | None = PATH,
) -> ProductUptake:
    return ProductUptake(product, "M1", kind, points, path)


def steering(*uptake: ProductUptake) -> Steering:
    return Steering(
        as_of=TODAY,
        uptake=uptake,
        unmeasured=[],
        relieved=[],
        freed=[],
        capacity=[],
        timeliness=timeliness(),
        coverage=[],
        stale_sources=[],
        decisions=[],
    )


def test_a_product_is_shown_in_its_shortest_periods() -> None:
    months = series("akte", [point("2026-W40", 0.4)], PeriodKind.MONTH)
    weeks = series("akte", [point("2026-W47", 0.5)])
    assert chosen_series(steering(months, weeks)) == [weeks]


def test_the_product_that_is_furthest_behind_comes_first_and_those_without_a_path_last() -> None:
    ahead = series("a", [point("2026-W47", 0.6, 0.5)])
    behind = series("b", [point("2026-W47", 0.4, 0.5)])
    without = series("c", [point("2026-W47", 0.1)], path=None)
    assert chosen_series(steering(without, ahead, behind)) == [behind, ahead, without]


def test_weeks_that_were_not_told_are_gaps_with_their_target_and_a_correction_is_marked() -> None:
    points = [point("2026-W44", 0.4, 0.5, revision=1), point("2026-W46", 0.5, 0.5)]
    chart = uptake_chart(series("akte", points), REMARKS, "/z.csv", reach=0.8)
    assert [(each.label, each.value, each.standing) for each in chart.points] == [
        ("week 44", 0.4, Standing.CORRECTED),
        ("week 45", None, Standing.PROVISIONAL),
        ("week 46", 0.5, Standing.COMPLETE),
        ("week 47", None, Standing.PROVISIONAL),
    ]
    assert all(each.target is not None for each in chart.points)
    assert chart.text.warnings == ["Bron telefonie is stil."]


def test_a_row_of_the_file_carries_definition_parts_standing_and_silent_sources() -> None:
    chart = uptake_chart(series("akte", [point("2026-W47", 0.4, 0.5)]), REMARKS, "/z.csv", 1)
    [row] = chart.text.table.file_rows
    read = dict(zip(chart.text.table.file_header, row, strict=True))
    assert read["aandeel"] == 0.4
    assert (read["digitaal"], read["totaal"]) == (400, 1000)
    assert (read["definitie"], read["stand"], read["revisie"]) == ("M1", "compleet", 0)
    assert (read["periode"], read["laatste_dag"]) == ("2026-W47", "2026-11-22")
    assert read["verouderde_bronnen"] == "telefonie"


def test_the_scale_holds_every_share_and_target() -> None:
    assert highest([series("a", [point("2026-W47", None, 0.7), point("2026-W46", 0.2)])]) == 0.7
    assert highest([]) == 0
