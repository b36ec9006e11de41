"""What requests would do to the hours of a team, week by week; to look at, not to decide by."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.workforce import Workforce, confirmed_by_week, workforce
from services.planning.domain.balance import Confirmed, Room, Supply, room
from services.planning.domain.over_allocation import Effect
from services.planning.domain.planned_hours import WeekMinutes
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class Wanted:
    """Hours wanted of a team, or of one of its people, at a level of an expertise or above."""

    expertise_id: UUID
    level: int
    team_id: UUID
    staff_id: UUID | None
    weeks: Sequence[WeekMinutes]


async def effects(
    connection: AsyncConnection, wanted: Sequence[Wanted]
) -> Sequence[Sequence[Effect]]:
    """What each would do by itself, its weeks in order."""
    weeks = {each.week for asked in wanted for each in asked.weeks}
    if not weeks:
        return [()] * len(wanted)
    teams = _Teams(await workforce(connection), await confirmed_by_week(connection, weeks=weeks))
    return [
        [
            Effect(each.week, each.minutes, teams.room(asked, each.week))
            for each in sorted(asked.weeks, key=lambda each: each.week)
        ]
        for asked in wanted
    ]


class _Teams:
    """Rooms of teams: nobody gives hours in the name of another team, so only the team counts."""

    def __init__(self, givers: Workforce, confirmed: Mapping[IsoWeek, Sequence[Confirmed]]) -> None:
        self._givers = givers
        self._confirmed = confirmed
        self._of_team: dict[UUID, Workforce] = {}
        self._supplies: dict[tuple[UUID, IsoWeek], Sequence[Supply]] = {}

    def room(self, asked: Wanted, week: IsoWeek) -> Room:
        supplies = self._team_supplies(asked.team_id, week)
        return room(
            supplies,
            self._of(asked.team_id, {each.staff_id for each in supplies}, week),
            expertise_id=asked.expertise_id,
            team_id=asked.team_id,
            staff_id=asked.staff_id,
            level=asked.level,
        )

    def _team_supplies(self, team_id: UUID, week: IsoWeek) -> Sequence[Supply]:
        key = team_id, week
        if key not in self._supplies:
            if team_id not in self._of_team:
                self._of_team[team_id] = _only(self._givers, team_id)
            self._supplies[key] = self._of_team[team_id].supplies(week)
        return self._supplies[key]

    def _of(
        self, team_id: UUID, people: Iterable[UUID | None], week: IsoWeek
    ) -> Sequence[Confirmed]:
        members = frozenset(people)
        return [
            each
            for each in self._confirmed.get(week, ())
            if each.team_id == team_id or (each.staff_id is not None and each.staff_id in members)
        ]


def _only(givers: Workforce, team_id: UUID) -> Workforce:
    return replace(
        givers,
        people=[each for each in givers.people if each.team_id == team_id],
        pools=[each for each in givers.pools if each.team_id == team_id],
        freed=[each for each in givers.freed if each.team_id == team_id],
    )
