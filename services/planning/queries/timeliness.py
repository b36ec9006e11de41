"""How much of the demand was reserved in time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.domain.plan.subprojects import State as SubprojectState
from services.planning.domain.reservations.reservations import State
from services.planning.domain.reservations.timeliness import (
    DEFINITION,
    Asked,
    Given,
    Timeliness,
    lead_days,
    timeliness,
)
from services.planning.queries.deadlines import lead_times
from services.planning.tables import (
    demand_weeks,
    demands,
    reservation_weeks,
    reservations,
    subprojects,
)
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class SubprojectTimeliness:
    """Hours of a subproject that were confirmed in time, of those demanded."""

    subproject_id: UUID
    subproject: str
    numerator: float
    denominator: float
    share: float | None


@dataclass(frozen=True, slots=True)
class TimelinessRow:
    """Hours confirmed at least `norm_days` working days before their first week, of the hours
    demanded in these weeks (C4); the share is None where nothing is demanded.
    """

    definition: str
    norm_days: int
    first_week: str
    last_week: str
    numerator: float
    denominator: float
    share: float | None
    subprojects: Sequence[SubprojectTimeliness]


async def timeliness_of(
    connection: AsyncConnection, first: IsoWeek, last: IsoWeek
) -> TimelinessRow:
    """The timeliness of these weeks, in all and per subproject by name; of a cancelled subproject
    nothing is demanded.
    """
    norm = (await lead_times(connection)).roster_freeze
    demanded, names = await _demanded(connection, first, last)
    found = timeliness(demanded, await _given(connection, first, last), norm)
    total = Timeliness(
        sum(each.timely for each in found.values()), sum(each.demanded for each in found.values())
    )
    return TimelinessRow(
        DEFINITION,
        norm,
        str(first),
        str(last),
        to_hours(total.timely),
        to_hours(total.demanded),
        total.share,
        [
            SubprojectTimeliness(
                each,
                names[each],
                to_hours(found[each].timely),
                to_hours(found[each].demanded),
                found[each].share,
            )
            for each in sorted(found, key=lambda each: (names[each], each))
        ],
    )


async def _demanded(
    connection: AsyncConnection, first: IsoWeek, last: IsoWeek
) -> tuple[Mapping[Asked, int], Mapping[UUID, str]]:
    rows = (
        await connection.execute(
            select(
                demands.c.subproject_id,
                demands.c.expertise_id,
                demand_weeks.c.monday,
                demand_weeks.c.minutes,
                subprojects.c.name,
            )
            .join(demands, demands.c.id == demand_weeks.c.demand_id)
            .join(subprojects, subprojects.c.id == demands.c.subproject_id)
            .where(
                demand_weeks.c.monday.between(first.monday, last.monday),
                subprojects.c.state != SubprojectState.CANCELLED.value,
            )
        )
    ).all()
    demanded = {
        Asked(row.subproject_id, row.expertise_id, IsoWeek.of(row.monday)): row.minutes
        for row in rows
    }
    return demanded, {row.subproject_id: row.name for row in rows}


async def _given(connection: AsyncConnection, first: IsoWeek, last: IsoWeek) -> Sequence[Given]:
    begins = (
        select(
            reservation_weeks.c.reservation_id,
            func.min(reservation_weeks.c.monday).label("first_monday"),
        )
        .group_by(reservation_weeks.c.reservation_id)
        .subquery()
    )
    rows = await connection.execute(
        select(
            reservations.c.subproject_id,
            reservations.c.expertise_id,
            reservations.c.confirmed_on,
            reservation_weeks.c.monday,
            reservation_weeks.c.minutes,
            begins.c.first_monday,
        )
        .join(reservation_weeks, reservation_weeks.c.reservation_id == reservations.c.id)
        .join(begins, begins.c.reservation_id == reservations.c.id)
        .where(
            reservations.c.state == State.CONFIRMED.value,
            reservation_weeks.c.monday.between(first.monday, last.monday),
        )
    )
    leads: dict[tuple[date, date], int] = {}
    given = []
    for row in rows:
        dates = (row.confirmed_on, row.first_monday)
        if dates not in leads:
            leads[dates] = lead_days(*dates)
        asked = Asked(row.subproject_id, row.expertise_id, IsoWeek.of(row.monday))
        given.append(Given(asked, row.minutes, leads[dates]))
    return given
