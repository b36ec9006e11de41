"""The checker finds each broken rule, and none where all are kept."""

from dataclasses import replace

import pytest

from services.planning.domain.scheduling.check import Rule, faults
from services.planning.domain.scheduling.problem import (
    Given,
    Need,
    Objective,
    Problem,
    Resource,
    Schedule,
    Task,
    Worker,
)

PROBLEM = Problem(
    horizon=8,
    tasks=(
        Task("first", 2, needs=(Need("law", 2, level=2),), uses={"room": 1}, latest=3),
        Task("second", 1, uses={"room": 2}, after=("first",), earliest=2, due=6),
        Task("a", 1, needs=(Need("law", 1),), group="G", earliest=4, latest=4),
        Task("b", 1, group="G", offset=1),
    ),
    resources=(Resource("room", (2, 2, 2, 1, 2)),),
    workers=(Worker("Kim", {"law": 2}, (2, 2, 0, 2)), Worker("Sam", {"law": 1}, (1,))),
    pins=(Given("a", 0, "Sam", 1),),
)
STARTS = {"first": 0, "second": 2, "a": 4, "b": 5}
GIVEN = (Given("first", 0, "Kim", 2), Given("a", 0, "Sam", 1))
GOOD = Schedule(STARTS, GIVEN)


def starting(**starts: int) -> Schedule:
    """The good schedule with other starts."""
    return replace(GOOD, starts=STARTS | starts)


def giving(*given: Given) -> Schedule:
    """The good schedule with something else given."""
    return replace(GOOD, given=given)


def test_a_schedule_that_keeps_all_rules_has_no_faults() -> None:
    assert faults(PROBLEM, GOOD) == []


@pytest.mark.parametrize(
    ("broken", "rule"),
    [
        (replace(GOOD, starts={"first": 0, "second": 2, "a": 4}), Rule.STARTS),
        (replace(GOOD, starts={**STARTS, "third": 0}), Rule.STARTS),
        (starting(second=8), Rule.STARTS),
        (starting(first=-1), Rule.STARTS),
        (starting(second=1), Rule.WINDOW),
        (starting(first=4, second=6), Rule.WINDOW),
        (starting(second=6), Rule.WINDOW),
        (starting(b=6), Rule.GROUP),
        (starting(first=3, second=4), Rule.ORDER),
        (starting(second=3), Rule.RESOURCE),
        (giving(*GIVEN, Given("first", 0, "Noor", 1)), Rule.KNOWN),
        (giving(*GIVEN, Given("first", 1, "Kim", 1)), Rule.KNOWN),
        (giving(*GIVEN, Given("third", 0, "Kim", 1)), Rule.KNOWN),
        (giving(*GIVEN, GIVEN[0]), Rule.KNOWN),
        (giving(*GIVEN, Given("a", 0, "Kim", 0)), Rule.KNOWN),
        (giving(Given("first", 0, "Sam", 1), *GIVEN), Rule.SKILL),
        (starting(first=2, second=4), Rule.LOAD),
        (giving(*GIVEN, Given("a", 0, "Kim", 1)), Rule.NEED),
        (giving(GIVEN[1]), Rule.NEED),
        (giving(GIVEN[0], Given("a", 0, "Kim", 1)), Rule.PIN),
    ],
)
def test_a_broken_rule_is_found(broken: Schedule, rule: Rule) -> None:
    assert rule in {fault.rule for fault in faults(PROBLEM, broken)}


def test_a_need_may_lack_and_a_task_be_late_only_where_that_is_an_objective() -> None:
    lenient = replace(PROBLEM, objectives=(Objective.SHORTAGE, Objective.LATENESS))
    assert faults(lenient, giving(GIVEN[1])) == []
    assert faults(lenient, starting(second=6)) == []


def test_what_is_pinned_beyond_what_somebody_has_is_their_capacity() -> None:
    over = replace(PROBLEM, workers=(PROBLEM.workers[0], Worker("Sam", {}, (0,))))
    assert faults(over, GOOD) == []
