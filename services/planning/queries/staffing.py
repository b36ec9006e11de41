"""What is asked of each expertise, by how firm it is: confirmed, in a request, or not asked yet."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select, union_all
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.domain.reservations.reservations import FOR_THE_TEAM, State
from services.planning.queries.capacity import BalanceWeek, balances
from services.planning.tables import (
    counter_offer_weeks,
    reservation_weeks,
    reservations,
)
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class StaffingWeek:
    """A week of an expertise, with the hours that are in open requests: as they were asked, or as
    they were offered instead.
    """

    balance: BalanceWeek
    requested: float

    @property
    def unasked(self) -> float:
        """Demand for which nobody was asked yet."""
        return max(0.0, self.balance.demand - self.balance.confirmed - self.requested)


@dataclass(frozen=True, slots=True)
class ExpertiseStaffing:
    """The weeks of an expertise that have demand."""

    expertise_id: UUID
    expertise: str
    weeks: Sequence[StaffingWeek]


async def staffing(
    connection: AsyncConnection, first: IsoWeek, last: IsoWeek
) -> Sequence[ExpertiseStaffing]:
    """The staffing of these weeks, by name of the expertise."""
    requested = await _requested(connection, first, last)
    return [
        ExpertiseStaffing(
            each.expertise_id,
            each.expertise,
            [
                StaffingWeek(
                    week, requested.get((each.expertise_id, IsoWeek.parse(week.week).monday), 0.0)
                )
                for week in each.weeks
            ],
        )
        for each in await balances(connection, first, last)
    ]


async def _requested(
    connection: AsyncConnection, first: IsoWeek, last: IsoWeek
) -> Mapping[tuple[UUID, date], float]:
    asked = (
        select(reservations.c.expertise_id, reservation_weeks.c.monday, reservation_weeks.c.minutes)
        .join(reservation_weeks, reservation_weeks.c.reservation_id == reservations.c.id)
        .where(reservations.c.state.in_([state.value for state in FOR_THE_TEAM]))
    )
    offered = (
        select(
            reservations.c.expertise_id,
            counter_offer_weeks.c.monday,
            counter_offer_weeks.c.minutes,
        )
        .join(counter_offer_weeks, counter_offer_weeks.c.reservation_id == reservations.c.id)
        .where(reservations.c.state == State.PROPOSED.value)
    )
    both = union_all(asked, offered).subquery()
    rows = await connection.execute(
        select(both.c.expertise_id, both.c.monday, func.sum(both.c.minutes).label("minutes"))
        .where(both.c.monday.between(first.monday, last.monday))
        .group_by(both.c.expertise_id, both.c.monday)
    )
    return {(row.expertise_id, row.monday): to_hours(row.minutes) for row in rows}
