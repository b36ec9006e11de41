"""Change load in sentences, and which weeks stand out."""

from uuid import UUID

import pytest

from services.planning.pages.change_load import (
    Band,
    Points,
    conclusion,
    load_rows,
    movable,
    suggestion,
)
from services.planning.queries.change_load import GoLiveRow, QuieterWeekRow, TeamWeekRow
from shared.isoweek import IsoWeek

DESK, REGISTRY = UUID(int=1), UUID(int=2)


def team_week(team: UUID, week: str, go_lives: int, trainings: int, peaks: int) -> TeamWeekRow:
    points = 3 * go_lives + trainings + 2 * peaks
    return TeamWeekRow(team, f"Balie {team.int}", week, points, go_lives, trainings, peaks)


def go_live(points: int, *quieter: tuple[str, int]) -> GoLiveRow:
    weeks = [QuieterWeekRow(week, left) for week, left in quieter]
    return GoLiveRow(UUID(int=8), "VOG online", UUID(int=9), "2027-W01", points, weeks)


def test_a_team_has_a_cell_for_every_week_and_each_says_what_it_is_made_of() -> None:
    found = [team_week(DESK, "2026-W53", 1, 2, 1), team_week(REGISTRY, "2027-W01", 0, 1, 0)]
    desk, registry = load_rows(found, [IsoWeek(2026, 53), IsoWeek(2027, 1)])
    assert desk.weeks == [Points(7, "1 livegang, 1 piek, 2 trainingen"), None]
    assert registry.weeks == [None, Points(1, "1 training")]


@pytest.mark.parametrize(
    ("points", "band"),
    [(1, Band.SOME), (2, Band.SOME), (3, Band.BUSY), (4, Band.BUSY), (5, Band.VERY_BUSY)],
)
def test_as_much_as_a_go_live_is_busy_and_one_in_a_peak_too_much(points: int, band: Band) -> None:
    assert Points(points, "").band is band


def test_the_conclusion_names_the_first_of_the_worst_weeks() -> None:
    assert "geen enkel team" in conclusion([])
    found = [team_week(DESK, "2027-W03", 1, 0, 1), team_week(REGISTRY, "2027-W02", 1, 2, 0)]
    assert conclusion(found) == (
        "Voor team Balie 2 verandert het meest in week 2 van 2027: 5 punten."
        " Nog 1 keer is het net zo veel."
    )


def test_quieter_weeks_are_suggested_in_words() -> None:
    busy = go_live(5, ("2027-W03", 0), ("2027-W02", 1))
    assert suggestion(busy).besides == "Daarnaast hebben de teams die week 5 punten."
    assert suggestion(busy).quieter == "Rustiger is week 3 (0 punten) of week 2 (1 punt)."
    assert suggestion(go_live(5)).quieter == "Een rustiger week is er niet."
    assert suggestion(go_live(0)).quieter == ""
    assert movable([busy, go_live(5)]) == "1 van de 2 livegangen kan in een rustiger week."
    assert movable([go_live(0)]) == "Geen enkele livegang valt samen met iets anders."
    assert movable([busy]) == "De livegang kan in een rustiger week."
    assert movable([go_live(5)]) == "Geen livegang kan in een rustiger week."
