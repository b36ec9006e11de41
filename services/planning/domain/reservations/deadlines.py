"""The last day on which a demand can be reserved in time (uiterste reserveerdatum).

Counted back in working days from the start of its first week that still lacks hours: what the
municipality needs between asking and starting, what the expertise needs to be there at all, a
buffer for how late answers come here, and some days more where others want the same hours.
Whatever makes a demand harder to serve makes the day earlier, never later.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from math import ceil

from services.planning.domain.balance.balance import ExpertiseBalance
from services.planning.domain.supply.catalogue import ExpertiseTimes
from services.planning.domain.supply.public_holidays import HolidayChoices
from services.planning.domain.supply.workdays import BY_LAW, WEEK, working_days_before
from shared.isoweek import IsoWeek

ROSTER_FREEZE = 20
"""Working days before a week at which rosters are fixed, unless the municipality says otherwise:
the four weeks of article 4:2 of the Arbeidstijdenwet.
"""

APPROVAL = 5
"""Working days that a team leader takes to answer, unless the municipality says otherwise."""

BUFFER = 5
"""Working days that answers come later than that, until enough of them are known."""

ENOUGH_ANSWERS = 20
"""So many answers say how late answers come in this municipality."""

SCARCE_FROM = 50
"""The percentage of the hours that others want from which on it matters who asks first."""

SCARCITY = 15
"""Working days earlier where others want all hours that there are."""


class Part(StrEnum):
    """What takes time between asking and starting."""

    ROSTER_FREEZE = "roster-freeze"
    APPROVAL = "approval"
    LEARNING = "learning"
    HIRING = "hiring"
    BUFFER = "buffer"
    SCARCITY = "scarcity"


@dataclass(frozen=True, slots=True)
class LeadTimes:
    """What the municipality needs between asking and starting, in working days, of which `holidays`
    says what they are.
    """

    roster_freeze: int = ROSTER_FREEZE
    approval: int = APPROVAL
    holidays: HolidayChoices = BY_LAW

    def before(self, day: date, working_days: int) -> date:
        """The day from which so many working days pass before a day begins."""
        return working_days_before(day, working_days, self.holidays)


@dataclass(frozen=True, slots=True)
class OpenWeek:
    """A week in which a demand lacks hours, in minutes.

    `lacks` is what is not confirmed. `available` is what those who master the expertise can give to
    it, of which `taken` is confirmed for any subproject; `wanted` is what other subprojects need of
    it, confirmed or not. `spare` is what everybody together has left, whatever they master.
    """

    week: IsoWeek
    lacks: int
    available: int
    taken: int
    wanted: int
    spare: int

    @property
    def free(self) -> int:
        """What those who master it can still give."""
        return max(0, self.available - self.taken)


def open_week(week: IsoWeek, minutes: int, own: int, figures: ExpertiseBalance) -> OpenWeek:
    """A week in which a demand of so many minutes has `own` of them, before it is known what others
    have to spare. Where not everything can be served, those who master it can give less than they
    have: the balance gives the rest to their other expertises.
    """
    available = figures.supply
    if figures.short:
        available = min(available, figures.demand - figures.short)
    return OpenWeek(
        week, minutes - own, available, figures.confirmed, figures.demand - minutes, spare=0
    )


@dataclass(frozen=True, slots=True)
class Need:
    """A demand that is not fully confirmed.

    `starts_on` is the first day of its first week that lacks hours, as planned or as late as what
    it waits for makes it.
    """

    starts_on: date
    weeks: Sequence[OpenWeek]
    times: ExpertiseTimes

    @property
    def served(self) -> bool:
        """Whether those who master the expertise have enough hours left."""
        return all(week.free >= week.lacks for week in self.weeks)

    @property
    def learnable(self) -> bool:
        """Whether there are enough hours left of people who could still learn it."""
        return all(max(week.spare, week.free) >= week.lacks for week in self.weeks)


@dataclass(frozen=True, slots=True)
class Buffer:
    """Working days that answers come later than asked; `measured` when it is the municipality's
    own.
    """

    days: int
    measured: bool


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the time between asking and starting, in working days."""

    part: Part
    days: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day on which asking is in time; the steps lead back to it from the start."""

    starts_on: date
    steps: Sequence[Step]
    last_day: date


def deadline(need: Need, lead_times: LeadTimes, buffer: Buffer) -> Deadline:
    """The last day to reserve, with the steps that make it; a step that takes no time is left
    out.
    """
    steps = (
        Step(Part.ROSTER_FREEZE, lead_times.roster_freeze),
        Step(Part.APPROVAL, lead_times.approval),
        _becoming_available(need),
        Step(Part.BUFFER, buffer.days),
        Step(Part.SCARCITY, max(map(_scarcity_days, need.weeks), default=0)),
    )
    last_day = lead_times.before(need.starts_on, sum(step.days for step in steps))
    return Deadline(need.starts_on, [step for step in steps if step.days], last_day)


def decision_deadline(first_monday: date, lead_times: LeadTimes) -> date:
    """The last day for a team leader to give the hours from that Monday on: rosters are fixed
    then.
    """
    return lead_times.before(first_monday, lead_times.roster_freeze)


def buffer(days_late: Sequence[int]) -> Buffer:
    """The working days within which four of five answers of the past came later than asked (P80);
    the stated default while fewer than 20 are known.

    `days_late` is how much later than the approval time each came; early is not late.
    """
    if len(days_late) < ENOUGH_ANSWERS:
        return Buffer(BUFFER, measured=False)
    ranked = sorted(max(0, days) for days in days_late)
    return Buffer(ranked[ceil(0.8 * len(ranked)) - 1], measured=True)


def _becoming_available(need: Need) -> Step:
    """Nothing where enough people master it; else the time to learn it, or to hire where nobody has
    the hours to learn it. Hiring may be the quicker of the two.
    """
    times = need.times
    if need.served:
        return Step(Part.LEARNING, 0)
    if need.learnable and times.learning_weeks <= times.hiring_weeks:
        return Step(Part.LEARNING, times.learning_weeks * WEEK)
    return Step(Part.HIRING, times.hiring_weeks * WEEK)


def _scarcity_days(week: OpenWeek) -> int:
    """From none where others want half of the hours to all of them where they want everything."""
    if week.wanted >= week.available:
        return SCARCITY if week.wanted else 0
    over = 100 * week.wanted - SCARCE_FROM * week.available
    return max(0, ceil(Fraction(SCARCITY * over, (100 - SCARCE_FROM) * week.available)))
