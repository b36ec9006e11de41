"""Which hours of a week everybody may know: those of teams, never those of people.

The hours of people add up to no figure that is safe to tell, however many they are: one who joins
or leaves is the difference between two events, one who masters something else as well is the
difference between two expertises. A team's hours are what its leader says, and say nothing about
one of its people when there are enough of them.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Set
from dataclasses import dataclass
from uuid import UUID

from services.planning.domain.balance.balance import Confirmed, ExpertiseBalance, Supply

SMALLEST_GROUP = 5
"""People in the smallest team of which hours are told; engagement counts by the same limit."""


@dataclass(frozen=True, slots=True)
class KeptBalance:
    """The balance as planning keeps it, and whether it is suppressed where everybody may hear."""

    figures: ExpertiseBalance
    suppressed: bool

    @property
    def public(self) -> ExpertiseBalance | None:
        """The figures that everybody may know; None when they are suppressed."""
        return None if self.suppressed else self.figures


def publishable(
    supplies: Collection[Supply],
    confirmed: Iterable[Confirmed],
    team_sizes: Mapping[UUID, int],
) -> frozenset[UUID]:
    """The expertises whose balance of a week may be told: its hours are all those of teams of
    `SMALLEST_GROUP` people or more.

    An expertise that shares supply with one that is suppressed is suppressed too: what is short of
    the one tells what the other took. So is an expertise that nobody masters, or it would show when
    the first or the last person comes or goes.
    """
    suppressed = set(_promised(confirmed, team_sizes)) | _of_few(supplies, team_sizes)
    shared = {each.expertises for each in supplies}
    while reached := [each for each in shared if each & suppressed and each - suppressed]:
        suppressed.update(*reached)
    return frozenset().union(*shared) - suppressed


def judged_with(
    expertise_ids: Set[UUID],
    mastering: Callable[[Set[UUID]], Collection[Supply]],
    confirmed: Iterable[Confirmed],
    team_sizes: Mapping[UUID, int],
) -> frozenset[UUID]:
    """The expertises of which all supply has to be known before it can be said of these whether
    they may be told: those that share supply, as far as the first that is suppressed by itself.
    """
    known, asked = frozenset[UUID](), frozenset(expertise_ids)
    suppressed = _promised(confirmed, team_sizes)
    while asked:
        supplies = mastering(asked)
        known |= asked
        suppressed |= _of_few(supplies, team_sizes)
        asked = frozenset().union(
            *(each.expertises for each in supplies if each.expertises & known - suppressed)
        )
        asked -= known
    return known


def _promised(confirmed: Iterable[Confirmed], team_sizes: Mapping[UUID, int]) -> frozenset[UUID]:
    return frozenset(each.expertise_id for each in confirmed if not _of_a_group(each, team_sizes))


def _of_few(supplies: Iterable[Supply], team_sizes: Mapping[UUID, int]) -> frozenset[UUID]:
    small = [each.expertises for each in supplies if not _of_a_group(each, team_sizes)]
    return frozenset().union(*small)


def _of_a_group(hours: Supply | Confirmed, team_sizes: Mapping[UUID, int]) -> bool:
    return hours.staff_id is None and team_sizes.get(hours.team_id, 0) >= SMALLEST_GROUP
