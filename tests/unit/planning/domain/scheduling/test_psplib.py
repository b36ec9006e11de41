"""Reading PSPLIB: what is read, and every fault at once."""

import pytest

from services.planning.domain.scheduling.problem import Problem, Resource, Task
from services.planning.domain.scheduling.psplib import parse_psplib
from shared.refusal import Refusal

GOOD = """\
projects                      :  1
RESOURCES
  - renewable                 :  2   R
  - nonrenewable              :  0   N
PRECEDENCE RELATIONS:
jobnr.    #modes  #successors   successors
   1        1          2           2   3
   2        1          1           3
   3        1          0
************************************************************************
REQUESTS/DURATIONS:
jobnr. mode duration  R 1  R 2
------------------------------------------------------------------------
  1      1     0       0    0
  2      1     8       4    0
  3      1     0       0    0
************************************************************************
RESOURCEAVAILABILITIES:
  R 1  R 2
   12    3
************************************************************************
"""


def refused(text: str) -> list[tuple[str, str]]:
    """Code and message of every reason why the text is refused."""
    with pytest.raises(Refusal) as caught:
        parse_psplib(text)
    return [(reason.code, reason.message) for reason in caught.value.reasons]


def test_activities_their_order_and_their_resources_are_read() -> None:
    assert parse_psplib(GOOD) == Problem(
        horizon=8,
        tasks=(
            Task("1", 0),
            Task("2", 8, uses={"R1": 4}, after=("1",)),
            Task("3", 0, after=("1", "2")),
        ),
        resources=(Resource("R1", (12,)), Resource("R2", (3,))),
    )


def test_line_ends_of_other_systems_and_spaces_do_not_matter() -> None:
    assert parse_psplib(GOOD.replace("\n", "  \r\n")) == parse_psplib(GOOD)


def test_parts_that_are_missing_are_all_named() -> None:
    assert refused("no project at all") == [
        ("section-missing", "Het deel ‘PRECEDENCE RELATIONS’ ontbreekt of is leeg."),
        ("section-missing", "Het deel ‘REQUESTS/DURATIONS’ ontbreekt of is leeg."),
        ("section-missing", "Het deel ‘RESOURCEAVAILABILITIES’ ontbreekt of is leeg."),
    ]


def test_every_fault_is_said_with_its_line() -> None:
    text = (
        GOOD.replace("2        1          1           3", "2        1          2           3")
        .replace("  2      1     8       4    0", "  2      2     8       4    0")
        .replace("  3      1     0       0    0", "  3      1     0       0")
    )
    assert refused(text) == [
        ("modes", "Regel 15: Een activiteit met meer manieren kunnen wij niet plannen."),
        ("columns", "Regel 16: Er staan 4 getallen; verwacht 5."),
        ("activity-unknown", "Regel 7: Activiteit 2 heeft geen duur."),
        ("activity-unknown", "Regel 7: Activiteit 3 heeft geen duur."),
        ("columns", "Regel 8: Het aantal opvolgers klopt niet met de rij."),
        ("activity-unknown", "Regel 9: Activiteit 3 heeft geen duur."),
    ]


@pytest.mark.parametrize(
    ("there", "instead", "code"),
    [
        ("nonrenewable              :  0", "nonrenewable              :  2", "resource-kind"),
        ("  2      1     8       4    0", "  2      1     8      14    0", "too-much"),
        ("  2      1     8       4    0", "  1      1     8       4    0", "activity-twice"),
        ("   3        1          0", "   3        1          1           2", "circle"),
        ("   3        1          0\n", "", "activity-unknown"),
    ],
)
def test_what_cannot_be_planned_is_refused(there: str, instead: str, code: str) -> None:
    assert code in [found for found, _ in refused(GOOD.replace(there, instead))]
