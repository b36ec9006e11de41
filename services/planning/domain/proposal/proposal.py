"""A proposal as it is told: typed, with ids for names and minutes for hours."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.scenarios.changes import Change
from shared.isoweek import IsoWeek


class Phase(StrEnum):
    """What is done for a proposal, in this order."""

    SCHEDULE = "schedule"
    CONFLICTS = "conflicts"
    REPAIRS = "repairs"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Figures:
    """What a schedule comes to, in the order in which it is made small. Hours of all programmes
    that lack, in minutes; days late over all milestones; weeks moved over all subprojects; minutes
    asked of somebody and no longer needed of them; people or pools per demand, over all demands;
    the heaviest load, in thousandths of what can be given.
    """

    short_minutes: int
    late_days: int
    moved_weeks: int
    withdrawn_minutes: int
    people: int
    peak: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it is after so many seconds; no figures as long as there is no schedule. `conflicts`
    are explained so far, with so many `repairs` between them.
    """

    phase: Phase
    seconds: float
    figures: Figures | None
    conflicts: int = 0
    repairs: int = 0


@dataclass(frozen=True, slots=True)
class Assignment:
    """Hours that a demand of the programme gets of a team, or of one of its people; `confirmed`
    when a team leader gave them before.
    """

    demand_id: UUID
    subproject_id: UUID
    expertise_id: UUID
    level: int
    team_id: UUID
    staff_id: UUID | None
    confirmed: bool
    weeks: tuple[WeekMinutes, ...]


@dataclass(frozen=True, slots=True)
class Start:
    """When a subproject starts, and when it was promised to."""

    subproject_id: UUID
    promised_on: date
    proposed_on: date
    movable: bool


@dataclass(frozen=True, slots=True)
class Shortage:
    """Minutes that nobody gives to a demand in a week."""

    demand_id: UUID
    subproject_id: UUID
    expertise_id: UUID
    week: IsoWeek
    minutes: int


@dataclass(frozen=True, slots=True)
class Delay:
    """A milestone that comes later than promised, by so many days."""

    milestone_id: UUID
    subproject_id: UUID
    promised_on: date
    proposed_on: date
    days: int


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Minutes that were asked of a team or of somebody, and are not needed of them."""

    demand_id: UUID
    team_id: UUID
    staff_id: UUID | None
    minutes: int


@dataclass(frozen=True, slots=True)
class Difference:
    """What differs from what is promised: other starts, other days of milestones, hours that were
    not asked yet, and hours that were asked and are no longer needed.
    """

    starts: tuple[Start, ...]
    milestones: tuple[Delay, ...]
    added: tuple[Assignment, ...]
    withdrawn: tuple[Withdrawal, ...]


@dataclass(frozen=True, slots=True)
class Giver:
    """A team's pool, or somebody when it is known who, by what they can give at most."""

    team_id: UUID
    staff_id: UUID | None


@dataclass(frozen=True, slots=True)
class FixedDate:
    """A subproject that must start on a day at the latest: a milestone or the end of the programme
    allows no later.
    """

    subproject_id: UUID
    latest_on: date


class RepairKind(StrEnum):
    """What repairs a conflict, the cheapest first: what asks least of others."""

    SPREAD = "spread"
    """The same hours, in other weeks."""
    LEARN = "learn"
    """Somebody learns the expertise before the day."""
    LATER = "later"
    """A subproject, with its milestones, starts later."""
    SUPPLY = "supply"
    """More hours of the expertise in some weeks."""
    FEWER = "fewer"
    """Fewer hours are asked."""


@dataclass(frozen=True, slots=True)
class Repair:
    """What would repair a conflict: the least that was found, which is the least there is wherever
    the core could answer that less does not do.

    `amount` is minutes that move (SPREAD) or are dropped (FEWER), minutes a week (SUPPLY), days
    (LATER; whole weeks, because a subproject moves by the week), the level (LEARN, by as many
    people as there are changes). `proof` is what the plan comes to when it is solved again with the
    changes: nothing of the conflict lacks or is late any more, and no other demand gets less.
    Starts and people may differ from the proposal.
    """

    kind: RepairKind
    amount: int
    expertise_id: UUID | None
    subproject_id: UUID | None
    from_week: IsoWeek | None
    until_week: IsoWeek | None
    changes: tuple[Change, ...]
    proof: Figures


@dataclass(frozen=True, slots=True)
class Conflict:
    """Demands, givers and dates that cannot all be held to: without any one of them the others can.

    It explains what `demand_id` lacks, or why the milestones of `subproject_id` are late where that
    is None. `minimal` is False when the time was not enough to leave out all that can be left out.
    `in_place` says that it is a conflict of the proposed starts: whether other starts would resolve
    it is not known.
    """

    subproject_id: UUID
    demand_id: UUID | None
    demands: tuple[UUID, ...]
    givers: tuple[Giver, ...]
    dates: tuple[FixedDate, ...]
    minimal: bool
    repairs: tuple[Repair, ...]
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A schedule for one programme next to the others, `proved` when there is none better."""

    programme_id: UUID
    proved: bool
    figures: Figures
    assignments: tuple[Assignment, ...]
    starts: tuple[Start, ...]
    shortages: tuple[Shortage, ...]
    delays: tuple[Delay, ...]
    difference: Difference
    conflicts: tuple[Conflict, ...]
    changes: tuple[Change, ...]
    """What makes the plan so, for a scenario."""
