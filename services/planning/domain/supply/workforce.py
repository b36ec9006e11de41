"""What the organisation can give in a week: people where their hours may be known, team pools
elsewhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from services.planning.domain.balance.balance import Supply
from services.planning.domain.supply.calendar import YearOfWeeks
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
    _years: dict[YearOfWeeks, Sequence[Supply | None]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def own(self, year: YearOfWeeks) -> Sequence[Supply | None]:
        """What they can give in each week of a year before they carry anything together; None where
        they do not work.
        """
        if year not in self._years:
            minutes = year.project_minutes(self.employment)
            alike = {each: None if each is None else self.supply(each) for each in set(minutes)}
            self._years[year] = [alike[each] for each in minutes]
        return self._years[year]

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

    def supply(self, minutes: int) -> Supply:
        """So many minutes of it."""
        return Supply(self.team_id, None, self.levels, minutes)


@dataclass(frozen=True, slots=True)
class FreedHours:
    """Counter hours a week that a team leader gave to projects, from one week until another, both
    included.
    """

    team_id: UUID
    from_week: IsoWeek
    until_week: IsoWeek
    weekly_minutes: int


def team_supplies(
    week: IsoWeek,
    people: Sequence[tuple[Person, int]],
    pools: Sequence[Pool],
    freed: Iterable[FreedHours],
    loads: Iterable[Load],
    holidays: frozenset[date],
) -> Sequence[Supply]:
    """Everything that a team can give in a week, each hour once; `people` are those who work in it,
    with what each could give by themselves.

    A team of which a person's hours are known counts by its people and no longer by its pools. Its
    counter duty and peaks are carried by all of them, each by the hours that they have. Freed hours
    come on top and can be spent on everything that the team masters.
    """
    givers: Sequence[Person | Pool] = [person for person, _ in people] or pools
    minutes: Sequence[int] = [own for _, own in people] or [
        pool.weekly_minutes - holidays_lost(pool.weekly_minutes, week, holidays) for pool in pools
    ]
    load = total(loads, week)
    if load:
        minutes = spread(load, minutes)
    supplies = [giver.supply(own) for giver, own in zip(givers, minutes, strict=True)]
    given = [each for each in freed if each.from_week <= week <= each.until_week]
    if given and supplies:
        mastered = _mastered(supplies)
        supplies += [Supply(each.team_id, None, mastered, each.weekly_minutes) for each in given]
    return supplies


def _mastered(supplies: Iterable[Supply]) -> Mapping[UUID, int]:
    """The lowest level of each expertise: whose hours are freed is not known."""
    lowest: dict[UUID, int] = {}
    for supply in supplies:
        for expertise, level in supply.levels.items():
            lowest[expertise] = min(level, lowest.get(expertise, level))
    return lowest
