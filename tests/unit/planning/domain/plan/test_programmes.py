"""What fits in a programme, and when it can be completed."""

from datetime import date

import pytest

from services.planning.domain.plan.programmes import (
    open_subproject_reasons,
    programme_completed_reasons,
    within_programme_reasons,
)
from services.planning.domain.plan.subprojects import Period

JANUARY = Period(date(2026, 1, 1), date(2026, 1, 31))


def test_dates_outside_the_programme_give_a_reason_for_either_end() -> None:
    period = Period(date(2025, 12, 1), date(2026, 2, 1))
    reasons = list(within_programme_reasons(period, JANUARY))
    assert [(r.code, r.field) for r in reasons] == [
        ("before-programme", "startsOn"),
        ("after-programme", "endsOn"),
    ]


@pytest.mark.parametrize(("count", "message"), [(1, "1 deelproject open"), (4, "4 deelprojecten")])
def test_a_programme_with_open_subprojects_cannot_be_completed(count: int, message: str) -> None:
    assert [message in r.message for r in open_subproject_reasons(count)] == [True]
    assert list(open_subproject_reasons(0)) == []


def test_nothing_changes_in_a_completed_programme() -> None:
    assert list(programme_completed_reasons(None)) == []
    (reason,) = programme_completed_reasons(date(2026, 4, 3))
    assert reason.message == "Het programma is afgerond op 3-4-2026."
