"""What the chapters of the story share: where they play, when, and what has got an id so far."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from deploy.demo.api import Api, Caller
from deploy.demo.municipality import Municipality
from shared.isoweek import IsoWeek
from shared.web.access import Role

WEDNESDAY = 3


@dataclass(frozen=True, slots=True)
class Ids:
    """The ids that the services gave, by the keys of the municipality's declaration."""

    expertises: dict[str, str] = field(default_factory=dict)
    function_groups: dict[str, str] = field(default_factory=dict)
    teams: dict[str, str] = field(default_factory=dict)
    staff: dict[str, list[str]] = field(default_factory=dict)
    subprojects: dict[str, str] = field(default_factory=dict)
    milestones: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stage:
    """A municipality on running services, on a day.

    `source_urls` is the broker as each source knows it; `environment` is for an operator's
    commands.
    """

    municipality: Municipality
    api: Api
    source_urls: Mapping[str, str] = field(repr=False)
    environment: Mapping[str, str] = field(repr=False)
    today: date
    say: Callable[[str], None]
    ids: Ids = field(default_factory=Ids)

    @property
    def this_week(self) -> IsoWeek:
        """The week of today."""
        return IsoWeek.of(self.today)

    def week(self, offset: int) -> IsoWeek:
        """The week so many weeks from now."""
        return self.this_week.plus(offset)

    def monday(self, offset: int) -> date:
        """The first day of a week, counted from this one."""
        return self.week(offset).monday

    def midweek(self, offset: int) -> date:
        """A day in a week, counted from this one, on which something happens."""
        week = self.week(offset)
        return date.fromisocalendar(week.year, week.week, WEDNESDAY)

    def sunday(self, offset: int) -> date:
        """The last day of a week, counted from this one."""
        return self.week(offset).sunday

    @property
    def programme_manager(self) -> Caller:
        """Who plans."""
        return self.api.acting(Role.PROGRAMME_MANAGER)

    def team_leader(self, team: str) -> Caller:
        """Who decides about the hours of a team."""
        return self.api.acting(Role.TEAM_LEADER, teams=[UUID(self.ids.teams[team])])
