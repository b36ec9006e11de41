"""Each decision says in a sentence what to do."""

from datetime import date
from uuid import UUID

import pytest

from services.planning.domain.steering.decisions import (
    AnswerRequest,
    DecideDraft,
    Decision,
    GiveDestination,
    InvolveMore,
    ReserveInTime,
    SolveShortage,
)
from shared.isoweek import IsoWeek

DUE = UUID(int=1), date(2026, 11, 24)


@pytest.mark.parametrize(
    ("decision", "what"),
    [
        (
            GiveDestination(*DUE, team="Team Balie", minutes=360),
            "Geef 6 uur per week van team Balie een bestemming",
        ),
        (
            GiveDestination(*DUE, team="Publiekszaken", minutes=360),
            "Geef 6 uur per week van team Publiekszaken een bestemming",
        ),
        (
            AnswerRequest(
                *DUE, team="Publiekszaken", minutes=600, expertise="Balie", subproject="Verhuizen"
            ),
            "Beslis of team Publiekszaken 10 uur Balie geeft aan “Verhuizen”",
        ),
        (
            SolveShortage(*DUE, expertise="Balie", minutes=90, first_week=IsoWeek(2027, 1)),
            "Los het tekort aan Balie op: 1,5 uur, vanaf week 1 van 2027",
        ),
        (
            DecideDraft(*DUE, function_group="Baliemedewerker", subproject="Verhuizen"),
            "Beslis over opleiding voor Baliemedewerker bij “Verhuizen”",
        ),
        (
            DecideDraft(*DUE, function_group=None, subproject="Verhuizen"),
            "Beslis over opleiding voor alle geraakte medewerkers bij “Verhuizen”",
        ),
        (
            ReserveInTime(*DUE, subproject="Verhuizen", minutes=600, expertise="Balie"),
            "Reserveer 10 uur Balie voor “Verhuizen”",
        ),
        (
            InvolveMore(*DUE, milestone="Raadsbesluit"),
            "Betrek meer medewerkers voor “Raadsbesluit”, of verplaats dit besluit",
        ),
    ],
)
def test_a_decision_says_what_to_do(decision: Decision, what: str) -> None:
    assert decision.what == what
