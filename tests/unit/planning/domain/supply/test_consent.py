"""The works council's consent."""

from datetime import date, timedelta

from services.planning.domain.supply.consent import Consent, missing_reasons, person_level_allowed

DAY = date(2026, 11, 24)


def test_a_consent_holds_up_to_and_including_its_last_day() -> None:
    assert Consent(valid_until=DAY).holds_on(DAY)
    assert not Consent(valid_until=DAY).holds_on(DAY + timedelta(days=1))


def test_a_withdrawn_consent_holds_until_the_day_before() -> None:
    consent = Consent(valid_until=date(2030, 1, 1), withdrawn_on=DAY)
    assert consent.holds_on(DAY - timedelta(days=1))
    assert not consent.holds_on(DAY)


def test_one_consent_that_holds_is_enough_and_none_is_not() -> None:
    expired, valid = Consent(date(2020, 1, 1)), Consent(date(2030, 1, 1))
    assert person_level_allowed([expired, valid], DAY)
    assert not person_level_allowed([expired], DAY)
    assert not person_level_allowed([], DAY)


def test_the_refusal_without_consent_says_what_to_do_instead() -> None:
    (reason,) = missing_reasons(allowed=False)
    assert reason.code == "consent-missing"
    assert "teampools" in reason.message
    assert list(missing_reasons(allowed=True)) == []
