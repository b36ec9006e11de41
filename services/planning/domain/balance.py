"""The weekly balance: what is asked of each expertise, what could be given, what is short. Minutes
of one ISO week.

Who masters several expertises counts once: what is short comes from a maximum flow from people and
team pools to the expertises (reference: definition C7), never from subtracting column sums.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.planning.domain.assignment import Assignment


@dataclass(frozen=True, slots=True)
class Supply:
    """Minutes that one person, or a team's pool when `staff_id` is None, can give to any of the
    expertises.
    """

    team_id: UUID
    staff_id: UUID | None
    expertises: frozenset[UUID]
    minutes: int


@dataclass(frozen=True, slots=True)
class Demand:
    """Minutes that a subproject needs of an expertise."""

    subproject_id: UUID
    expertise_id: UUID
    minutes: int


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Minutes of a confirmed reservation: of one person, or of whoever of the team when `staff_id`
    is None.
    """

    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    staff_id: UUID | None
    minutes: int


@dataclass(frozen=True, slots=True)
class ExpertiseBalance:
    """One expertise in one week.

    `supply` is what those who master it have, whatever else they are asked for; `short` is the
    demand left unmet after confirmed reservations are honoured and everybody's remaining minutes
    are spent at most once.
    """

    demand: int
    supply: int
    confirmed: int
    short: int


def balance(
    supplies: Sequence[Supply], demands: Iterable[Demand], confirmed: Sequence[Confirmed]
) -> Mapping[UUID, ExpertiseBalance]:
    """The balance of every expertise that has demand or confirmed hours.

    Demand that a subproject's own reservations do not cover is served from what remains, the
    expertise with the least supply first: where not all can be served, the shortage lands on the
    expertise that most people master.
    """
    week = _Week(supplies)
    covered: Counter[tuple[UUID, UUID]] = Counter()
    for reservation in confirmed:
        covered[reservation.subproject_id, reservation.expertise_id] += week.honour(reservation)

    asked: Counter[UUID] = Counter()
    open_minutes: Counter[UUID] = Counter()
    for demand in demands:
        asked[demand.expertise_id] += demand.minutes
        cover = covered[demand.subproject_id, demand.expertise_id]
        open_minutes[demand.expertise_id] += max(0, demand.minutes - cover)
    given: Counter[UUID] = Counter()
    for reservation in confirmed:
        given[reservation.expertise_id] += reservation.minutes

    supply = {expertise: week.supply(expertise) for expertise in asked.keys() | given.keys()}
    result = {}
    for expertise in sorted(supply, key=lambda each: (supply[each], each)):
        served = week.serve(expertise, open_minutes[expertise])
        result[expertise] = ExpertiseBalance(
            demand=asked[expertise],
            supply=supply[expertise],
            confirmed=given[expertise],
            short=open_minutes[expertise] - served,
        )
    return result


@dataclass(frozen=True, slots=True)
class Room:
    """What a person or a team has confirmed for an expertise, and the minutes that could still be
    added.
    """

    confirmed: int
    free: int


def room(
    supplies: Sequence[Supply],
    confirmed: Sequence[Confirmed],
    *,
    expertise_id: UUID,
    team_id: UUID,
    staff_id: UUID | None,
) -> Room:
    """What can still be reserved of a person, or of a team when `staff_id` is None, next to what is
    confirmed.

    Other confirmed reservations of the team stay possible: they may be moved to a colleague, not
    squeezed out.
    """
    week = _Week(supplies)
    for reservation in confirmed:
        week.honour(reservation)
    if staff_id is None:
        used = sum(
            each.minutes
            for each in confirmed
            if each.team_id == team_id and each.expertise_id == expertise_id
        )
        free = week.serve(expertise_id, _ALL, team_id=team_id)
    else:
        used = sum(each.minutes for each in confirmed if each.staff_id == staff_id)
        free = week.serve_from_person(staff_id, _ALL)
    return Room(confirmed=used, free=free)


_ALL = 1 << 40


class _Week:
    """The supply of a week while it is being given out."""

    def __init__(self, supplies: Sequence[Supply]) -> None:
        self._supplies = supplies
        self._assignment = Assignment([supply.minutes for supply in supplies])
        self._by_expertise: defaultdict[UUID, list[int]] = defaultdict(list)
        self._by_person: defaultdict[UUID, list[int]] = defaultdict(list)
        few_expertises_first = sorted(
            range(len(supplies)), key=lambda unit: len(supplies[unit].expertises)
        )
        for unit in few_expertises_first:
            for expertise in supplies[unit].expertises:
                self._by_expertise[expertise].append(unit)
            staff_id = supplies[unit].staff_id
            if staff_id is not None:
                self._by_person[staff_id].append(unit)

    def supply(self, expertise: UUID) -> int:
        return sum(self._supplies[unit].minutes for unit in self._by_expertise[expertise])

    def honour(self, reservation: Confirmed) -> int:
        if reservation.staff_id is not None:
            return self.serve_from_person(reservation.staff_id, reservation.minutes)
        return self.serve(
            reservation.expertise_id, reservation.minutes, team_id=reservation.team_id
        )

    def serve(self, expertise: UUID, minutes: int, *, team_id: UUID | None = None) -> int:
        return self._assignment.serve(minutes, self._units(expertise, team_id))

    def serve_from_person(self, staff_id: UUID, minutes: int) -> int:
        return self._assignment.serve(minutes, self._by_person[staff_id])

    def _units(self, expertise: UUID, team_id: UUID | None) -> Collection[int]:
        units = self._by_expertise[expertise]
        if team_id is None:
            return units
        return [unit for unit in units if self._supplies[unit].team_id == team_id]
