"""A focus area is covered when somebody is confirmed and somebody else stands in."""

from uuid import UUID

import pytest

from services.planning.domain.supply.expertise_coverage import Able, Asked, areas_covered, covers

COUNTER, DATA = UUID(int=11), UUID(int=12)
ANNA, BEN, CAS = UUID(int=21), UUID(int=22), UUID(int=23)


def able(person: UUID, level: int = 1, expertise: UUID = COUNTER, area: str = "Balie") -> Able:
    return Able(area, expertise, person, level)


@pytest.mark.parametrize(
    ("confirmed", "deputies", "numbers", "covered"),
    [
        ([], [], (0, 0), False),
        ([ANNA], [], (1, 0), False),
        ([], [BEN], (0, 1), False),
        ([ANNA], [ANNA], (1, 0), False),
        ([ANNA], [BEN], (1, 1), True),
        ([ANNA], [ANNA, BEN], (1, 1), True),
        ([ANNA, BEN], [ANNA], (2, 1), True),
        ([ANNA, ANNA], [BEN, CAS], (1, 2), True),
    ],
)
def test_somebody_is_confirmed_and_somebody_else_stands_in(
    confirmed: list[UUID], deputies: list[UUID], numbers: tuple[int, int], covered: bool
) -> None:
    (found,) = covers([Asked("Balie", COUNTER, 1)], map(able, confirmed), map(able, deputies))
    assert (found.confirmed, found.deputies) == numbers
    assert found.is_covered is covered


def test_only_the_highest_level_that_is_asked_counts() -> None:
    asked = [Asked("Balie", COUNTER, 3), Asked("Balie", COUNTER, 1)]
    (found,) = covers(asked, [able(ANNA, 2), able(BEN, 3)], [able(CAS, 2)])
    assert (found.level, found.confirmed, found.deputies) == (3, 1, 0)


def test_an_area_is_covered_when_everything_that_it_asks_is() -> None:
    asked = [
        Asked("Balie", COUNTER, 1),
        Asked("Balie", DATA, 1),
        Asked("Archief", COUNTER, 1),
    ]
    confirmed = [able(ANNA), able(ANNA, area="Archief")]
    deputies = [able(BEN), able(BEN, area="Archief")]
    assert areas_covered(covers(asked, confirmed, deputies)) == {"Archief": True, "Balie": False}


def test_people_of_another_area_or_for_what_is_not_asked_do_not_count() -> None:
    confirmed = [able(ANNA, area="Archief"), able(ANNA, expertise=DATA)]
    (found,) = covers([Asked("Balie", COUNTER, 1)], confirmed, confirmed)
    assert (found.confirmed, found.deputies) == (0, 0)
