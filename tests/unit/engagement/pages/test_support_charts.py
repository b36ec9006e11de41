"""What is concluded from opinions, in charts and words."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID, uuid4

from services.engagement.domain.rounds.questions import Question
from services.engagement.pages.support_charts import (
    EVERYBODY,
    attitude_by_group,
    attitude_by_round,
    moved_in_words,
    opinions_table,
    shares,
    stuck_in_words,
)
from services.engagement.queries.opinions import Band, Opinion
from shared.web.diverging import Side

MARCH, MAY = date(2026, 3, 2), date(2026, 5, 4)
TEAM = uuid4()
NAMES = {TEAM: "Balie"}


def told(
    question: Question, bands: Sequence[int], counts: Sequence[int], team: UUID | None = None
) -> Opinion:
    """What a round told of a group, in these bands."""
    options = question.options_in(tuple(bands))
    return Opinion(
        question,
        team,
        None,
        invited=20,
        bands=[Band(*each) for each in zip(options, counts, strict=True)],
    )


FINE = told(Question.ATTITUDE, (1, 1, 1, 1, 1), (2, 3, 4, 5, 2))
COARSE = told(Question.ATTITUDE, (3, 2), (6, 4), TEAM)


def test_attitude_diverges_and_says_how_many_are_for() -> None:
    chart = attitude_by_group(MARCH, [FINE, COARSE], NAMES, "x.csv")
    assert chart is not None
    assert chart.text.title == f"{EVERYBODY}: 7 van 16 is belangstellend of positief."
    everybody, team = chart.rows
    assert [side for side, _ in everybody.shares] == [
        Side.AGAINST,
        Side.AGAINST,
        Side.BETWEEN,
        Side.FOR,
        Side.FOR,
    ]
    assert (team.label, team.value) == ("Balie", "10 van 20 antwoordden")
    assert team.shares == [(Side.AGAINST, 0.6), (Side.FOR, 0.4)]


def test_rounds_stand_below_each_other_once_there_are_two() -> None:
    assert attitude_by_round([(MARCH, [FINE, COARSE])], NAMES, "x.csv") is None
    chart = attitude_by_round([(MARCH, [FINE, COARSE]), (MAY, [FINE])], NAMES, "x.csv")
    assert chart is not None
    assert [row.label for row in chart.rows] == ["2 maart 2026", "4 mei 2026"]


def test_a_movement_is_called_one_only_when_chance_does_not_do_the_same() -> None:
    few, more = (told(Question.ATTITUDE, (3, 2), counts) for counts in ((9, 3), (7, 5)))
    assert moved_in_words(few, more) == (
        "geen aantoonbaar verschil met de peiling ervoor (tussen -19 en 48 procentpunt)"
    )
    most = told(Question.ATTITUDE, (3, 2), (1, 17))
    assert moved_in_words(few, most) == (
        "meer mensen ervoor dan in de peiling ervoor (tussen 35 en 86 procentpunt)"
    )
    assert moved_in_words(most, few).startswith("minder mensen ervoor")


def test_where_a_group_is_stuck_is_said_with_how_sure_that_is() -> None:
    sure = told(Question.STAGE, (2, 3), (18, 2), TEAM)
    unsure = told(Question.STAGE, (1, 1, 1, 1, 1), (2, 2, 4, 3, 3))
    onward = told(Question.STAGE, (2, 3), (2, 18))
    first, second = stuck_in_words([sure, unsure, onward], NAMES)
    assert first == "Balie: 18 van 20 is nog niet bij \u2018weten\u2019 (tussen 70% en 97%)."
    assert second.startswith(f"{EVERYBODY}: 8 van 14 is nog niet bij \u2018kunnen\u2019")
    assert second.endswith("Met zo weinig antwoorden kan dat toeval zijn.")


def test_a_share_says_of_how_many() -> None:
    stage = told(Question.STAGE, (2, 2, 1), (3, 6, 3))
    chart = shares(MARCH, [stage], Question.STAGE, NAMES, "x.csv")
    assert chart is not None
    assert chart.text.title == (
        "Stadium van iedereen die is gevraagd: weten of kunnen komt het meest voor (6 van 12)."
    )
    assert [(row.label, row.value) for row in chart.rows] == [
        ("Bewust of willen", "25% (3 van 12)"),
        ("Weten of kunnen", "50% (6 van 12)"),
        ("Doen", "25% (3 van 12)"),
    ]


def test_where_nothing_may_be_known_there_is_no_chart() -> None:
    assert attitude_by_group(MARCH, [], NAMES, "x.csv") is None
    assert shares(MARCH, [FINE], Question.MOTIVE, NAMES, "x.csv") is None
    assert opinions_table([(MARCH, [])], Question.STAGE, NAMES).rows == []
