"""Reading MSPSP: what is read, and every fault at once."""

import pytest

from services.planning.domain.scheduling.mspsp import parse_mspsp
from services.planning.domain.scheduling.problem import Need, Problem, Task, Worker
from shared.refusal import Refusal

GOOD = """\
% seed = 0
mint = 3;
nActs = 3;
dur = [0,2,1];
nSkills = 2;
sreq = [| 0,0, | 1,1,
    | 0,2, |];
nResources = 2;
mastery = [| true,true,
    | false,true, |];
nPrecs = 3;
pred = [1,1,2]; % with one twice
succ = [2,2,3];
USEFUL_RES = [{}, {1,2}, {1,2}];
"""


def refused(text: str) -> list[tuple[str, str]]:
    """Code and message of every reason why the text is refused."""
    with pytest.raises(Refusal) as caught:
        parse_mspsp(text)
    return [(reason.code, reason.message) for reason in caught.value.reasons]


def test_activities_people_and_skills_are_read() -> None:
    assert parse_mspsp(GOOD) == Problem(
        horizon=3,
        tasks=(
            Task("1", 0),
            Task("2", 2, needs=(Need("S1", 1), Need("S2", 1)), after=("1",)),
            Task("3", 1, needs=(Need("S2", 2),), after=("2",)),
        ),
        workers=(Worker("W1", {"S1": 1, "S2": 1}), Worker("W2", {"S2": 1})),
    )


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ("[| 0,0, | 1,1,\n    | 0,2, |]", "[|0,0|1,1|0,2|]"),
        ("true", "1"),
        ("nActs = 3;\n", ""),
        ("nSkills = 2;\n", ""),
    ],
)
def test_other_ways_to_write_the_same_are_read(there: str, instead: str) -> None:
    assert parse_mspsp(GOOD.replace(there, instead)) == parse_mspsp(GOOD)


def test_arrays_that_are_missing_or_no_numbers_are_all_named() -> None:
    text = GOOD.replace("dur = [0,2,1];", "").replace("[1,1,2]", "[1,x,-2]")
    assert refused(text) == [
        ("array-missing", "‘dur’ ontbreekt."),
        ("array-form", "‘pred’ is geen lijst van hele getallen vanaf 0: x, -2."),
    ]


def test_counts_that_are_not_right_are_all_named() -> None:
    text = GOOD.replace("nActs = 3", "nActs = 4").replace("nPrecs = 3", "nPrecs = 2")
    assert refused(text) == [
        ("count", "‘dur’ heeft er 3; nActs is 4."),
        ("count", "‘sreq’ heeft er 3; nActs is 4."),
        ("count", "‘pred’ heeft er 3; nPrecs is 2."),
        ("count", "‘succ’ heeft er 3; nPrecs is 2."),
    ]


@pytest.mark.parametrize(
    ("there", "instead", "code"),
    [
        ("[1,1,2]", "[1,1,7]", "activity-unknown"),
        ("[2,2,3]", "[2,2,1]", "circle"),
        ("| 0,2, |", "| 0,3, |", "too-much"),
        ("| false,true", "| true", "count"),
        ("[2,2,3]", "2", "array-form"),
        ("[2,2,3]", "[|2,2,|3|]", "array-form"),
        ("[1,1,2]", "[1,1]", "count"),
    ],
)
def test_what_cannot_be_planned_is_refused(there: str, instead: str, code: str) -> None:
    assert code in [found for found, _ in refused(GOOD.replace(there, instead))]


def test_no_text_is_refused() -> None:
    assert {code for code, _ in refused("")} == {"array-missing"}
