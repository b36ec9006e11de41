"""Staff: what cannot be said about somebody."""

from datetime import date
from uuid import UUID

import pytest

from services.planning.domain.staffing import capacity_reasons, departure_reasons, left_reasons

KNOWN, UNKNOWN = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize("minutes", [-1, 60 * 60 + 1])
def test_hours_that_no_week_has_are_refused(minutes: int) -> None:
    assert [r.field for r in capacity_reasons(minutes, [KNOWN], [KNOWN])] == ["weeklyHours"]


def test_an_unknown_expertise_is_refused() -> None:
    reasons = capacity_reasons(60, [KNOWN, UNKNOWN], [KNOWN])
    assert [r.code for r in reasons] == ["expertise-unknown"]


def test_somebody_who_left_is_left_alone() -> None:
    assert list(left_reasons(None)) == []
    assert [r.message for r in left_reasons(date(2026, 1, 2))] == [
        "Deze medewerker is weg vanaf 2-1-2026."
    ]


def test_a_departure_before_the_arrival_or_from_a_lead_is_refused_with_both_reasons() -> None:
    reasons = departure_reasons(date(2026, 1, 2), date(2026, 1, 2), ["Verhuizen"])
    assert [r.code for r in reasons] == ["left-before-joined", "leads-subproject"]
