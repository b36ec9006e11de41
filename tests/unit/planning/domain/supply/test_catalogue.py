"""Every word of the catalogue means one expertise."""

import pytest

from services.planning.domain.supply.catalogue import (
    ExpertiseTimes,
    lead_time_reasons,
    word_reasons,
)


@pytest.mark.parametrize(
    ("name", "synonyms", "found"),
    [
        ("Balie", ["Loket"], []),
        ("DATA", [], [("name-taken", "name")]),
        ("Balie", ["cijfers", "Loket"], [("name-taken", "synonyms.0")]),
        ("Balie", ["balie"], [("synonym-twice", "synonyms.0")]),
        ("Balie", ["Loket", "LOKET"], [("synonym-twice", "synonyms.1")]),
    ],
)
def test_a_word_stands_for_one_expertise_capitals_or_not(
    name: str, synonyms: list[str], found: list[tuple[str, str]]
) -> None:
    reasons = word_reasons(name, synonyms, {"Data", "Cijfers"})
    assert [(reason.code, reason.field) for reason in reasons] == found


def test_lead_times_have_defaults_and_a_limit() -> None:
    assert list(lead_time_reasons(ExpertiseTimes())) == []
    assert ExpertiseTimes() == ExpertiseTimes(learning_weeks=8, hiring_weeks=16)
    reasons = lead_time_reasons(ExpertiseTimes(-1, 261))
    assert [reason.field for reason in reasons] == ["learningWeeks", "hiringWeeks"]
