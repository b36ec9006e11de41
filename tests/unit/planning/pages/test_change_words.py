"""Changes of a scenario in sentences."""

from datetime import date
from uuid import UUID

import pytest

from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.reservations.reservations import State
from services.planning.domain.scenarios.changes import (
    AddSupply,
    Change,
    ChangeDemand,
    Learn,
    MoveMilestone,
    Release,
    Reschedule,
    Reserve,
)
from services.planning.pages.change_words import Words, stretch
from services.planning.queries.names import Names
from services.planning.queries.scenario_choices import HeldChoice
from shared.isoweek import IsoWeek

SUBPROJECT, MILESTONE, EXPERTISE, TEAM, STAFF, HELD = (UUID(int=n) for n in range(1, 7))
FIRST, LAST = IsoWeek(2026, 53), IsoWeek(2027, 2)
WEEKS = (WeekMinutes(LAST, 90), WeekMinutes(FIRST, 600))
WORDS = Words(
    Names({SUBPROJECT: "Verhuizen"}, {MILESTONE: "Besluit"}, {EXPERTISE: "Chat"}, {TEAM: "Balie"}),
    {HELD: HeldChoice(HELD, "Verhuizen", "Chat", "Balie", State.CONFIRMED, 8.0)},
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            Reschedule(SUBPROJECT, Period(date(2026, 3, 1), date(2026, 4, 2))),
            "“Verhuizen” loopt van 1 maart 2026 tot en met 2 april 2026.",
        ),
        (MoveMilestone(MILESTONE, date(2026, 3, 1)), "Mijlpaal “Besluit” is op 1 maart 2026."),
        (
            ChangeDemand(SUBPROJECT, EXPERTISE, 2, WEEKS),
            "“Verhuizen” heeft 11,5 uur Chat (niveau 2) nodig in week 53 van 2026 tot en met"
            " week 2 van 2027.",
        ),
        (
            ChangeDemand(SUBPROJECT, EXPERTISE, 2, ()),
            "“Verhuizen” heeft geen Chat (niveau 2) meer nodig.",
        ),
        (Learn(None, EXPERTISE, 2, FIRST), "Iemand kan Chat (niveau 2) vanaf week 53 van 2026."),
        (Release(HELD), "“Verhuizen” geeft 8 uur Chat terug aan team Balie."),
        (Release(UUID(int=99)), "Uren van een inzetverzoek dat er niet meer is."),
        (
            Reserve(SUBPROJECT, EXPERTISE, TEAM, None, WEEKS[:1]),
            "Team Balie geeft 1,5 uur Chat aan “Verhuizen” in week 2 van 2027.",
        ),
        (
            AddSupply(TEAM, EXPERTISE, 1, 240, FIRST, None),
            "Team Balie heeft 4 uur per week meer voor Chat (niveau 1), vanaf week 53 van 2026.",
        ),
        (
            Learn(STAFF, EXPERTISE, 3, FIRST),
            "Medewerker 00000000 kan Chat (niveau 3) vanaf week 53 van 2026.",
        ),
    ],
)
def test_every_change_is_a_sentence(change: Change, words: str) -> None:
    assert WORDS.of(change) == words


def test_the_year_is_named_twice_only_where_it_changes() -> None:
    assert stretch(FIRST, FIRST) == "week 53 van 2026"
    assert stretch(LAST, LAST.plus(3)) == "week 2 tot en met week 5 van 2027"
