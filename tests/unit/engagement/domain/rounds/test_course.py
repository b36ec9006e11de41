"""What may be done with a round, and when."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from uuid import uuid4

import pytest

from services.engagement.domain.rounds.course import (
    LONGEST,
    RoundPlan,
    RoundState,
    refuse_another_key,
    refuse_cancelling,
    refuse_opening,
    refuse_plan,
    refuse_unless_open,
    refuse_unless_planned,
)
from shared.refusal import Refusal

TODAY = date(2026, 3, 2)
PLAN = RoundPlan(TODAY, TODAY + timedelta(days=11))


def codes(refusal: Callable[[], None]) -> list[str]:
    """Why it is refused."""
    with pytest.raises(Refusal) as refused:
        refusal()
    return [reason.code for reason in refused.value.reasons]


def test_a_round_of_today_up_to_sixty_days_is_accepted() -> None:
    refuse_plan(replace(PLAN, closes_on=TODAY), TODAY)
    refuse_plan(replace(PLAN, closes_on=TODAY + LONGEST), TODAY)
    refuse_plan(replace(PLAN, least_invited=25, least_answers=12), TODAY)


def test_all_that_is_wrong_with_a_plan_is_told_at_once() -> None:
    backwards = RoundPlan(TODAY, TODAY - timedelta(days=1), least_invited=9, least_answers=4)
    assert codes(lambda: refuse_plan(backwards, TODAY)) == [
        "round-closes-before-opening",
        "limit-too-low",
        "limit-too-low",
    ]
    over = RoundPlan(TODAY - timedelta(days=9), TODAY - timedelta(days=1))
    assert codes(lambda: refuse_plan(over, TODAY)) == ["round-closing-past"]
    endless = replace(PLAN, closes_on=TODAY + LONGEST + timedelta(days=1))
    assert codes(lambda: refuse_plan(endless, TODAY)) == ["round-too-long"]


def test_a_round_opens_on_one_of_its_days_for_enough_people() -> None:
    refuse_opening(RoundState.PLANNED, PLAN, 10, TODAY)
    refuse_opening(RoundState.PLANNED, PLAN, 10, PLAN.closes_on)
    early = TODAY - timedelta(days=1)
    assert codes(lambda: refuse_opening(RoundState.PLANNED, PLAN, 9, early)) == [
        "round-not-today",
        "round-too-few-invited",
    ]
    raised = replace(PLAN, least_invited=30)
    assert codes(lambda: refuse_opening(RoundState.PLANNED, raised, 29, TODAY)) == [
        "round-too-few-invited"
    ]


def test_rounds_that_may_share_people_share_a_key() -> None:
    mine, another = uuid4(), uuid4()
    refuse_another_key([], mine)
    refuse_another_key([mine], mine)
    for checks in ([another], [mine, another]):
        assert codes(partial(refuse_another_key, checks, mine)) == ["ballot-key-changed"]


@pytest.mark.parametrize("state", [RoundState.OPEN, RoundState.CLOSED, RoundState.CANCELLED])
def test_nothing_changes_about_a_round_that_has_opened(state: RoundState) -> None:
    assert codes(lambda: refuse_unless_planned(state)) == ["round-not-planned"]
    assert codes(lambda: refuse_opening(state, PLAN, 10, TODAY)) == ["round-not-planned"]


def test_only_what_is_open_closes_and_only_what_goes_on_is_cancelled() -> None:
    refuse_unless_open(RoundState.OPEN)
    refuse_cancelling(RoundState.OPEN)
    refuse_cancelling(RoundState.PLANNED)
    for state in (RoundState.PLANNED, RoundState.CLOSED, RoundState.CANCELLED):
        assert codes(partial(refuse_unless_open, state)) == ["round-not-open"]
    for state in (RoundState.CLOSED, RoundState.CANCELLED):
        assert codes(partial(refuse_cancelling, state)) == ["round-ended"]
