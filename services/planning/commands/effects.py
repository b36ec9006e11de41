"""What requests would do to the hours of a team, week by week; to look at, not to decide by."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.workforce import confirmed_by_week, workforce
from services.planning.domain.balance.balance import Confirmed, Room, Supply, room
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.reservations.over_allocation import Effect
from services.planning.domain.supply.team_workforce import Workforce
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
    givers = await workforce(connection, {asked.team_id for asked in wanted})
    teams = _Teams(givers, await confirmed_by_week(connection, weeks))
    return [
        [
            Effect(each.week, each.minutes, teams.room(asked, each.week))
            for each in sorted(asked.weeks, key=lambda each: each.week)
        ]
        for asked in wanted
    ]


class _Teams:
    """Rooms of teams, each found among its own people and promises: nobody gives hours in the name
    of another team.
    """

    def __init__(self, givers: Workforce, confirmed: Mapping[IsoWeek, Sequence[Confirmed]]) -> None:
        self._givers = givers
        self._confirmed = confirmed
        self._supplies: dict[IsoWeek, Mapping[UUID, Sequence[Supply]]] = {}

    def room(self, asked: Wanted, week: IsoWeek) -> Room:
        supplies = self._of_week(week).get(asked.team_id, ())
        return room(
            supplies,
            self._promised(asked.team_id, {each.staff_id for each in supplies}, week),
            expertise_id=asked.expertise_id,
            team_id=asked.team_id,
            staff_id=asked.staff_id,
            level=asked.level,
        )

    def _of_week(self, week: IsoWeek) -> Mapping[UUID, Sequence[Supply]]:
        if week not in self._supplies:
            found: defaultdict[UUID, list[Supply]] = defaultdict(list)
            for each in self._givers.supplies(week):
                found[each.team_id].append(each)
            self._supplies[week] = found
        return self._supplies[week]

    def _promised(
        self, team_id: UUID, members: Collection[UUID | None], week: IsoWeek
    ) -> Sequence[Confirmed]:
        return [
            each
            for each in self._confirmed.get(week, ())
            if each.team_id == team_id or (each.staff_id is not None and each.staff_id in members)
        ]
