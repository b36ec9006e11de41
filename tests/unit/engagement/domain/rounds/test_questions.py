"""The questions, and the bands that their answers are told in."""

from services.engagement.domain.rounds.questions import Question
from shared.contracts.engagement_v1 import Stage, SupportQuestion


def test_every_scale_takes_all_options() -> None:
    for question in Question:
        for bands in question.scale.choices:
            told = [option for band in question.options_in(bands) for option in band]
            assert tuple(told) == question.options


def test_events_call_questions_and_stages_the_same() -> None:
    assert [*SupportQuestion] == [*Question]
    assert tuple(Stage) == Question.STAGE.options
