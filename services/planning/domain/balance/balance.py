"""The weekly balance: what is asked of each expertise, what could be given, what is short. Minutes
of one ISO week.

Who masters several expertises counts once: what is short comes from a maximum flow from people and
team pools to the expertises (reference: definition C7), never from subtracting column sums. Only
who is at the level that a demand asks, or above it, counts for it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from services.planning.domain.balance.assignment import Assignment

LOWEST_LEVEL = 1
HIGHEST_LEVEL = 3


@dataclass(frozen=True, slots=True)
class Supply:
    """Minutes that one person, or a team's pool when `staff_id` is None, can give to any of the
    expertises, at its level in that expertise (1 to 3).
    """

    team_id: UUID
    staff_id: UUID | None
    levels: Mapping[UUID, int]
    minutes: int
    expertises: frozenset[UUID] = field(init=False, repr=False, compare=False)
    """What is mastered, at any level."""
    mastery: frozenset[tuple[UUID, int]] = field(init=False, repr=False, compare=False)
    """The same with its levels: who has the same can take each other's place."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "expertises", frozenset(self.levels))
        object.__setattr__(self, "mastery", frozenset(self.levels.items()))


@dataclass(frozen=True, slots=True)
class Demand:
    """Minutes that a subproject needs of an expertise, from people of this level or above."""

    subproject_id: UUID
    expertise_id: UUID
    minutes: int
    level: int = LOWEST_LEVEL


@dataclass(frozen=True, slots=True)
class Confirmed:
    """Minutes of a confirmed reservation: of one person, or of whoever of the team is at the level
    when `staff_id` is None.
    """

    subproject_id: UUID
    expertise_id: UUID
    team_id: UUID
    staff_id: UUID | None
    minutes: int
    level: int = LOWEST_LEVEL


@dataclass(frozen=True, slots=True)
class ExpertiseBalance:
    """One expertise in one week.

    `supply` is what those have who are at the lowest level that is asked or above it, whatever else
    they are asked for; `short` is the
    demand left unmet after confirmed reservations are honoured and everybody's remaining minutes
    are spent at most once. `over` is what of the confirmed minutes nobody has (definition C6).
    """

    demand: int
    supply: int
    confirmed: int
    short: int
    over: int


def merged(
    supplies: Iterable[Supply], people: Collection[UUID] = (), teams: Collection[UUID] = ()
) -> Sequence[Supply]:
    """Those who master the same, at the same levels, as one, under the id of the first: what they
    can give together does not differ. These people and teams stay apart, to be asked by name.
    """
    together: dict[object, list[Supply]] = {}
    for each in supplies:
        key: object = each.staff_id
        if key is None or key not in people:
            apart = each.team_id if key is None or each.team_id in teams else None
            key = (apart, key is None, each.mastery)
        together.setdefault(key, []).append(each)
    return [
        found[0]
        if len(found) == 1
        else replace(found[0], minutes=sum(each.minutes for each in found))
        for found in together.values()
    ]


def balance(
    supplies: Sequence[Supply], demands: Iterable[Demand], confirmed: Sequence[Confirmed]
) -> Mapping[UUID, ExpertiseBalance]:
    """The balance of every expertise that has demand or confirmed hours.

    Demand that a subproject's own reservations do not cover is served from what remains, the
    expertise and level with the least supply first: where not all can be served, the shortage lands
    on the expertise that most people master. Hours of somebody below the level cover nothing.
    """
    week = _Week(
        merged(
            supplies,
            {each.staff_id for each in confirmed if each.staff_id is not None},
            {each.team_id for each in confirmed if each.staff_id is None},
        )
    )
    covered: Counter[tuple[UUID, UUID]] = Counter()
    given: Counter[UUID] = Counter()
    over: Counter[UUID] = Counter()
    for reservation in _named_first(confirmed):
        honoured = week.honour(reservation)
        given[reservation.expertise_id] += reservation.minutes
        over[reservation.expertise_id] += reservation.minutes - honoured
        if week.is_at_level(reservation):
            covered[reservation.subproject_id, reservation.expertise_id] += honoured

    asked: Counter[UUID] = Counter()
    still_open: Counter[tuple[UUID, int]] = Counter()
    lowest: dict[UUID, int] = {}
    for demand in demands:
        expertise = demand.expertise_id
        asked[expertise] += demand.minutes
        cover = covered[demand.subproject_id, expertise]
        still_open[expertise, demand.level] += max(0, demand.minutes - cover)
        lowest[expertise] = min(demand.level, lowest.get(expertise, HIGHEST_LEVEL))
    short = week.serve_all(still_open)
    return {
        expertise: ExpertiseBalance(
            demand=asked[expertise],
            supply=week.supply(expertise, lowest.get(expertise, LOWEST_LEVEL)),
            confirmed=given[expertise],
            short=short[expertise],
            over=over[expertise],
        )
        for expertise in sorted(asked.keys() | given.keys())
    }


@dataclass(frozen=True, slots=True)
class Room:
    """What a person or a team has confirmed for an expertise, how much of that they have, and the
    minutes that could still be added.
    """

    confirmed: int
    honoured: int
    free: int

    @property
    def available(self) -> int:
        """All that they have for it, given away or not."""
        return self.honoured + self.free

    @property
    def over(self) -> int:
        """What is confirmed and they do not have."""
        return self.confirmed - self.honoured


def room(
    supplies: Sequence[Supply],
    confirmed: Sequence[Confirmed],
    *,
    expertise_id: UUID,
    team_id: UUID,
    staff_id: UUID | None,
    level: int = LOWEST_LEVEL,
) -> Room:
    """What can still be reserved of a person, or of those of a team at the level or above when
    `staff_id` is None, next to what is confirmed.

    Other confirmed reservations of the team stay possible: they may be moved to a colleague, not
    squeezed out.
    """
    week = _Week(_bearing_on(supplies, confirmed, team_id, staff_id))
    promised = honoured = 0
    for reservation in _named_first(confirmed):
        given = week.honour(reservation)
        if staff_id is None:
            counts = (reservation.team_id, reservation.expertise_id) == (team_id, expertise_id)
        else:
            counts = reservation.staff_id == staff_id
        if counts:
            promised += reservation.minutes
            honoured += given
    if staff_id is None:
        free = week.serve(expertise_id, _ALL, level, team_id=team_id)
    else:
        free = week.serve_from_person(staff_id, _ALL)
    return Room(promised, honoured, free)


def _bearing_on(
    supplies: Sequence[Supply], confirmed: Iterable[Confirmed], team_id: UUID, staff_id: UUID | None
) -> Sequence[Supply]:
    """The hours of the team, of the person's team, and of whoever promised some for the team and is
    in another now: hours of others are never moved to them.
    """
    promised = {each.staff_id for each in confirmed if each.team_id == team_id and each.staff_id}
    teams = {team_id} | {
        each.team_id for each in supplies if staff_id and each.staff_id == staff_id
    }
    return [each for each in supplies if each.team_id in teams or each.staff_id in promised]


def _named_first(confirmed: Iterable[Confirmed]) -> Sequence[Confirmed]:
    """Hours of a person before those of a team: only that person can give them, so that what is
    over is never theirs while a colleague has time.
    """
    return sorted(confirmed, key=lambda each: each.staff_id is None)


_ALL = 1 << 40


class _Week:
    """The supply of a week while it is being given out."""

    def __init__(self, supplies: Sequence[Supply]) -> None:
        self._supplies = supplies
        self._assignment = Assignment([supply.minutes for supply in supplies])
        self._by_expertise: defaultdict[UUID, list[int]] = defaultdict(list)
        self._by_person: defaultdict[UUID, list[int]] = defaultdict(list)
        few_expertises_first = sorted(
            range(len(supplies)), key=lambda unit: len(supplies[unit].levels)
        )
        for unit in few_expertises_first:
            for expertise in supplies[unit].levels:
                self._by_expertise[expertise].append(unit)
            staff_id = supplies[unit].staff_id
            if staff_id is not None:
                self._by_person[staff_id].append(unit)

    def supply(self, expertise: UUID, level: int) -> int:
        return sum(self._supplies[unit].minutes for unit in self._units(expertise, level))

    def is_at_level(self, reservation: Confirmed) -> bool:
        """Whether who was promised is at the level; of a team only such people are given."""
        if reservation.staff_id is None:
            return True
        units = self._by_person[reservation.staff_id]
        return any(
            self._supplies[unit].levels.get(reservation.expertise_id, 0) >= reservation.level
            for unit in units
        )

    def honour(self, reservation: Confirmed) -> int:
        if reservation.staff_id is not None:
            return self.serve_from_person(reservation.staff_id, reservation.minutes)
        return self.serve(
            reservation.expertise_id,
            reservation.minutes,
            reservation.level,
            team_id=reservation.team_id,
        )

    def serve_all(self, needs: Mapping[tuple[UUID, int], int]) -> Mapping[UUID, int]:
        """Serve minutes per expertise and level; answer what is short per expertise."""

        def scarcest_first(need: tuple[UUID, int]) -> tuple[int, UUID, int]:
            expertise, level = need
            return self.supply(expertise, level), expertise, -level

        short: Counter[UUID] = Counter()
        for expertise, level in sorted(needs, key=scarcest_first):
            minutes = needs[expertise, level]
            short[expertise] += minutes - self.serve(expertise, minutes, level)
        return short

    def serve(
        self, expertise: UUID, minutes: int, level: int, *, team_id: UUID | None = None
    ) -> int:
        return self._assignment.serve(minutes, self._units(expertise, level, team_id))

    def serve_from_person(self, staff_id: UUID, minutes: int) -> int:
        return self._assignment.serve(minutes, self._by_person[staff_id])

    def _units(self, expertise: UUID, level: int, team_id: UUID | None = None) -> Collection[int]:
        return [
            unit
            for unit in self._by_expertise[expertise]
            if self._supplies[unit].levels[expertise] >= level
            and team_id in (None, self._supplies[unit].team_id)
        ]
