"""Target paths."""

from datetime import date
from fractions import Fraction

from services.metrics.domain.targets import TargetPath, target_on

PATH = TargetPath(date(2026, 1, 1), Fraction(2, 10), date(2026, 1, 11), Fraction(7, 10))


def test_a_path_is_a_straight_line_between_its_days() -> None:
    assert PATH.on(date(2026, 1, 1)) == Fraction(2, 10)
    assert PATH.on(date(2026, 1, 3)) == Fraction(3, 10)
    assert PATH.on(date(2026, 1, 11)) == Fraction(7, 10)


def test_there_is_no_target_before_a_path_starts_and_its_end_stays_after_it() -> None:
    assert PATH.on(date(2025, 12, 31)) is None
    assert PATH.on(date(2027, 1, 1)) == Fraction(7, 10)


def test_of_several_paths_the_one_that_started_last_holds() -> None:
    later = TargetPath(date(2026, 1, 6), Fraction(1, 2), date(2026, 2, 6), Fraction(9, 10))

    assert target_on([later, PATH], date(2026, 1, 5)) == PATH.on(date(2026, 1, 5))
    assert target_on([later, PATH], date(2026, 1, 6)) == Fraction(1, 2)
    assert target_on([], date(2026, 1, 6)) is None
