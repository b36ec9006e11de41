from dataclasses import replace
from datetime import date
from uuid import UUID

from services.planning.domain.steering.decisions import InvolveMore
from services.planning.pages.tiles import LOOK, SOURCE_BEHIND, tiles
from services.planning.queries.capacity import ExpertiseBalanceRow
from services.planning.queries.steering import ProductUptake, StaleSource, Steering
from shared.contracts.vocabulary import PeriodKind
from tests.support.koers_figures import balance, coverage, point, relieved, timeliness

TODAY = date(2026, 11, 24)
NOTHING = Steering(
    as_of=TODAY,
    uptake=[],
    unmeasured=[],
    relieved=[],
    freed=[],
    capacity=[],
    timeliness=timeliness(),
    coverage=[],
    stale_sources=[],
    decisions=[],
)


def test_nothing_known_is_never_shown_as_zero() -> None:
    found = tiles(NOTHING, [], [])
    assert [tile.is_unknown for tile in found] == [False, True, True, True, True]
    assert not any("0" in tile.value for tile in found)
    assert not any(tile.attention for tile in found)


def test_a_silent_source_is_marked_at_the_figures_that_come_from_sources() -> None:
    silent = replace(NOTHING, stale_sources=[StaleSource("telefonie", None, 8)])
    found = tiles(silent, [], [])
    assert [tile.attention for tile in found] == [None, SOURCE_BEHIND, SOURCE_BEHIND, None, None]


def test_each_tile_has_its_figure_and_says_what_needs_attention() -> None:
    uptake = ProductUptake(
        "paspoort", "M1", PeriodKind.WEEK, [point("2026-W47", 0.4, 0.5)], path=None
    )
    steering = Steering(
        as_of=TODAY,
        uptake=[uptake],
        unmeasured=[],
        relieved=[],
        freed=[],
        capacity=[ExpertiseBalanceRow(UUID(int=1), "Testen", [balance("2026-W48", 30.5, 20)])],
        timeliness=timeliness(),
        coverage=[coverage("Akten", 9, 10), coverage("Rijbewijs", 4, 12)],
        stale_sources=[],
        decisions=[InvolveMore(UUID(int=1), date(2026, 11, 20), milestone="Besluit")],
    )
    found = tiles(steering, [uptake], [relieved("2026-W46", -20.1)])
    assert [(tile.value, tile.attention) for tile in found] == [
        ("1", LOOK),
        ("0 van 1", LOOK),
        ("20,1 uur", None),
        ("10,5 uur", LOOK),
        ("33%", None),
    ]
    assert found[2].meaning == "in week 46, geschat tussen 18 en 23 uur"
    assert "Rijbewijs" in found[4].meaning
