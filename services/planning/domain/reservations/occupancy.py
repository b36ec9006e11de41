"""How much of what people and teams can give is promised (bezetting): minutes of one ISO week."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.planning.domain import hours
from services.planning.domain.balance.balance import Confirmed, Supply


@dataclass(frozen=True, slots=True)
class Occupancy:
    """What was promised of what there is."""

    promised: int
    available: int

    @property
    def is_absent(self) -> bool:
        """Whether nothing is there and nothing was promised."""
        return not self.promised and not self.available

    @property
    def percentage(self) -> int | None:
        """What is promised of what there is, rounded up; None where there is nothing."""
        return hours.percentage(self.promised, self.available) if self.available else None


def by_person(
    supplies: Iterable[Supply], confirmed: Iterable[Confirmed]
) -> Mapping[UUID, Occupancy]:
    """Of everybody with hours or promises of their own; hours that a team promised without saying
    who are nobody's.
    """
    available: Counter[UUID] = Counter()
    promised: Counter[UUID] = Counter()
    for supply in supplies:
        if supply.staff_id is not None:
            available[supply.staff_id] += supply.minutes
    for each in confirmed:
        if each.staff_id is not None:
            promised[each.staff_id] += each.minutes
    return _joined(promised, available)


def by_team(supplies: Sequence[Supply], confirmed: Iterable[Confirmed]) -> Mapping[UUID, Occupancy]:
    """Of every team, promises of its people among them; those of somebody who went to another team
    count there.
    """
    team_of = {each.staff_id: each.team_id for each in supplies if each.staff_id is not None}
    available: Counter[UUID] = Counter()
    promised: Counter[UUID] = Counter()
    for supply in supplies:
        available[supply.team_id] += supply.minutes
    for each in confirmed:
        home = None if each.staff_id is None else team_of.get(each.staff_id)
        promised[home or each.team_id] += each.minutes
    return _joined(promised, available)


def _joined(
    promised: Mapping[UUID, int], available: Mapping[UUID, int]
) -> Mapping[UUID, Occupancy]:
    return {
        each: Occupancy(promised.get(each, 0), available.get(each, 0))
        for each in promised.keys() | available.keys()
    }
