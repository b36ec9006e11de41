"""Who is asked in a round, frozen at its opening, and what they answered."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from services.engagement.domain.disclosure.rounds import Cell
from services.engagement.domain.rounds.ballots import Ballot
from services.engagement.domain.rounds.questions import Question


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who is asked, and the groups that they are in at the opening."""

    staff_id: UUID
    team_id: UUID
    function_group_id: UUID


def counted(cohort: Iterable[Member], ballots: Iterable[Ballot], question: Question) -> list[Cell]:
    """The answers to one question, per team and function group in it."""
    people: dict[tuple[UUID, UUID], set[UUID]] = {}
    for member in cohort:
        people.setdefault((member.team_id, member.function_group_id), set()).add(member.staff_id)
    given = Counter(
        (ballot.team_id, ballot.function_group_id, question.place_in(ballot.answer))
        for ballot in ballots
        if ballot.answer is not None
    )
    options = range(len(question.options))
    return [
        Cell(*groups, frozenset(people[groups]), tuple(given[*groups, each] for each in options))
        for groups in sorted(people)
    ]
