"""Saying no, with all reasons at once."""

import pytest

from shared.refusal import Reason, Refusal, refuse_when

FIRST, SECOND = (
    Reason("too-late", "Dat is te laat.", "endsOn"),
    Reason("cyclic", "Dat is een kring."),
)


def test_all_reasons_come_in_one_refusal() -> None:
    """The reader mends everything in one go."""
    with pytest.raises(Refusal) as caught:
        refuse_when([FIRST, SECOND])
    assert caught.value.reasons == (FIRST, SECOND)
    assert str(caught.value) == "Dat is te laat.; Dat is een kring."


def test_no_reasons_refuse_nothing() -> None:
    """A rule that holds is silent."""
    refuse_when([])


def test_a_refusal_without_a_reason_is_a_mistake_of_ours() -> None:
    """Nobody is told no without being told why."""
    with pytest.raises(ValueError, match="at least one reason"):
        Refusal()
