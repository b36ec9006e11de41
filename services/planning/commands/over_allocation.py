"""What is asked beyond what there is, week by week."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.bearing import bearing_teams
from services.planning.commands.reservation_states import Reservation, counter_offer, unlocked
from services.planning.commands.workforce import confirmed_by_week, workforce
from services.planning.domain.balance.balance import LOWEST_LEVEL, room
from services.planning.domain.reservations.over_allocation import (
    Conflict,
    OverAllocation,
    conflict,
    conflict_reason,
    over_allocations,
)
from services.planning.domain.reservations.reservations import OPEN, Content, State
from services.planning.tables import capacity_balance, demands, staff
from shared.isoweek import IsoWeek
from shared.refusal import refuse_when


async def conflicts(
    connection: AsyncConnection, asked: Reservation, content: Content
) -> Sequence[Conflict]:
    """The weeks in which these hours are more than there is, the earliest first. Call it with the
    plan locked to decide by it.
    """
    weeks = [each.week for each in content.weeks]
    asked_of = {asked.id: [(asked.team_id, content.staff_id)]}
    bearing = await bearing_teams(connection, asked_of)
    givers = await workforce(connection, bearing[asked.id], weeks)
    confirmed = await confirmed_by_week(connection, weeks)
    level = await demanded_level(connection, asked.subproject_id, asked.expertise_id)
    found = (
        conflict(
            each.week,
            each.minutes,
            room(
                givers.supplies(each.week),
                confirmed.get(each.week, ()),
                expertise_id=asked.expertise_id,
                team_id=asked.team_id,
                staff_id=content.staff_id,
                level=level,
            ),
        )
        for each in sorted(content.weeks, key=lambda each: each.week)
    )
    return [each for each in found if each is not None]


async def present_conflicts(
    connection: AsyncConnection, reservation_id: UUID
) -> Sequence[Conflict]:
    """The weeks in which an open reservation, as it was asked or offered last, is more than there
    is now; none when it is no longer open.

    Raises:
        NotFound: there is no such reservation.
    """
    found = await unlocked(connection, reservation_id)
    if found.state not in OPEN:
        return []
    content = found.content
    if found.state is State.PROPOSED:
        content = (await counter_offer(connection, reservation_id)).content
    return await conflicts(connection, found, content)


async def minutes_over(
    connection: AsyncConnection, asked: Reservation, content: Content, *, is_allowed: bool
) -> int:
    """Minutes of these hours that nobody has, which is 0 unless that is allowed.

    Raises:
        Refusal: more is given than there is, and that is not allowed.
    """
    found = await conflicts(connection, asked, content)
    if not is_allowed:
        refuse_when(conflict_reason(each) for each in found)
    return sum(each.over for each in found)


async def over_allocated(
    connection: AsyncConnection, first: IsoWeek, last: IsoWeek
) -> Sequence[OverAllocation]:
    """Whoever has promised more than they have in these weeks, the earliest first; from this week
    on, as far as the balance is kept.
    """
    kept = capacity_balance.c
    over = select(kept.monday).where(kept.over > 0, kept.monday.between(first.monday, last.monday))
    weeks = [IsoWeek.of(monday) for monday in await connection.scalars(over.distinct())]
    confirmed = await confirmed_by_week(connection, weeks)
    promised = [each for given in confirmed.values() for each in given]
    of_people = select(staff.c.team_id).where(
        staff.c.id.in_({each.staff_id for each in promised if each.staff_id is not None})
    )
    teams = {each.team_id for each in promised} | set(await connection.scalars(of_people))
    givers = await workforce(connection, teams, weeks)
    return [
        each
        for week in sorted(confirmed)
        for each in over_allocations(week, givers.supplies(week), confirmed[week])
    ]


async def demanded_level(
    connection: AsyncConnection, subproject_id: UUID, expertise_id: UUID
) -> int:
    """The level of the expertise that a subproject asks for."""
    level: int | None = await connection.scalar(
        select(demands.c.level).where(
            demands.c.subproject_id == subproject_id, demands.c.expertise_id == expertise_id
        )
    )
    return level or LOWEST_LEVEL
