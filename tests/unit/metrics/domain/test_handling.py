"""Handling times as stated by the municipality."""

from datetime import date
from fractions import Fraction

import pytest

from services.metrics.domain.handling import HandlingTime, in_force
from shared.refusal import Refusal

FIRST = HandlingTime(date(2025, 1, 1), Fraction(12))
SECOND = HandlingTime(date(2026, 1, 1), Fraction(9))


def test_the_latest_statement_that_began_holds() -> None:
    assert in_force([SECOND, FIRST], date(2025, 12, 31)) == FIRST
    assert in_force([SECOND, FIRST], date(2026, 1, 1)) == SECOND


def test_the_first_statement_also_holds_before_it_because_nothing_better_is_known() -> None:
    assert in_force([SECOND, FIRST], date(2020, 1, 1)) == FIRST


def test_without_a_statement_the_time_is_unknown() -> None:
    assert in_force([], date(2026, 1, 1)) is None


@pytest.mark.parametrize(
    ("minutes", "low", "high", "code"),
    [
        (Fraction(-1), None, None, "negative-minutes"),
        (Fraction(5), Fraction(4), None, "half-a-range"),
        (Fraction(5), Fraction(6), Fraction(7), "range-without-minutes"),
        (Fraction(5), Fraction(-1), Fraction(7), "range-without-minutes"),
    ],
)
def test_an_impossible_statement_is_refused(
    minutes: Fraction, low: Fraction | None, high: Fraction | None, code: str
) -> None:
    with pytest.raises(Refusal) as refused:
        HandlingTime(date(2026, 1, 1), minutes, low, high)

    assert [reason.code for reason in refused.value.reasons] == [code]
