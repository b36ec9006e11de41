"""In what scenarios differ, in lines."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from services.planning.commands.comparison import Column, Comparison
from services.planning.domain.balance.balance import ExpertiseBalance
from services.planning.domain.scenarios.outcomes import Difference, Differences, Outcome
from services.planning.domain.scenarios.weeks import Week
from services.planning.pages.comparison_lines import Line, topics, verdict
from services.planning.queries.names import Names
from shared.isoweek import IsoWeek

CHAT, MILESTONE = UUID(int=1), UUID(int=2)
FIRST = IsoWeek(2026, 53)
NAMES = Names({}, {MILESTONE: "Besluit"}, {CHAT: "Chat"}, {})


def outcome(short: int, due_on: date) -> Outcome:
    week = Week((), (), (), {CHAT: ExpertiseBalance(short, 0, 0, short, 0)})
    return Outcome({}, {MILESTONE: due_on}, {}, {FIRST: week}, {}, {})


def column(found: Outcome) -> Column:
    return Column(None, found, ())


def short(*minutes: int) -> list[ExpertiseBalance | None]:
    return [ExpertiseBalance(each, 0, 0, each, 0) for each in minutes]


def compared(weeks: Mapping[IsoWeek, list[ExpertiseBalance | None]]) -> Comparison:
    differences = [Difference((CHAT, week), values) for week, values in weeks.items()]
    same = outcome(0, date(2026, 3, 1))
    return Comparison([column(same), column(same)], Differences([], [], [], differences, [], []))


def test_a_cell_says_how_it_differs_from_the_plan() -> None:
    days = Line("Besluit", [date(2026, 3, 2), date(2026, 3, 1), date(2026, 3, 9), None])
    assert [(each.words, each.change) for each in days.cells] == [
        ("2 maart 2026", ""),
        ("1 maart 2026", "1 dag eerder"),
        ("9 maart 2026", "7 dagen later"),
        ("geen", "anders"),
    ]
    hours = Line("Tekort", [8.0, 6.5, 8.0, 9.0])
    assert [each.change for each in hours.cells] == ["", "1,5 uur minder", "", "1 uur meer"]


def test_a_verdict_names_shortage_and_milestones() -> None:
    plan = outcome(600, date(2026, 3, 1))
    assert verdict(column(plan), plan) == "Geen verschil in tekort of mijlpalen."
    assert verdict(column(outcome(0, date(2026, 3, 9))), plan) == (
        "Geen tekort meer (nu 10 uur), 1 mijlpaal later."
    )
    assert verdict(column(outcome(660, date(2026, 2, 1))), plan) == (
        "1 uur meer tekort, 1 mijlpaal eerder."
    )


def test_weeks_in_a_row_with_the_same_shortage_are_one_line() -> None:
    weeks = {FIRST.plus(ahead): short(60, 0) for ahead in (0, 1, 3)}
    (topic,) = topics(compared(weeks), NAMES)
    assert [line.label for line in topic.lines] == [
        "Chat in week 53 van 2026 tot en met week 1 van 2027, per week",
        "Chat in week 3 van 2027",
    ]


def test_where_nothing_differs_there_are_no_lines() -> None:
    assert topics(compared({}), NAMES) == []
