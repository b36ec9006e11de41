"""How far a change reaches: whoever masters several expertises gives to the one what they do not
give to the other.

An expertise that those who master nothing else can serve wholly takes nothing of what others could
use, whatever becomes of them: there a change goes no further. That is exact, because what all needs
together can be served by is then the sum of what it and what the others are served by.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cached_property
from typing import Protocol
from uuid import UUID

from services.planning.domain.balance.balance import (
    HIGHEST_LEVEL,
    Confirmed,
    Demand,
    ExpertiseBalance,
    Supply,
    balance,
)
from services.planning.domain.balance.disclosure import judged_with, publishable


class WeekSupplies(Protocol):
    """What can be given in a week, of those whose hours were read."""

    def mastering(self, expertise_ids: Set[UUID]) -> Sequence[Supply]:
        """By whoever masters one of these."""

    def mastering_only(self, expertise_id: UUID) -> Iterator[Supply]:
        """By whoever masters this and nothing else; one after the other, as far as it is asked."""

    def of(self, staff_ids: Set[UUID]) -> Sequence[Supply]:
        """By these people."""


class Reach:
    """The expertises of a week whose balance may differ when that of the changed ones does.

    It is right once the hours were read of all who master, or promised hours of, what is `needed`;
    while some are missing it can only be too large.
    """

    def __init__(
        self,
        changed: Set[UUID],
        supplies: WeekSupplies,
        demands: Sequence[Demand],
        confirmed: Sequence[Confirmed],
        team_sizes: Mapping[UUID, int],
    ) -> None:
        self._supplies, self._demands, self._confirmed = supplies, demands, confirmed
        self._team_sizes = team_sizes
        self._promised = {each.staff_id for each in confirmed} - {None}
        self._apart: dict[UUID, bool] = {}
        self.expertise_ids = self._from(changed)

    @cached_property
    def needed(self) -> frozenset[UUID]:
        """The expertises of which all supply has to be known to say what may be told."""
        return judged_with(
            self.expertise_ids, self._supplies.mastering, self._confirmed, self._team_sizes
        )

    def balance(self) -> Mapping[UUID, ExpertiseBalance]:
        """The balance of those that have demand or confirmed hours."""
        supplies = list(self._supplies.mastering(self.expertise_ids))
        besides = {
            each.staff_id
            for each in self._confirmed
            if each.expertise_id in self.expertise_ids and each.staff_id is not None
        }
        supplies += self._supplies.of(besides - _people(supplies))
        people = _people(supplies)
        found = balance(
            supplies,
            [each for each in self._demands if each.expertise_id in self.expertise_ids],
            [
                each
                for each in self._confirmed
                if each.expertise_id in self.expertise_ids or each.staff_id in people
            ],
        )
        return {each: found[each] for each in found if each in self.expertise_ids}

    def publishable(self) -> Collection[UUID]:
        """Of which of them the balance may be told."""
        supplies = self._supplies.mastering(self.needed)
        return publishable(supplies, self._confirmed, self._team_sizes)

    def _from(self, changed: Set[UUID]) -> frozenset[UUID]:
        reached = joining = frozenset(changed)
        while joining:
            together = {each.expertises for each in self._supplies.mastering(joining)}
            beside = frozenset().union(*together) - reached
            joining = frozenset(each for each in beside if not self._is_served_apart(each))
            reached |= joining
        return reached

    def _is_served_apart(self, expertise_id: UUID) -> bool:
        if expertise_id not in self._apart:
            self._apart[expertise_id] = self._served_apart(expertise_id)
        return self._apart[expertise_id]

    def _served_apart(self, expertise_id: UUID) -> bool:
        demands = [each for each in self._demands if each.expertise_id == expertise_id]
        if any(
            each.expertise_id == expertise_id and each.staff_id is None for each in self._confirmed
        ):
            return self._served_with_promises(expertise_id, demands)
        lacking = Lacking(demands)
        if lacking.nothing:
            return True
        for each in self._supplies.mastering_only(expertise_id):
            if each.staff_id not in self._promised:
                lacking.give(each.levels[expertise_id], each.minutes)
                if lacking.nothing:
                    return True
        return False

    def _served_with_promises(self, expertise_id: UUID, demands: Sequence[Demand]) -> bool:
        """As the balance has it: hours that a team promised come from the team."""
        apart = list(self._supplies.mastering_only(expertise_id))
        people = _people(apart)
        promised = [
            each
            for each in self._confirmed
            if (each.expertise_id == expertise_id and each.staff_id is None)
            or each.staff_id in people
        ]
        found = balance(apart, demands, promised)[expertise_id]
        return not found.short and not found.over


class Lacking:
    """What demands of one expertise lack, by level: who is at a level serves it and those below."""

    def __init__(self, demands: Iterable[Demand]) -> None:
        self._from_level = [0] * HIGHEST_LEVEL
        for each in demands:
            self.give(each.level, -each.minutes)

    @property
    def nothing(self) -> bool:
        """Whether all can be served: of each level no more is asked than is given of it and above
        (the marriage theorem of Hall, for sets that lie within each other).
        """
        return min(self._from_level) >= 0

    def give(self, level: int, minutes: int) -> None:
        """So many minutes of somebody at this level; below nothing is what is asked."""
        for below in range(level):
            self._from_level[below] += minutes


def _people(supplies: Iterable[Supply]) -> Set[UUID]:
    """Those of whom it is known whose hours they are."""
    return {each.staff_id for each in supplies if each.staff_id is not None}
