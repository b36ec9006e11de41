"""The questions of a round in the words that people read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.engagement.domain.rounds.questions import Attitude, Motive, Question, Stage


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, and for every option how it is offered and what a chart calls it."""

    question: str
    help: str
    subject: str
    offered: Mapping[str, str]
    short: Mapping[str, str]

    @property
    def choices(self) -> Sequence[tuple[str, str]]:
        """The options with their words, in their order."""
        return list(self.offered.items())

    def together(self, options: Sequence[str]) -> str:
        """The short words of options that are told together."""
        words = [self.short[option] for option in options]
        return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} of {words[-1]}"


WORDS: Mapping[Question, Asked] = {
    Question.ATTITUDE: Asked(
        question="Hoe kijkt u nu naar deze verandering?",
        help="",
        subject="Houding",
        offered={
            Attitude.SCEPTICAL: "Sceptisch: ik zie er niets in",
            Attitude.DOUBTFUL: "Twijfelend: ik heb vooral vragen",
            Attitude.WAITING: "Afwachtend: ik kijk het aan",
            Attitude.INTERESTED: "Belangstellend: ik zie er wel iets in",
            Attitude.POSITIVE: "Positief: ik sta erachter",
        },
        short={
            Attitude.SCEPTICAL: "sceptisch",
            Attitude.DOUBTFUL: "twijfelend",
            Attitude.WAITING: "afwachtend",
            Attitude.INTERESTED: "belangstellend",
            Attitude.POSITIVE: "positief",
        },
    ),
    Question.STAGE: Asked(
        question="Hoe ver bent u?",
        help="Kies de onderste zin die voor u klopt.",
        subject="Stadium",
        offered={
            Stage.AWARE: "Ik weet dat er iets verandert",
            Stage.WILLING: "Ik wil eraan meedoen",
            Stage.KNOWING: "Ik weet wat er voor mij anders wordt",
            Stage.ABLE: "Ik kan op de nieuwe manier werken",
            Stage.DOING: "Ik werk op de nieuwe manier",
        },
        short={
            Stage.AWARE: "bewust",
            Stage.WILLING: "willen",
            Stage.KNOWING: "weten",
            Stage.ABLE: "kunnen",
            Stage.DOING: "doen",
        },
    ),
    Question.MOTIVE: Asked(
        question="Waar komt uw antwoord vooral door?",
        help="",
        subject="Beweegreden",
        offered={
            Motive.KNOWLEDGE: "Door wat ik ervan weet",
            Motive.SAY: "Door hoe ik erbij betrokken ben",
            Motive.CITIZENS: "Door wat inwoners eraan hebben",
            Motive.OWN_WORK: "Door wat het voor mijn werk betekent",
            Motive.SKILLS: "Door of ik het kan",
            Motive.TIME: "Door de tijd die het kost",
        },
        short={
            Motive.KNOWLEDGE: "kennis",
            Motive.SAY: "betrokkenheid",
            Motive.CITIZENS: "inwoners",
            Motive.OWN_WORK: "eigen werk",
            Motive.SKILLS: "vaardigheid",
            Motive.TIME: "tijd",
        },
    ),
}
