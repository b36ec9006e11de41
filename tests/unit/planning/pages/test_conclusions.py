from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.planning.domain.steering.decisions import InvolveMore
from services.planning.pages import conclusions
from services.planning.queries.capacity import BalanceWeek
from services.planning.queries.freed_hours import TeamFreedHours
from shared.web import dutch
from tests.support.koers_figures import balance, coverage, point, relieved, timeliness

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("share", "target", "ending"),
    [
        (0.66, 0.62, "66% zelfbediening in week 47, 4 procentpunt voor op het streefpad."),
        (0.60, 0.62, "60% zelfbediening in week 47, 2 procentpunt achter op het streefpad."),
        (0.621, 0.62, "62% zelfbediening in week 47, precies op het streefpad."),
        (0.0, 0.05, "0% zelfbediening in week 47, 5 procentpunt achter op het streefpad."),
        (0.66, None, "66% zelfbediening in week 47. Er is geen streefpad."),
    ],
)
def test_uptake_is_compared_with_its_path(share: float, target: float, ending: str) -> None:
    said = conclusions.uptake("Paspoort", [point("2026-W47", share, target)], None)
    assert said == f"Paspoort: {ending}"


def test_uptake_speaks_of_the_newest_period_that_is_known() -> None:
    points = [
        point("2026-W45", 0.4, 0.4),
        point("2026-W46", 0.5, 0.4),
        point("2026-W47", None, 0.4),
    ]
    assert "50% zelfbediening in week 46, 10 procentpunt voor" in conclusions.uptake(
        "Akte", points, None
    )


def test_unknown_uptake_is_not_zero() -> None:
    for points in ([], [point("2026-W47", None, 0.4)]):
        said = conclusions.uptake("Akte", points, None)
        assert said == "Akte: nog niet bekend hoeveel zelfbediening er is."


def test_a_path_that_has_not_begun_says_when_it_does() -> None:
    said = conclusions.uptake("Akte", [point("2026-W47", 0.4)], date(2027, 1, 4))
    assert said.endswith("in week 47. Het streefpad loopt vanaf 4 januari 2027.")


@given(st.floats(0, 1), st.floats(0, 1))
def test_the_gap_is_the_difference_of_the_percentages_that_are_shown(
    share: float, target: float
) -> None:
    gap = conclusions.points_ahead(point("2026-W47", share, target))
    shown, aimed = (int(dutch.percent(each).rstrip("%")) for each in (share, target))
    assert gap == shown - aimed


@pytest.mark.parametrize(
    ("gaps", "said"),
    [
        ([], "Nog niet bekend welke producten hun streefpad halen."),
        ([0.0], "Het product haalt het streefpad."),
        ([-0.1], "Het product haalt het streefpad niet."),
        ([0.1, 0.0], "Beide producten halen het streefpad."),
        ([0.1, 0.0, 0.2], "Alle 3 producten halen het streefpad."),
        ([0.1, -0.1, -0.2], "1 van de 3 producten haalt het streefpad."),
        ([0.1, 0.1, -0.2], "2 van de 3 producten halen het streefpad."),
        ([-0.1, -0.1], "Geen van de 2 producten haalt het streefpad."),
    ],
)
def test_products_on_their_path_are_counted(gaps: list[float], said: str) -> None:
    series = [[point("2026-W47", 0.5 + gap, 0.5)] for gap in gaps]
    assert conclusions.uptake_of_all([*series, [], [point("2026-W47", 0.5)]]) == said


@pytest.mark.parametrize(
    ("channel", "minutes", "said"),
    [
        (-12.0, 2.0, "In week 46 kwam 10 uur vrij aan de balie, vooral doordat mensen een ander"),
        (-1.0, -3.54, "In week 46 kwam 4,5 uur vrij aan de balie, vooral doordat een aanvraag"),
        (0.0, 0.04, "In week 46 kwam er aan de balie geen tijd vrij."),
        (1.0, 2.0, "In week 46 had de balie 3 uur meer nodig dan in de nulmeting."),
    ],
)
def test_relieved_hours_say_how_many_and_why(channel: float, minutes: float, said: str) -> None:
    assert conclusions.relieved([relieved("2026-W46", channel, minutes)]).startswith(said)


def test_unknown_relief_is_not_zero() -> None:
    assert conclusions.relieved([]) == "Nog niet bekend hoeveel balie-uren er vrijkomen."


def test_hours_without_a_destination_are_told() -> None:
    team = TeamFreedHours(UUID(int=1), "Balie", "2026-W46", freed=17.0, confirmed=4.5, missing=0)
    assert conclusions.destinations([team]) == (
        "Van de 17 uur per week die blijvend vrij zijn, heeft 4,5 uur een bestemming."
    )
    none = TeamFreedHours(UUID(int=1), "Balie", "2026-W46", freed=0, confirmed=3.0, missing=3.0)
    assert conclusions.destinations([none]) == "Er zijn nog geen uren blijvend vrij."


def test_capacity_says_what_is_short_and_from_when() -> None:
    weeks = [
        balance("2026-W48", 20, 20),
        balance("2026-W49", 20.2, 20),
        balance("2026-W50", 30, 20),
    ]
    assert conclusions.capacity("Testen", weeks) == (
        "Testen: 10,2 uur tekort, het eerst in week 49."
    )
    assert conclusions.capacity("Testen", weeks[:1]) == (
        "Testen: genoeg uren voor wat er wordt gevraagd."
    )
    assert conclusions.capacity("Testen", []) == "Testen: er wordt niets gevraagd."


def test_a_shortage_while_there_seem_to_be_hours_enough_says_why() -> None:
    week = BalanceWeek("2026-W51", demand=10, supply=32, confirmed=0, short=2, over_allocated=0)
    assert conclusions.capacity("Communicatie", [week]) == (
        "Communicatie: 2 uur tekort, het eerst in week 51. Dezelfde mensen zijn ook elders nodig."
    )


def test_a_shortage_too_small_to_show_is_still_a_shortage() -> None:
    weeks = [balance("2026-W48", 20.02, 20)]
    assert conclusions.capacity("Testen", weeks) == (
        "Testen: minder dan 0,1 uur tekort, het eerst in week 48."
    )


@pytest.mark.parametrize(
    ("demands", "said"),
    [
        ([], "Er is nog geen vraag naar uren voor de komende weken."),
        ([10], "Er zijn genoeg uren voor de komende 12 weken."),
        ([10, 30], "Voor 1 van de 2 expertises zijn er te weinig uren."),
        ([30, 30], "Voor 2 van de 2 expertises zijn er te weinig uren."),
    ],
)
def test_expertises_that_fall_short_are_counted(demands: list[float], said: str) -> None:
    found = [(f"E{n}", [balance("2026-W48", each, 20)]) for n, each in enumerate(demands)]
    assert conclusions.capacity_of_all(found) == said


def test_coverage_names_the_lowest_of_those_that_are_known() -> None:
    found = [coverage("Akten", 9, 10), coverage("Rijbewijs", 4, 12), coverage("Klein", None, None)]
    assert conclusions.coverage(found) == (
        "Het minst vanaf het eerste moment erbij: 4 van de 12 medewerkers bij “Rijbewijs”."
    )
    assert conclusions.coverage(found[2:]) == (
        "Nog niet bekend wie er vanaf het eerste moment bij was."
    )
    assert conclusions.coverage([coverage("Akten", 10, 10), *found[2:]]) == (
        "Iedereen van wie het bekend is, was er vanaf het eerste moment bij."
    )


def test_decisions_say_how_many_and_how_pressing() -> None:
    def due(*days: int) -> str:
        found = [
            InvolveMore(UUID(int=day), date(2026, 11, day), milestone="Besluit") for day in days
        ]
        return conclusions.decisions(found, TODAY)

    assert due() == "Er is nu geen besluit nodig."
    assert due(24) == "1 besluit wacht; het eerste kan tot en met 24 november 2026."
    assert due(23, 30) == "2 besluiten wachten; 1 is al te laat."
    assert due(20, 23, 30) == "3 besluiten wachten; 2 zijn al te laat."


def test_what_is_confirmed_in_time_is_told_with_both_figures_and_the_norm() -> None:
    assert conclusions.timeliness(timeliness(45, 120)) == (
        "Op tijd bevestigd: 38%, dat is 45 uur van de 120 uur die zijn gevraagd. Op tijd is "
        "20 werkdagen voor de eerste week, of eerder."
    )


def test_where_nothing_is_asked_no_share_is_told() -> None:
    assert conclusions.timeliness(timeliness()) == ""
