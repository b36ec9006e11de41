"""Decisions that somebody has to take: what each is about, in a sentence, and until when it can
wait.
"""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from services.planning.domain import wording
from shared.isoweek import IsoWeek


class Kind(StrEnum):
    """What sort of decision it is."""

    FREED_HOURS = "freed-hours"
    RESERVATION = "reservation"
    SHORTAGE = "shortage"
    DEADLINE = "reservation-deadline"
    INVOLVEMENT = "involvement"
    DRAFT = "draft-demand"


@dataclass(frozen=True, slots=True)
class Decision(ABC):
    """A decision to take. `subject_id` is the proposal, reservation, expertise, demand,
    milestone or draft.

    `last_day` may be past: then it is already late.
    """

    kind: ClassVar[Kind]
    subject_id: UUID
    last_day: date

    @property
    @abstractmethod
    def what(self) -> str:
        """What to do, in a Dutch sentence."""


@dataclass(frozen=True, slots=True)
class GiveDestination(Decision):
    """A team's freed hours are without a destination, so many minutes a week."""

    kind = Kind.FREED_HOURS
    team: str
    minutes: int

    @property
    def what(self) -> str:
        """What to do, in a Dutch sentence."""
        left = wording.hours(self.minutes)
        return f"Geef {left} per week van {wording.team(self.team)} een bestemming"


@dataclass(frozen=True, slots=True)
class AnswerRequest(Decision):
    """A subproject asks a team for minutes of an expertise."""

    kind = Kind.RESERVATION
    team: str
    minutes: int
    expertise: str
    subproject: str

    @property
    def what(self) -> str:
        """What to do, in a Dutch sentence."""
        return f"Beslis of {self._giving}"

    @property
    def _giving(self) -> str:
        asked = f"{wording.hours(self.minutes)} {self.expertise}"
        return f"{wording.team(self.team)} {asked} geeft aan “{self.subproject}”"


@dataclass(frozen=True, slots=True)
class GiveRoom(AnswerRequest):
    """Room came free for a request that waits; the team leader may give it."""

    @property
    def what(self) -> str:
        """What to do, in a Dutch sentence."""
        return f"Er kwam ruimte vrij: beslis of {self._giving}"


@dataclass(frozen=True, slots=True)
class AnswerCounterOffer(AnswerRequest):
    """A team offers something else than a subproject asked; the programme manager answers."""

    @property
    def what(self) -> str:
        """What to do, in a Dutch sentence."""
        return (
            f"Beantwoord het tegenvoorstel van {wording.team(self.team)} voor {self.expertise} "
            f"bij “{self.subproject}”"
        )


@dataclass(frozen=True, slots=True)
class SolveShortage(Decision):
    """Minutes of an expertise that nobody has, from this week on."""

    kind = Kind.SHORTAGE
    expertise: str
    minutes: int
    first_week: IsoWeek

    @property
    def what(self) -> str:
        """What to do, in a Dutch sentence."""
        short = f"{wording.hours(self.minutes)}, vanaf {wording.week(self.first_week)}"
        return f"Los het tekort aan {self.expertise} op: {short}"


@dataclass(frozen=True, slots=True)
class ReserveInTime(Decision):
    """A subproject lacks minutes of an expertise that nobody has been asked for; there are people
    who have them.
    """

    kind = Kind.DEADLINE
    subproject: str
    minutes: int
    expertise: str

    @property
    def what(self) -> str:
        """What to do, in a Dutch sentence."""
        lacking = f"{wording.hours(self.minutes)} {self.expertise}"
        return f"Reserveer {lacking} voor “{self.subproject}”"


@dataclass(frozen=True, slots=True)
class InvolveMore(Decision):
    """Too few are involved before this milestone."""

    kind = Kind.INVOLVEMENT
    milestone: str

    @property
    def what(self) -> str:
        """What to do, in a Dutch sentence."""
        return f"Betrek meer medewerkers voor “{self.milestone}”, of verplaats dit besluit"


@dataclass(frozen=True, slots=True)
class DecideDraft(Decision):
    """A barrier suggests training for a function group, or for all affected staff when None."""

    kind = Kind.DRAFT
    function_group: str | None
    subproject: str

    @property
    def what(self) -> str:
        """What to do, in a Dutch sentence."""
        who = self.function_group or "alle geraakte medewerkers"
        return f"Beslis over opleiding voor {who} bij “{self.subproject}”"
