"""The waitlist: whose turn it is when room comes free. Room is offered, never given by itself."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.planning.domain.balance.balance import Confirmed, Supply, room
from services.planning.domain.reservations.over_allocation import conflict
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that waits, and what it would take in each of its weeks."""

    reservation_id: UUID
    asked_at: datetime
    hours: Mapping[IsoWeek, Confirmed]

    @property
    def turn(self) -> tuple[IsoWeek, datetime, UUID]:
        """Who needs the hours first, then who asked first."""
        return min(self.hours), self.asked_at, self.reservation_id


def with_room(
    waiting: Iterable[Waiting],
    supplies: Callable[[IsoWeek], Sequence[Supply]],
    taken: Mapping[IsoWeek, Sequence[Confirmed]],
    this_week: IsoWeek,
) -> frozenset[UUID]:
    """Which requests fit next to what is taken, each hour offered to one: the first in turn that
    fits gets it, in whole or not at all. A week that has gone by fits nowhere.
    """
    used: defaultdict[IsoWeek, list[Confirmed]] = defaultdict(list)
    for week, given in taken.items():
        used[week].extend(given)
    found = set()
    for each in sorted(waiting, key=lambda each: each.turn):
        if min(each.hours) >= this_week and _fits(each, supplies, used):
            found.add(each.reservation_id)
            for week, hours in each.hours.items():
                used[week].append(hours)
    return frozenset(found)


def bearing_on(
    waiting: Iterable[Waiting],
    asked_of: Mapping[UUID, Collection[UUID]],
    team_ids: Collection[UUID],
    expertise_ids: Collection[UUID],
) -> frozenset[UUID]:
    """Which requests may fit or fit no longer after something changed of these teams, or of what is
    asked of these expertises: those that ask that, and those that ask what these ask. `asked_of`
    says of each request the teams that it may take hours of.
    """
    apart = {each.reservation_id: frozenset(asked_of[each.reservation_id]) for each in waiting}
    found = {
        each.reservation_id
        for each in waiting
        if not apart[each.reservation_id].isdisjoint(team_ids)
        or any(hours.expertise_id in expertise_ids for hours in each.hours.values())
    }
    while True:
        teams = frozenset[UUID]().union(*(apart[each] for each in found))
        joining = {each for each in apart.keys() - found if not apart[each].isdisjoint(teams)}
        if not joining:
            return frozenset(found)
        found |= joining


def _fits(
    waiting: Waiting,
    supplies: Callable[[IsoWeek], Sequence[Supply]],
    used: Mapping[IsoWeek, Sequence[Confirmed]],
) -> bool:
    for week, hours in waiting.hours.items():
        found = room(
            supplies(week),
            used.get(week, ()),
            expertise_id=hours.expertise_id,
            team_id=hours.team_id,
            staff_id=hours.staff_id,
            level=hours.level,
        )
        if conflict(week, hours.minutes, found):
            return False
    return True
