"""What of a round is told, and what is not."""

import json
from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from services.engagement.domain.disclosure.disclose import Disclosure, disclose
from services.engagement.domain.disclosure.limits import Limits
from services.engagement.domain.disclosure.rounds import Cell, Group, Publication
from services.engagement.domain.disclosure.scales import ATTITUDE
from tests.disclosure.leaks import BACK_OFFICE, DESK, OTHER, SMALL_TEAM, TEAM, people

EVEN = (2, 2, 2, 2, 2)
ALL = Group()


def cell(team_id: UUID, numbers: range, answers: tuple[int, ...] = EVEN) -> Cell:
    """A team of these people at the desk."""
    return Cell(team_id, DESK, people(numbers), answers)


def tell(*cells: Cell, history: tuple[Publication, ...] = ()) -> Disclosure:
    """What is told of these cells."""
    return disclose(ATTITUDE, cells, history)


@pytest.mark.parametrize(
    ("invited", "answers", "told"),
    [
        (10, EVEN, EVEN),
        (9, (2, 2, 2, 2, 1), None),
        (10, (1, 1, 0, 3, 0), (2, 3)),
        (10, (1, 1, 0, 2, 0), None),
        (10, (1, 1, 2, 2, 1), (2, 2, 3)),
        (10, (5, 0, 0, 0, 5), (5, 5)),
        (10, (0, 0, 0, 10, 0), None),
        (10, (0, 0, 1, 9, 0), None),
        (10, (0, 0, 2, 8, 0), (2, 8)),
        (10, (0, 0, 0, 0, 0), None),
    ],
)
def test_a_group_is_told_in_the_finest_bands_with_two_answers_in_each(
    invited: int, answers: tuple[int, ...], told: tuple[int, ...] | None
) -> None:
    assert tell(cell(TEAM, range(invited), answers)).of(ALL) == told


def test_a_small_team_is_hidden_behind_another() -> None:
    """The smallest that will do: everybody together is shown, and as many teams as can be."""
    told = tell(
        cell(TEAM, range(20), (4, 4, 4, 4, 4)),
        cell(OTHER, range(100, 112)),
        cell(SMALL_TEAM, range(200, 203), (1, 0, 1, 0, 1)),
    )

    assert told.of(ALL) is not None
    assert told.of(Group(TEAM)) == (4, 4, 4, 4, 4)
    assert told.of(Group(OTHER)) is None


def test_teams_that_together_are_enough_may_be_left_over() -> None:
    told = tell(
        cell(TEAM, range(20), (4, 4, 4, 4, 4)),
        cell(OTHER, range(100, 106), (1, 1, 1, 1, 1)),
        cell(SMALL_TEAM, range(200, 206), (1, 1, 1, 1, 1)),
    )

    assert told.of(ALL) == (6, 6, 6, 6, 6)
    assert told.of(Group(TEAM)) is not None


def test_a_filter_and_what_it_leaves_out_are_both_large_enough_or_not_told() -> None:
    desk = cell(TEAM, range(20), (4, 4, 4, 4, 4))
    few = Cell(TEAM, BACK_OFFICE, people(range(50, 53)), (1, 0, 1, 1, 0))

    told = tell(desk, few)

    assert {told.of(Group(TEAM)) is None, told.of(Group(TEAM, DESK)) is None} == {True, False}


def test_suppressed_looks_like_a_group_that_nobody_is_in() -> None:
    told = tell(cell(TEAM, range(20)), cell(SMALL_TEAM, range(200, 203), (3, 0, 0, 0, 0)))

    assert json.dumps(told.of(Group(SMALL_TEAM))) == json.dumps(told.of(Group(uuid4()))) == "null"


def test_the_same_people_are_told_about_again_whatever_they_answer_now() -> None:
    before = tell(cell(TEAM, range(10), (2, 2, 2, 2, 2)))
    again = tell(cell(TEAM, range(10), (0, 0, 2, 8, 0)), history=(before.publication,))

    assert again.of(ALL) == (2, 8)


def test_somebody_who_left_stays_hidden_when_everybody_answers() -> None:
    before = tell(cell(TEAM, range(20), (4, 4, 4, 4, 4)))
    after = cell(TEAM, range(19), (4, 4, 4, 4, 3))

    assert tell(after).of(ALL) is not None
    assert tell(after, history=(before.publication,)).of(ALL) is None


def test_somebody_who_left_is_hidden_among_those_who_did_not_answer() -> None:
    before = tell(cell(TEAM, range(20), (2, 2, 2, 2, 2)))
    after = cell(TEAM, range(19), (2, 3, 2, 2, 2))

    assert tell(after, history=(before.publication,)).of(ALL) == (2, 3, 2, 2, 2)


def test_all_that_was_ever_published_counts() -> None:
    """Each of the two before would do by itself."""
    first = tell(cell(TEAM, range(20), (2, 0, 2, 4, 5)))
    second = tell(cell(TEAM, range(20), (4, 4, 4, 1, 1)))
    after = cell(TEAM, range(19), (4, 3, 3, 2, 2))
    both = (first.publication, second.publication)

    assert tell(after, history=both[:1]).of(ALL) is not None
    assert tell(after, history=both[1:]).of(ALL) is not None
    assert tell(after, history=both).of(ALL) is None


def test_what_is_kept_of_a_round_is_who_was_told_about_together() -> None:
    told = tell(
        cell(TEAM, range(20), (4, 4, 4, 4, 4)),
        cell(OTHER, range(100, 106), (1, 1, 1, 1, 1)),
        cell(SMALL_TEAM, range(200, 206), (1, 1, 1, 1, 1)),
    )

    assert {part.people for part in told.publication.parts} == {
        people(range(20)),
        people([*range(100, 106), *range(200, 206)]),
    }


def test_higher_limits_are_kept() -> None:
    cells = [cell(TEAM, range(20))]

    assert disclose(ATTITUDE, cells, (), Limits(answers=11)).of(ALL) is None


def test_nobody_is_in_two_cells_and_no_cell_has_more_answers_than_people() -> None:
    team = cell(TEAM, range(20))

    with pytest.raises(ValueError, match="two cells"):
        tell(team, replace(team, function_group_id=BACK_OFFICE))
    with pytest.raises(ValueError, match="more answers than people"):
        tell(cell(TEAM, range(9)))


def test_nobody_invited_is_nothing_told() -> None:
    told = tell()

    assert told.figures == {}
    assert told.publication.parts == ()
