"""A proposal in words."""

from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from services.planning.domain.proposal.jobs import State
from services.planning.domain.proposal.proposal import (
    Conflict,
    Delay,
    Difference,
    Figures,
    FixedDate,
    Giver,
    Phase,
    Progress,
    Proposal,
    Repair,
    RepairKind,
    Shortage,
)
from services.planning.domain.scenarios.changes import Learn, Release
from services.planning.pages.change_words import Words
from services.planning.pages.proposal_words import (
    change_groups,
    comes_to,
    conclusion,
    conflict_cards,
    shortage_rows,
)
from services.planning.queries.names import Names
from shared.isoweek import IsoWeek

SUBPROJECT, DEMAND, EXPERTISE, TEAM, SOMEBODY, MILESTONE = (UUID(int=each) for each in range(6))
WEEK = IsoWeek(2027, 14)
NAMES = Names(
    {SUBPROJECT: "Verhuizen"}, {MILESTONE: "Livegang"}, {EXPERTISE: "Testen"}, {TEAM: "A"}
)
WORDS = Words(NAMES, {})
NOTHING_SHORT = Figures(0, 0, 0, 0, 1, 500)
SHORT = Shortage(DEMAND, SUBPROJECT, EXPERTISE, WEEK, 648)
LATE = Delay(MILESTONE, SUBPROJECT, date(2027, 4, 5), date(2027, 4, 12), 7)
EMPTY = Proposal(
    SUBPROJECT, True, NOTHING_SHORT, (), (), (), (), Difference((), (), (), ()), (), ()
)


@pytest.mark.parametrize(
    ("state", "progress", "answer", "said"),
    [
        (State.QUEUED, None, None, "wacht op rekentijd"),
        (State.RUNNING, None, None, "begint"),
        (State.RUNNING, Progress(Phase.REPAIRS, 12.4, None), None, "12 seconden en zoekt oplo"),
        (State.CANCELLED, None, None, "is gestopt"),
        (State.FAILED, None, None, "bel dan de beheerder"),
        (State.DONE, None, EMPTY, "Beter kan niet."),
        (State.DONE, None, replace(EMPTY, proved=False), "Met meer rekentijd"),
    ],
)
def test_every_state_says_what_it_means(
    state: State, progress: Progress | None, answer: Proposal | None, said: str
) -> None:
    assert said in conclusion(state, progress, answer)


@pytest.mark.parametrize(
    ("shortages", "delays", "said"),
    [
        ((), (), "Alle uren zijn verdeeld en elke mijlpaal is op tijd."),
        ((SHORT,), (), "Ook zo komt dit programma 10,8 uur tekort."),
        ((), (LATE,), "Zo komt 1 mijlpaal later."),
        ((), (LATE, LATE), "Zo komen 2 mijlpalen later."),
        ((SHORT,), (LATE,), "Ook zo komt dit programma 10,8 uur tekort en komt 1 mijlpaal later."),
    ],
)
def test_what_lacks_and_what_is_late_are_in_one_sentence(
    shortages: tuple[Shortage, ...], delays: tuple[Delay, ...], said: str
) -> None:
    assert comes_to(replace(EMPTY, shortages=shortages, delays=delays)) == said


def test_hours_that_lack_are_added_per_expertise_and_week() -> None:
    (row,) = shortage_rows([SHORT, SHORT], WORDS)
    assert (row.expertise, row.week, row.hours, row.fte) == ("Testen", WEEK, 21.6, "0,6")


def test_changes_keep_their_place_among_those_of_the_proposal() -> None:
    learn, release = Learn(SOMEBODY, EXPERTISE, 1, WEEK), Release(DEMAND)
    ((title, (line,)),) = change_groups([learn, release], WORDS)
    assert (title, line.place) == ("Niet meer nodig", 1)


def test_a_conflict_names_its_parts_and_who_would_learn() -> None:
    learn = Learn(SOMEBODY, EXPERTISE, 1, WEEK)
    repair = Repair(RepairKind.LEARN, 1, EXPERTISE, SUBPROJECT, WEEK, None, (learn,), NOTHING_SHORT)
    conflict = Conflict(
        SUBPROJECT,
        DEMAND,
        (DEMAND,),
        (Giver(TEAM, None),),
        (FixedDate(SUBPROJECT, date(2027, 4, 5)),),
        True,
        (repair,),
    )
    (card,) = conflict_cards([conflict], WORDS, {DEMAND: "Testen voor “Verhuizen”"})
    assert card.title == "Testen voor “Verhuizen”: dit past niet"
    assert [items for _, items in card.parts] == [
        ["Testen voor “Verhuizen”"],
        ["Team A"],
        ["“Verhuizen” begint uiterlijk op 5 april 2027"],
    ]
    (found,) = card.repairs
    assert found.words.startswith("Een medewerker leert Testen (niveau 1)")
    assert found.changes == ["Medewerker 00000000 kan Testen (niveau 1) vanaf week 14 van 2027."]
    assert found.proof == "komt in geen enkel programma iets tekort"
