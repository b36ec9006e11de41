"""The works council's consent: when it holds, and what is refused."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.engagement.domain.consent import (
    Consent,
    ConsentScope,
    allowed,
    refuse_unsound_consent,
    refuse_withdrawal,
    refuse_without_consent,
)
from shared.refusal import Refusal

TODAY = date(2026, 11, 24)
PARTICIPATION = frozenset({ConsentScope.PERSON_LEVEL_PARTICIPATION})
CAPACITY = frozenset({ConsentScope.PERSON_LEVEL_CAPACITY})


def consent(
    scope: frozenset[ConsentScope] = PARTICIPATION, *, withdrawn_on: date | None = None
) -> Consent:
    """A consent from a month ago for a year."""
    return Consent(scope, TODAY - timedelta(days=30), TODAY + timedelta(days=335), withdrawn_on)


def test_a_consent_holds_from_its_decision_until_its_last_day() -> None:
    given_consent = consent()
    assert given_consent.in_force(given_consent.decided_on)
    assert given_consent.in_force(given_consent.valid_until)
    assert not given_consent.in_force(given_consent.decided_on - timedelta(days=1))
    assert not given_consent.in_force(given_consent.valid_until + timedelta(days=1))


def test_a_withdrawn_consent_does_not_hold_on_the_very_day() -> None:
    assert not consent(withdrawn_on=TODAY).in_force(TODAY)


def test_a_consent_to_hours_is_no_consent_to_participation() -> None:
    assert not allowed([consent(CAPACITY)], ConsentScope.PERSON_LEVEL_PARTICIPATION, TODAY)
    with pytest.raises(Refusal, match="ondernemingsraad"):
        refuse_without_consent([consent(CAPACITY)], TODAY)


def test_another_consent_in_force_is_enough() -> None:
    refuse_without_consent([consent(withdrawn_on=TODAY), consent()], TODAY)


def test_everything_wrong_with_a_consent_is_said_at_once() -> None:
    with pytest.raises(Refusal) as refused:
        refuse_unsound_consent((), TODAY + timedelta(days=1), TODAY - timedelta(days=1), TODAY)
    assert [(reason.code, reason.field) for reason in refused.value.reasons] == [
        ("scope-missing", "scope"),
        ("decision-in-future", "decidedOn"),
        ("validity-before-decision", "validUntil"),
    ]


def test_a_consent_that_has_run_out_is_not_recorded() -> None:
    with pytest.raises(Refusal) as refused:
        refuse_unsound_consent(
            PARTICIPATION, TODAY - timedelta(days=9), TODAY - timedelta(days=1), TODAY
        )
    assert refused.value.reasons[0].code == "validity-past"


def test_a_decision_of_today_that_holds_today_only_can_be_recorded() -> None:
    refuse_unsound_consent(PARTICIPATION, TODAY, TODAY, TODAY)


def test_only_a_consent_in_force_can_be_withdrawn() -> None:
    refuse_withdrawal(consent(), TODAY)
    with pytest.raises(Refusal) as withdrawn:
        refuse_withdrawal(consent(withdrawn_on=TODAY), TODAY)
    with pytest.raises(Refusal) as expired:
        refuse_withdrawal(consent(), TODAY + timedelta(days=400))
    assert withdrawn.value.reasons[0].code == "consent-withdrawn"
    assert expired.value.reasons[0].code == "consent-expired"


@given(st.lists(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=3))
def test_nothing_is_allowed_by_withdrawn_consents(days: list[date]) -> None:
    consents = [consent(withdrawn_on=day) for day in days]
    assert not any(allowed(consents, scope, TODAY) for scope in ConsentScope)
