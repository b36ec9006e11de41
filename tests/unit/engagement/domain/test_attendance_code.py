"""The code of a moment: hard to misread, good on its own day."""

from datetime import date, timedelta

import pytest

from services.engagement.domain.attendance_code import CHARACTERS, read_code, refuse_code
from shared.refusal import Refusal

TODAY = date(2026, 3, 2)


def test_no_character_is_taken_for_another_and_none_is_a_vowel() -> None:
    assert len(set(CHARACTERS)) == len(CHARACTERS) == 22
    for alike in ("0OQD", "1IL", "2Z", "5S", "6G", "8B", "VUY"):
        assert len(set(alike).intersection(CHARACTERS)) <= 1
    assert not set("AEIOUY").intersection(CHARACTERS)


@pytest.mark.parametrize("entered", ["CDF345", "cdf345", " cdf 345 ", "cdf-345", "C D F 3 4 5"])
def test_how_it_was_entered_does_not_matter(entered: str) -> None:
    assert read_code(entered) == "CDF345"


@pytest.mark.parametrize("days", [-1, 1])
def test_of_a_moment_on_another_day_there_is_no_code(days: int) -> None:
    refuse_code(TODAY, TODAY)
    with pytest.raises(Refusal) as refused:
        refuse_code(TODAY + timedelta(days=days), TODAY)
    assert [each.code for each in refused.value.reasons] == ["moment-not-today"]
