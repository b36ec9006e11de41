"""The evidence of a draft in a sentence."""

from datetime import UTC, datetime
from uuid import UUID

import pytest

from services.planning.pages.draft_words import conclusion, evidence, for_whom
from services.planning.queries.drafts import DraftRow, EvidenceRow


def draft(stage: str, share: float | None, answers: int | None, group: str | None) -> DraftRow:
    return DraftRow(
        id=UUID(int=1),
        subproject_id=UUID(int=2),
        subproject="Verhuizen",
        function_group_id=None if group is None else UUID(int=3),
        function_group=group,
        stage=stage,
        evidence=EvidenceRow(UUID(int=4), share, answers),
        told_at=datetime(2026, 11, 24, tzinfo=UTC),
        state="open",
        demand_id=None,
        decided_at=None,
        by=None,
        role=None,
        reason=None,
        version=1,
    )


@pytest.mark.parametrize(
    ("share", "answers", "words"),
    [
        (0.44, 18, "In 44% van de 18 antwoorden op de peiling is “weten” te laag."),
        (1.0, 1, "In 100% van het ene antwoord op de peiling is “weten” te laag."),
    ],
)
def test_the_evidence_names_its_share_and_answers(share: float, answers: int, words: str) -> None:
    assert evidence(draft("knowing", share, answers, None)) == words


def test_a_group_that_is_too_small_has_no_figures() -> None:
    words = evidence(draft("able", None, None, "Baliemedewerker"))
    assert "“kunnen”" in words
    assert words.endswith("niet getoond (te kleine groep).")
    assert not any(letter.isdigit() for letter in words)


def test_without_a_function_group_it_is_for_all_who_are_affected() -> None:
    assert for_whom(draft("able", None, None, None)) == "alle geraakte medewerkers"
    assert for_whom(draft("able", None, None, "Baliemedewerker")) == "Baliemedewerker"


def test_the_conclusion_counts_what_waits() -> None:
    assert conclusion(0) == "Er wacht geen conceptvraag op een besluit."
    assert conclusion(1).startswith("1 conceptvraag wacht op")
    assert conclusion(2).startswith("2 conceptvragen wachten op")
