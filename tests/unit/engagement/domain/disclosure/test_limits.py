"""No configuration lowers the limits."""

import pytest

from services.engagement.domain.disclosure.limits import FEWEST_ANSWERS, FEWEST_INVITED, Limits
from services.engagement.domain.disclosure.rounds import Part
from tests.disclosure.leaks import people


def test_limits_may_be_raised() -> None:
    part = Part(people(range(12)), (3, 3))

    assert Limits().met_by(part)
    assert not Limits(answers=7).met_by(part)
    assert not Limits(invited=13).met_by(part)


def test_limits_cannot_be_lowered() -> None:
    with pytest.raises(ValueError, match="answers is at least 5"):
        Limits(answers=FEWEST_ANSWERS - 1)
    with pytest.raises(ValueError, match="invited is at least 10"):
        Limits(invited=FEWEST_INVITED - 1)
    assert (FEWEST_INVITED, FEWEST_ANSWERS) == (10, 5)
