"""What the organisation can give in a week: people where their hours may be known, team pools
elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.planning.domain.balance import Supply
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class Person:
    """Hours a week that somebody can give to subprojects, and in what. `left_on` is the first day
    they are gone.
    """

    staff_id: UUID
    team_id: UUID
    expertises: frozenset[UUID]
    weekly_minutes: int
    joined_on: date
    left_on: date | None = None

    def works_in(self, week: IsoWeek) -> bool:
        """Whether the person is there from the Monday up to the Friday: only whole weeks are
        promised.
        """
        friday = week.monday + timedelta(days=4)
        return self.joined_on <= week.monday and (self.left_on is None or self.left_on > friday)


@dataclass(frozen=True, slots=True)
class Pool:
    """Hours a week that a team can give, in any of these expertises, without saying who."""

    team_id: UUID
    expertises: frozenset[UUID]
    weekly_minutes: int


@dataclass(frozen=True, slots=True)
class FreedHours:
    """Counter hours a week that a team leader gave to projects, from one week until another, both
    included.
    """

    team_id: UUID
    from_week: IsoWeek
    until_week: IsoWeek
    weekly_minutes: int


def weekly_supplies(
    week: IsoWeek,
    people: Iterable[Person],
    pools: Iterable[Pool],
    freed: Iterable[FreedHours],
) -> Sequence[Supply]:
    """Everything that can be given in a week, each hour once.

    A team of which a person's hours are known counts by its people and no longer by its pools.
    Freed hours come on top and can be spent on everything that the team masters.
    """
    supplies = [
        Supply(each.team_id, each.staff_id, each.expertises, each.weekly_minutes)
        for each in people
        if each.works_in(week)
    ]
    counted_by_people = {supply.team_id for supply in supplies}
    supplies += [
        Supply(pool.team_id, None, pool.expertises, pool.weekly_minutes)
        for pool in pools
        if pool.team_id not in counted_by_people
    ]
    supplies += _freed_supplies(week, freed, _mastered(supplies))
    return supplies


def _mastered(supplies: Iterable[Supply]) -> Mapping[UUID, frozenset[UUID]]:
    by_team: defaultdict[UUID, frozenset[UUID]] = defaultdict(frozenset)
    for supply in supplies:
        by_team[supply.team_id] |= supply.expertises
    return by_team


def _freed_supplies(
    week: IsoWeek, freed: Iterable[FreedHours], mastered: Mapping[UUID, frozenset[UUID]]
) -> Iterator[Supply]:
    for each in freed:
        if each.from_week <= week <= each.until_week and each.team_id in mastered:
            yield Supply(each.team_id, None, mastered[each.team_id], each.weekly_minutes)
