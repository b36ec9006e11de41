"""How full people and teams are, week by week; to look at, not to decide by."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.workforce import confirmed_by_week, workforce
from services.planning.domain.reservations.occupancy import Occupancy, by_person, by_team
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class WeekOccupancy:
    """A week of the teams that were asked for, and of their people whose hours may be known."""

    week: IsoWeek
    teams: Mapping[UUID, Occupancy]
    people: Mapping[UUID, Occupancy]


async def occupancy(
    connection: AsyncConnection, weeks: Sequence[IsoWeek], team_ids: Collection[UUID]
) -> Sequence[WeekOccupancy]:
    """How full these teams and their people are in each of the weeks."""
    givers = await workforce(connection, team_ids, weeks)
    confirmed = await confirmed_by_week(connection, weeks)
    found = []
    for week in weeks:
        supplies = givers.supplies(week)
        members = {each.staff_id for each in supplies} - {None}
        promised = [
            each
            for each in confirmed.get(week, ())
            if each.team_id in team_ids or each.staff_id in members
        ]
        found.append(
            WeekOccupancy(week, by_team(supplies, promised), by_person(supplies, promised))
        )
    return found
