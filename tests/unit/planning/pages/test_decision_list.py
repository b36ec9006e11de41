from datetime import date, timedelta
from uuid import UUID

import pytest

from services.planning.domain.steering.decisions import (
    AnswerRequest,
    DecideDraft,
    GiveDestination,
    InvolveMore,
    Kind,
    ReserveInTime,
    SolveShortage,
)
from services.planning.pages.decision_list import items
from shared.isoweek import IsoWeek

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("days", "left", "urgency"),
    [
        (-1, "1 dag te laat", "danger"),
        (0, "vandaag", "warning"),
        (7, "nog 7 dagen", "warning"),
        (8, "nog 8 dagen", "neutral"),
    ],
)
def test_a_decision_says_how_much_time_is_left(days: int, left: str, urgency: str) -> None:
    decision = InvolveMore(UUID(int=1), TODAY + timedelta(days=days), milestone="Besluit")
    [item] = items([decision], TODAY)
    assert (item.left, item.urgency) == (left, urgency)


def test_every_kind_of_decision_has_a_name_and_somebody_who_takes_it() -> None:
    due = UUID(int=1), TODAY
    found = [
        GiveDestination(*due, team="Balie", minutes=60),
        AnswerRequest(*due, team="Balie", minutes=60, expertise="Test", subproject="Verhuizen"),
        SolveShortage(*due, expertise="Test", minutes=60, first_week=IsoWeek.of(TODAY)),
        ReserveInTime(*due, subproject="Verhuizen", minutes=60, expertise="Test"),
        InvolveMore(*due, milestone="Besluit"),
        DecideDraft(*due, function_group=None, subproject="Verhuizen"),
    ]
    assert {each.kind for each in found} == set(Kind)
    assert [(item.kind, item.who) for each in found for item in items([each], TODAY)] == [
        ("Vrijgekomen uren", "teamleider"),
        ("Inzetverzoek", "teamleider"),
        ("Tekort", "programmamanager"),
        ("Reserveren", "programmamanager"),
        ("Betrokkenheid", "programmamanager"),
        ("Conceptvraag", "programmamanager"),
    ]


def test_no_more_than_five_are_shown() -> None:
    found = [InvolveMore(UUID(int=n), TODAY, milestone=f"Besluit {n}") for n in range(9)]
    assert [item.what for item in items(found, TODAY)] == [each.what for each in found[:5]]
