"""What is no problem is refused where it is made."""

from collections.abc import Callable

import pytest

from services.planning.domain.scheduling.problem import Given, Need, Problem, Task, Worker


@pytest.mark.parametrize(
    "make",
    [
        lambda: Problem(5, (Task("a", 1), Task("a", 2))),
        lambda: Problem(5, (Task("a", 1, after=("b",)),)),
        lambda: Problem(5, (Task("a", 1, uses={"room": 1}),)),
        lambda: Problem(5, (Task("a", 1, after=("b",)), Task("b", 1, after=("a",)))),
        lambda: Problem(5, (Task("a", 1, needs=(Need("law", -1),)),)),
        lambda: Problem(
            5,
            (Task("a", 1, needs=(Need("law", 1),)),),
            workers=(Worker("Kim", {"law": 1}),),
            pins=(Given("a", 0, "Kim", 1),),
        ),
        lambda: Problem(
            5,
            (Task("a", 1, needs=(Need("law", 1),), earliest=0, latest=0),),
            pins=(Given("a", 0, "Kim", 1),),
        ),
    ],
    ids=["twice", "unknown task", "unknown resource", "circle", "below 0", "can move", "nobody"],
)
def test_what_is_no_problem_is_refused(make: Callable[[], Problem]) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        make()
