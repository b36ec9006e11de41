"""What a round asks: where somebody stands, how far they are, and what that rests on.

The stages follow the order that models of personal change have in common (Kotter 1996, Rogers 1962,
Prosci's ADKAR); the questions are our own.
"""

from dataclasses import dataclass
from enum import StrEnum
from itertools import accumulate

from services.engagement.domain.disclosure.scales import ATTITUDE, MOTIVE, STAGE, Bands, Scale

LONGEST_REMARK = 500
"""Characters of the free text."""


class Attitude(StrEnum):
    """How somebody looks at the change, from sceptical to positive."""

    SCEPTICAL = "sceptical"
    DOUBTFUL = "doubtful"
    WAITING = "waiting"
    INTERESTED = "interested"
    POSITIVE = "positive"


class Stage(StrEnum):
    """How far somebody is; each stage takes those before it."""

    AWARE = "aware"
    WILLING = "willing"
    KNOWING = "knowing"
    ABLE = "able"
    DOING = "doing"


class Motive(StrEnum):
    """What the attitude rests on most: information, what it brings, or what it takes."""

    KNOWLEDGE = "knowledge"
    SAY = "say"
    CITIZENS = "citizens"
    OWN_WORK = "own-work"
    SKILLS = "skills"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Answer:
    """What somebody answers to all questions; the free text may be empty."""

    attitude: Attitude
    stage: Stage
    motive: Motive
    remark: str = ""


class Question(StrEnum):
    """A question of which figures are disclosed, each with a history of its own."""

    ATTITUDE = "attitude"
    STAGE = "stage"
    MOTIVE = "motive"

    @property
    def options(self) -> tuple[str, ...]:
        """What can be answered, in the order of the scale."""
        return tuple(_OPTIONS[self])

    @property
    def scale(self) -> Scale:
        """How the answers may be told."""
        return _SCALES[self]

    def options_in(self, bands: Bands) -> list[tuple[str, ...]]:
        """The options of each band."""
        ends = list(accumulate(bands))
        return [self.options[end - width : end] for end, width in zip(ends, bands, strict=True)]

    def place_in(self, answer: Answer) -> int:
        """Which of the options was answered."""
        given: str = getattr(answer, self.value)
        return self.options.index(given)


_OPTIONS: dict[Question, type[StrEnum]] = {
    Question.ATTITUDE: Attitude,
    Question.STAGE: Stage,
    Question.MOTIVE: Motive,
}
_SCALES = {Question.ATTITUDE: ATTITUDE, Question.STAGE: STAGE, Question.MOTIVE: MOTIVE}
