"""When a period is provisional, complete or corrected."""

from services.metrics.domain.completeness import Completeness, State


def test_a_period_is_complete_once_all_expected_deliveries_came() -> None:
    waiting = Completeness().after_delivery(expected=3, missing=1)

    assert waiting == Completeness(State.PROVISIONAL)
    assert waiting.after_delivery(expected=3, missing=0) == Completeness(State.COMPLETE)


def test_a_period_for_which_nothing_is_expected_stays_provisional() -> None:
    assert not Completeness().after_delivery(expected=0, missing=0).state.final


def test_every_restatement_of_a_complete_period_counts_one_revision_more() -> None:
    first = Completeness(State.COMPLETE).after_delivery(expected=1, missing=0)

    assert first == Completeness(State.CORRECTED, 1)
    assert first.after_delivery(expected=1, missing=0) == Completeness(State.CORRECTED, 2)


def test_a_final_period_never_becomes_provisional_again() -> None:
    assert Completeness(State.COMPLETE).after_delivery(expected=2, missing=1).state.final
