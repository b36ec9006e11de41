"""The waitlist: whose turn it is when room comes free. Room is offered, never given by itself."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
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
