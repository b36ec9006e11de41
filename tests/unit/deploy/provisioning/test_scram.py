"""The stored form of a password."""

import pytest

from deploy.provisioning.scram import scram_verifier


def test_the_same_password_gets_another_verifier_each_time_and_is_not_in_it() -> None:
    first, second = scram_verifier("geheim"), scram_verifier("geheim")
    assert first != second
    assert first.startswith("SCRAM-SHA-256$4096:")
    assert "geheim" not in first


def test_a_password_that_would_need_normalising_is_refused() -> None:
    with pytest.raises(ValueError, match="ASCII"):
        scram_verifier("g\u00e9heim")
