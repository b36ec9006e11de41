"""Training is suggested where a group lacks it, and never again for what was decided upon."""

from uuid import UUID

import pytest

from services.planning.domain.steering.drafts import Drafted, State, next_state, open_reasons

FIRST, SECOND = UUID(int=1), UUID(int=2)


@pytest.mark.parametrize("stage", ["knowing", "able"])
def test_training_is_suggested_to_who_does_not_know_how_or_cannot(stage: str) -> None:
    assert next_state(stage, FIRST, None) is State.OPEN


@pytest.mark.parametrize("stage", ["aware", "willing", "doing", "a stage of later"])
def test_who_is_stuck_elsewhere_is_not_helped_by_training(stage: str) -> None:
    assert next_state(stage, FIRST, None) is None
    assert next_state(stage, SECOND, Drafted(State.DISMISSED, FIRST)) is None


@pytest.mark.parametrize("round_id", [FIRST, SECOND])
def test_an_open_draft_follows_the_group(round_id: UUID) -> None:
    assert next_state("able", round_id, Drafted(State.OPEN, FIRST)) is State.OPEN
    assert next_state("willing", round_id, Drafted(State.OPEN, FIRST)) is State.LAPSED


@pytest.mark.parametrize("state", [State.ACCEPTED, State.DISMISSED])
def test_what_was_decided_stands_until_another_round(state: State) -> None:
    assert next_state("knowing", FIRST, Drafted(state, FIRST)) is None
    assert next_state("knowing", SECOND, Drafted(state, FIRST)) is State.OPEN


def test_what_lapsed_was_not_decided_upon() -> None:
    assert next_state("knowing", FIRST, Drafted(State.LAPSED, FIRST)) is State.OPEN


def test_only_an_open_draft_is_decided_upon() -> None:
    assert list(open_reasons(State.OPEN)) == []
    messages = [reason.message for state in State for reason in open_reasons(state)]
    assert messages == [
        "Deze conceptvraag is al overgenomen.",
        "Deze conceptvraag is al afgewezen.",
        "Deze conceptvraag is al vervallen.",
    ]
