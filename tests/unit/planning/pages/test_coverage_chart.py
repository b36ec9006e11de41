from services.planning.pages.coverage_chart import coverage_chart, coverage_table
from tests.support.koers_figures import coverage


def test_a_share_stands_with_what_it_is_made_of_its_lead_and_its_joiners() -> None:
    found = [coverage("Akten", 13, 17, lead=21.5, joiners=2)]
    [row] = coverage_chart(found, "/dekking.csv").rows
    assert (row.value, row.share) == ("13 van 17 (76%)", 13 / 17)
    assert list(row.notes) == [
        "eerste moment: 1 november 2026",
        "mediaan: 21,5 dagen vooraf",
        "later begonnen: 2",
    ]


def test_a_group_that_is_too_small_looks_like_one_of_which_nothing_is_known() -> None:
    unknown = coverage("Rijbewijs", None, None)
    chart = coverage_chart([unknown], "/dekking.csv")
    [row] = chart.rows
    assert (row.value, row.share) == ("nog niet bekend", None)
    assert list(row.notes) == ["eerste moment: 1 november 2026"]
    [cells] = coverage_table([unknown]).shown_rows
    assert cells[2:7] == ["nog niet bekend"] * 5


def test_lead_is_told_in_days_before_or_after() -> None:
    for lead, said in ((0, "op de dag zelf"), (1, "1 dag vooraf"), (-2.5, "2,5 dagen erna")):
        [row] = coverage_chart([coverage("Akten", 5, 10, lead=lead)], "/dekking.csv").rows
        assert row.notes[1] == f"mediaan: {said}"


def test_figures_that_may_still_change_are_provisional() -> None:
    found = [coverage("Akten", 9, 10), coverage("Rijbewijs", 4, 12, frozen=False)]
    assert coverage_chart(found, "/dekking.csv").text.standing == (
        "Voorlopig bij 1 van de 2: daar moet het eerste moment nog komen."
    )
    assert [row[7] for row in coverage_table(found).shown_rows] == ["compleet", "voorlopig"]
