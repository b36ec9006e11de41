"""What the organisation can give in a week: people where their hours may be known, team pools
elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from uuid import UUID

from services.planning.domain.balance.balance import Supply
from services.planning.domain.supply.working_time import (
    Employment,
    Load,
    holidays_lost,
    spread,
    total,
)
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody whose hours are known, and the level of each expertise that they master."""

    staff_id: UUID
    team_id: UUID
    levels: Mapping[UUID, int]
    employment: Employment
    _known: dict[int, Supply] = field(default_factory=dict, init=False, repr=False, compare=False)

    def supply(self, minutes: int) -> Supply:
        """So many minutes of them: the same supply in all weeks that are alike."""
        found = self._known.get(minutes)
        if found is None:
            found = Supply(self.team_id, self.staff_id, self.levels, minutes)
            self._known[minutes] = found
        return found


@dataclass(frozen=True, slots=True)
class Pool:
    """Hours a week that a team can give, in any of these expertises at these levels, without saying
    who.
    """

    team_id: UUID
    levels: Mapping[UUID, int]
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


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What lessens the hours of all: public holidays, and each team's counter duty and peaks."""

    holidays: frozenset[date] = frozenset()
    team_loads: Mapping[UUID, Sequence[Load]] = field(default_factory=dict)


def weekly_supplies(
    week: IsoWeek,
    people: Iterable[Person],
    pools: Iterable[Pool],
    freed: Iterable[FreedHours],
    circumstances: Circumstances,
) -> Sequence[Supply]:
    """Everything that can be given in a week, each hour once.

    A team of which a person's hours are known counts by its people and no longer by its pools. Its
    counter duty and peaks are carried by all of them, each by the hours that they have. Freed hours
    come on top and can be spent on everything that the team masters.
    """
    own = [own_supply(week, each, circumstances.holidays) for each in people]
    supplies = [each for each in own if each is not None]
    counted_by_people = {supply.team_id for supply in supplies}
    supplies += [
        Supply(
            pool.team_id,
            None,
            pool.levels,
            pool.weekly_minutes - holidays_lost(pool.weekly_minutes, week, circumstances.holidays),
        )
        for pool in pools
        if pool.team_id not in counted_by_people
    ]
    supplies = _less_team_loads(week, supplies, circumstances.team_loads)
    given = [each for each in freed if each.from_week <= week <= each.until_week]
    if given:
        supplies += _freed_supplies(given, _mastered(supplies))
    return supplies


def own_supply(week: IsoWeek, person: Person, holidays: frozenset[date]) -> Supply | None:
    """What somebody can give in a week before they carry anything together; None when they do not
    work in it.
    """
    minutes = person.employment.project_minutes(week, holidays)
    if minutes == 0 and not person.employment.works_in(week):
        return None
    return person.supply(minutes)


def _less_team_loads(
    week: IsoWeek, supplies: list[Supply], loads: Mapping[UUID, Sequence[Load]]
) -> list[Supply]:
    of_team: defaultdict[UUID, list[int]] = defaultdict(list)
    for place, supply in enumerate(supplies):
        of_team[supply.team_id].append(place)
    for team_id, places in of_team.items():
        load = total(loads.get(team_id, ()), week)
        if load:
            left = spread(load, [supplies[place].minutes for place in places])
            for place, minutes in zip(places, left, strict=True):
                supplies[place] = replace(supplies[place], minutes=minutes)
    return supplies


def _mastered(supplies: Iterable[Supply]) -> Mapping[UUID, Mapping[UUID, int]]:
    """Per team and expertise the lowest level: whose hours are freed is not known."""
    by_team: defaultdict[UUID, dict[UUID, int]] = defaultdict(dict)
    for supply in supplies:
        of_team = by_team[supply.team_id]
        for expertise, level in supply.levels.items():
            of_team[expertise] = min(level, of_team.get(expertise, level))
    return by_team


def _freed_supplies(
    given: Iterable[FreedHours], mastered: Mapping[UUID, Mapping[UUID, int]]
) -> Iterator[Supply]:
    for each in given:
        if each.team_id in mastered:
            yield Supply(each.team_id, None, mastered[each.team_id], each.weekly_minutes)
