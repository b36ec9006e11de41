"""Answers counted per team and function group."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from hypothesis import given
from hypothesis import strategies as st

from services.engagement.domain.rounds.ballots import Ballot
from services.engagement.domain.rounds.cohort import Member, counted
from services.engagement.domain.rounds.questions import Answer, Attitude, Motive, Question, Stage

TEAMS = [UUID(int=place) for place in range(3)]
GROUPS = [UUID(int=10 + place) for place in range(2)]
answers = st.builds(
    Answer, st.sampled_from(Attitude), st.sampled_from(Stage), st.sampled_from(Motive)
)
members = st.builds(Member, st.uuids(), st.sampled_from(TEAMS), st.sampled_from(GROUPS))


@given(
    st.lists(st.tuples(members, st.none() | answers), unique_by=lambda pair: pair[0].staff_id),
    st.sampled_from(Question),
)
def test_everybody_and_every_answer_is_counted_once_in_their_own_cell(
    people: Sequence[tuple[Member, Answer | None]], question: Question
) -> None:
    ballots = [Ballot(who.team_id, who.function_group_id, answer) for who, answer in people]
    cells = counted([who for who, _ in people], reversed(ballots), question)

    assert sorted(each for cell in cells for each in cell.people) == sorted(
        who.staff_id for who, _ in people
    )
    for cell in cells:
        for place, option in enumerate(question.options):
            assert cell.answers[place] == sum(
                answer is not None
                and getattr(answer, question) == option
                and who.staff_id in cell.people
                for who, answer in people
            )


def test_a_cell_in_which_nobody_answered_is_there() -> None:
    who = Member(uuid4(), TEAMS[0], GROUPS[0])
    (cell,) = counted([who], [Ballot(TEAMS[0], GROUPS[0])], Question.STAGE)
    assert cell.people == {who.staff_id}
    assert cell.answers == (0, 0, 0, 0, 0)
