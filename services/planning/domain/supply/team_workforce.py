"""Everybody who can give hours, by team: what they can give in a week is computed once, and only of
whom it is asked.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from uuid import UUID

from services.planning.domain.balance.balance import Supply
from services.planning.domain.supply.calendar import Calendar, YearOfWeeks
from services.planning.domain.supply.public_holidays import HolidayChoices
from services.planning.domain.supply.workforce import (
    FreedHours,
    Person,
    Pool,
    team_supplies,
)
from services.planning.domain.supply.working_time import Load, total
from shared.isoweek import IsoWeek


class TeamWorkforce:
    """Everybody of one team who can give hours, and what lessens them. A week is computed once."""

    def __init__(
        self,
        team_id: UUID,
        people: Sequence[Person],
        pools: Sequence[Pool],
        freed: Sequence[FreedHours],
        loads: Sequence[Load],
        calendar: Calendar,
    ) -> None:
        self.team_id = team_id
        self._people, self._pools, self._freed = people, pools, freed
        self._loads, self._calendar = loads, calendar
        self._weeks: dict[IsoWeek, Sequence[Supply]] = {}
        self._latest: Sequence[Supply] = ()
        self._masters: dict[Set[UUID], Sequence[Person]] = {}
        self._years: dict[YearOfWeeks, Sequence[Sequence[Supply | None]]] = {}
        self.mastered = frozenset[UUID]().union(
            *(each.levels for each in people), *(each.levels for each in pools)
        )
        self.staff_ids = frozenset(each.staff_id for each in people)

    def supplies(self, week: IsoWeek) -> Sequence[Supply]:
        """What they can give in a week, net of what goes to something else."""
        if week not in self._weeks:
            year = self._calendar.year(week.year)
            own = self._own(year)[week.week - 1]
            if self.are_independent(week):
                found: Sequence[Supply] = [each for each in own if each is not None]
            else:
                there = [
                    (person, each.minutes)
                    for person, each in zip(self._people, own, strict=True)
                    if each is not None
                ]
                found = team_supplies(
                    week, there, self._pools, self._freed, self._loads, year.holidays
                )
            latest = self._latest
            self._latest = self._weeks[week] = latest if found == latest else found
        return self._weeks[week]

    def _own(self, year: YearOfWeeks) -> Sequence[Sequence[Supply | None]]:
        """By week what each of them could give by themselves."""
        if year not in self._years:
            of_each = [each.own(year) for each in self._people]
            nobody: Sequence[Sequence[Supply | None]] = [()] * len(year.weeks)
            self._years[year] = list(zip(*of_each, strict=True)) or nobody
        return self._years[year]

    def mastering(self, week: IsoWeek, expertise_ids: Set[UUID]) -> Iterator[Supply]:
        """What those of them can give in a week who master one of these; nobody else's hours are
        computed where nobody else's matter.
        """
        if not self.are_independent(week):
            for supply in self.supplies(week):
                if not supply.expertises.isdisjoint(expertise_ids):
                    yield supply
            return
        year = self._calendar.year(week.year)
        for each in self._mastering(expertise_ids):
            own = each.own(year)[week.week - 1]
            if own is not None:
                yield own

    def _mastering(self, expertise_ids: Set[UUID]) -> Sequence[Person]:
        known = self._masters.get(expertise_ids)
        if known is None:
            known = [each for each in self._people if not expertise_ids.isdisjoint(each.levels)]
            self._masters[expertise_ids] = known
        return known

    def are_independent(self, week: IsoWeek) -> bool:
        """Whether each one's hours follow from nobody else's."""
        carried = total(self._loads, week)
        return not (carried or self._pools or self._freed)


@dataclass(frozen=True)
class Workforce:
    """Everybody who can give hours, by team. Of the same versions and choices it is the same."""

    versions: Mapping[UUID, UUID]
    choices: HolidayChoices
    teams: Sequence[TeamWorkforce] = field(repr=False, compare=False)

    def supplies(self, week: IsoWeek) -> Sequence[Supply]:
        """What they can give in a week, net of what goes to something else."""
        return list(chain.from_iterable(team.supplies(week) for team in self.teams))

    def in_week(self, week: IsoWeek) -> "WeekOfWorkforce":
        """What they can give in a week, computed of whom it is asked."""
        return WeekOfWorkforce(self, week)

    @cached_property
    def by_expertise(self) -> Mapping[UUID, Sequence[TeamWorkforce]]:
        """The teams in which it is mastered."""
        found: defaultdict[UUID, list[TeamWorkforce]] = defaultdict(list)
        for team in self.teams:
            for expertise_id in team.mastered:
                found[expertise_id].append(team)
        return found

    @cached_property
    def team_ids(self) -> frozenset[UUID]:
        """The teams that were read."""
        return frozenset(each.team_id for each in self.teams)


@dataclass(frozen=True, slots=True)
class WeekOfWorkforce:
    """What teams can give in a week, computed of whom it is asked."""

    workforce: Workforce
    week: IsoWeek

    def mastering(self, expertise_ids: Set[UUID]) -> Sequence[Supply]:
        """By whoever masters one of these."""
        by_expertise = self.workforce.by_expertise
        teams = {team for each in expertise_ids for team in by_expertise.get(each, ())}
        return [
            supply
            for team in sorted(teams, key=lambda team: team.team_id)
            for supply in team.mastering(self.week, expertise_ids)
        ]

    def mastering_only(self, expertise_id: UUID) -> Iterator[Supply]:
        """By whoever masters this and nothing else; one after the other, as far as it is asked. The
        first are those whose hours follow from nobody else's.
        """
        only = frozenset({expertise_id})
        teams = self.workforce.by_expertise.get(expertise_id, ())
        for team in sorted(teams, key=lambda team: not team.are_independent(self.week)):
            for supply in team.mastering(self.week, only):
                if supply.expertises == only:
                    yield supply

    def of(self, staff_ids: Set[UUID]) -> Sequence[Supply]:
        """By these people."""
        theirs = [team for team in self.workforce.teams if not team.staff_ids.isdisjoint(staff_ids)]
        return [
            each
            for each in chain.from_iterable(team.supplies(self.week) for team in theirs)
            if each.staff_id in staff_ids
        ]
