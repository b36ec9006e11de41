"""When involvement is late."""

from datetime import date, timedelta

import pytest

from services.engagement.domain.coverage import LOWER_BOUND, Figures
from services.engagement.domain.involvement import Norms, near, too_low

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(("days", "expected"), [(29, False), (28, True), (0, True), (-3, True)])
def test_a_decision_is_near_within_the_notice_and_when_overdue(days: int, expected: bool) -> None:
    assert near(TODAY + timedelta(days=days), TODAY, Norms()) is expected


def test_coverage_at_the_norm_meets_it() -> None:
    assert not too_low(Figures(numerator=8, denominator=10), Norms(coverage=0.8))
    assert too_low(Figures(numerator=7, denominator=10), Norms(coverage=0.8))


def test_a_lower_bound_meets_the_norm_only_when_it_shows_so() -> None:
    assert too_low(Figures(LOWER_BOUND, 7, 10), Norms())
    assert not too_low(Figures(LOWER_BOUND, 8, 10), Norms())


def test_unknown_coverage_is_never_too_low() -> None:
    assert not too_low(Figures(), Norms(coverage=1.0))


@pytest.mark.parametrize("wrong", [{"coverage": 1.1}, {"notice_days": 0}, {"minimum_group": 4}])
def test_norms_outside_their_bounds_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match=r"is (a share|at least)"):
        Norms(**wrong)  # type: ignore[arg-type]
