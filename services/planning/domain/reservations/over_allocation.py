"""Over-allocation: more given away than there is, always with how much (reference: definition
C6).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.planning.domain import hours, wording
from services.planning.domain.balance.balance import Confirmed, Room, Supply, room
from shared.isoweek import IsoWeek
from shared.refusal import Reason


@dataclass(frozen=True, slots=True)
class Effect:
    """What minutes that are asked of a person or a team in a week do to the room that there is."""

    week: IsoWeek
    asked: int
    room: Room

    @property
    def over(self) -> int:
        """Minutes that nobody has."""
        return max(0, self.asked - self.room.free)

    @property
    def percentage(self) -> int | None:
        """All that would be given away, of all that there is; None where there is nothing."""
        if self.room.available == 0:
            return None
        return hours.percentage(self.room.confirmed + self.asked, self.room.available)


@dataclass(frozen=True, slots=True)
class Conflict(Effect):
    """A week in which more is asked than the room that there is."""


def conflict(week: IsoWeek, asked: int, room: Room) -> Conflict | None:
    """The conflict when more is asked than there is; None when it fits."""
    return Conflict(week, asked, room) if asked > room.free else None


def conflict_reason(found: Conflict) -> Reason:
    """Why the minutes cannot be given just so: 101 % reads unlike 150 %."""
    week = wording.week(found.week)
    figures: dict[str, str | float | None] = {
        "week": str(found.week),
        "askedHours": hours.to_hours(found.asked),
        "freeHours": hours.to_hours(found.room.free),
        "availableHours": hours.to_hours(found.room.available),
        "overHours": hours.to_hours(found.over),
        "percentage": found.percentage,
    }
    if found.percentage is None:
        message = f"In {week} zijn er geen uren beschikbaar."
        return Reason("nothing-available", message, figures=figures)
    return Reason(
        "over-allocated",
        f"In {week} is er nog {wording.hours(found.room.free)} vrij en er is "
        f"{wording.hours(found.asked)} gevraagd: dat is {found.percentage} % van wat er is.",
        figures=figures,
    )


@dataclass(frozen=True, slots=True)
class OverAllocation:
    """Minutes that a person has promised beyond what they have, or a team of an expertise beyond
    what it has for it when `staff_id` is None.
    """

    week: IsoWeek
    team_id: UUID
    staff_id: UUID | None
    expertise_id: UUID | None
    room: Room

    @property
    def percentage(self) -> int | None:
        """All that is promised, of all that there is; None where there is nothing."""
        if self.room.available == 0:
            return None
        return hours.percentage(self.room.confirmed, self.room.available)


def over_allocations(
    week: IsoWeek, supplies: Sequence[Supply], confirmed: Sequence[Confirmed]
) -> Iterator[OverAllocation]:
    """Whoever has promised more than they have in a week; a person counts once, whatever the
    expertise.
    """
    lowest: dict[tuple[UUID, UUID | None, UUID | None], Confirmed] = {}
    for each in confirmed:
        expertise_id = each.expertise_id if each.staff_id is None else None
        present = lowest.setdefault((each.team_id, each.staff_id, expertise_id), each)
        if each.level < present.level:
            lowest[each.team_id, each.staff_id, expertise_id] = each
    for (team_id, staff_id, expertise_id), each in lowest.items():
        found = room(
            supplies,
            confirmed,
            expertise_id=each.expertise_id,
            team_id=team_id,
            staff_id=staff_id,
            level=each.level,
        )
        if found.over:
            yield OverAllocation(week, team_id, staff_id, expertise_id, found)


def allowance_reasons(is_allowed: bool, reason: str) -> Iterator[Reason]:
    """Why more than there is cannot be allowed: nobody says why it is right."""
    if is_allowed and not reason:
        yield Reason(
            "reason-missing", "Geef een reden als u meer uren toezegt dan er zijn.", "reason"
        )
