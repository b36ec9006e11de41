"""Target paths of uptake."""

from datetime import date

import pytest

from services.planning.domain.plan.targets import TargetPath, path_reasons

PATH = TargetPath("verhuismelding", date(2026, 1, 1), 0.4, date(2026, 1, 11), 0.6)


@pytest.mark.parametrize(
    ("day", "share"),
    [
        (date(2025, 12, 31), None),
        (date(2026, 1, 1), 0.4),
        (date(2026, 1, 6), 0.5),
        (date(2026, 1, 11), 0.6),
        (date(2027, 1, 1), 0.6),
    ],
)
def test_a_path_is_a_straight_line_that_stays_at_its_end(day: date, share: float | None) -> None:
    assert PATH.share_on(day) == (None if share is None else pytest.approx(share))


def test_two_paths_of_a_product_and_one_that_runs_backward_are_both_told() -> None:
    backward = TargetPath("verhuismelding", date(2026, 2, 1), 0.4, date(2026, 2, 1), 0.6)
    assert [(r.code, r.field) for r in path_reasons([PATH, backward])] == [
        ("ends-before-start", "targets.1.toDate"),
        ("product-twice", "targets.1.product"),
    ]
