"""The balance as it is now: of everything, or as far as a change reaches."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from uuid import UUID

from sqlalchemy import select, union
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance_scope import Touched
from services.planning.commands.workforce import (
    confirmed_by_week,
    team_sizes,
    with_teams,
    workforce,
)
from services.planning.domain.balance.balance import Demand, ExpertiseBalance, balance
from services.planning.domain.balance.disclosure import KeptBalance, publishable
from services.planning.domain.balance.reach import Reach
from services.planning.domain.plan.subprojects import CLOSED
from services.planning.domain.reservations.reservations import State
from services.planning.tables import (
    demand_weeks,
    demands,
    pools,
    reservations,
    staff,
    staff_expertises,
    subprojects,
)
from shared.database import among
from shared.isoweek import IsoWeek

Key = tuple[UUID, IsoWeek]
"""An expertise in a week."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Balances that were computed, and of which expertises by week; of all when `reached` is
    None. What was computed and has no balance has neither demand nor hours that are over.
    """

    balances: Mapping[Key, KeptBalance]
    reached: Mapping[IsoWeek, Collection[UUID]] | None = None

    def covers(self, key: Key) -> bool:
        """Whether this was computed."""
        expertise_id, week = key
        return self.reached is None or expertise_id in self.reached.get(week, ())


async def whole_figures(
    connection: AsyncConnection, today: date, weeks: Sequence[IsoWeek]
) -> Figures:
    """The balance of all expertises in these weeks."""
    givers = await workforce(connection)
    # Today's, as the organisation is told: a later week's would tell who is going to leave.
    sizes = await team_sizes(connection, today)
    asked = await _demand(connection, weeks)
    confirmed = await confirmed_by_week(connection, weeks)
    balances: dict[Key, KeptBalance] = {}
    for week in sorted(asked.keys() | confirmed.keys()):
        supplies, given = givers.supplies(week), confirmed.get(week, ())
        found = balance(supplies, asked.get(week, ()), given)
        balances |= _kept(week, found, publishable(supplies, given, sizes))
    return Figures(balances)


async def reached_figures(connection: AsyncConnection, today: date, touched: Touched) -> Figures:
    """The balance as far as what was touched reaches, from the hours of no more teams than it takes
    to know how far that is.
    """
    weeks = list(touched.weeks)
    if not weeks:
        return Figures({}, {})
    sizes = await team_sizes(connection, today)
    asked = await _demand(connection, weeks)
    confirmed = await confirmed_by_week(connection, weeks)
    givers = await workforce(connection, await _masters(connection, touched.expertise_ids), weeks)
    while True:
        reaches = {
            week: Reach(
                changed, givers.in_week(week), asked.get(week, ()), confirmed.get(week, ()), sizes
            )
            for week, changed in touched.weeks.items()
        }
        needed = frozenset().union(*(each.needed for each in reaches.values()))
        missing = await _masters(connection, needed) - givers.team_ids
        if not missing:
            break
        givers = await with_teams(connection, givers, missing, weeks)
    balances: dict[Key, KeptBalance] = {}
    for week, reach in reaches.items():
        balances |= _kept(week, reach.balance(), reach.publishable())
    return Figures(balances, {week: each.expertise_ids for week, each in reaches.items()})


def _kept(
    week: IsoWeek, found: Mapping[UUID, ExpertiseBalance], public: Collection[UUID]
) -> Mapping[Key, KeptBalance]:
    return {
        (expertise_id, week): KeptBalance(each, expertise_id not in public)
        for expertise_id, each in found.items()
        if each.demand or each.over
    }


async def _masters(connection: AsyncConnection, expertise_ids: Collection[UUID]) -> frozenset[UUID]:
    """The teams in which somebody masters or promised hours of one of these, or a pool has some."""
    mastered = (
        select(staff.c.team_id)
        .join(staff_expertises, staff_expertises.c.staff_id == staff.c.id)
        .where(among(staff_expertises.c.expertise_id, expertise_ids))
    )
    promised = (
        select(staff.c.team_id)
        .join(reservations, reservations.c.staff_id == staff.c.id)
        .where(
            among(reservations.c.expertise_id, expertise_ids),
            reservations.c.state == State.CONFIRMED.value,
        )
    )
    pooled = select(pools.c.team_id).where(pools.c.expertise_ids.overlap(list(expertise_ids)))
    found = await connection.scalars(union(mastered, promised, pooled))
    return frozenset(found)


async def _demand(
    connection: AsyncConnection, weeks: Collection[IsoWeek]
) -> Mapping[IsoWeek, Sequence[Demand]]:
    rows = await connection.execute(
        select(
            demand_weeks.c.monday,
            demand_weeks.c.minutes,
            demands.c.subproject_id,
            demands.c.expertise_id,
            demands.c.level,
        )
        .join(demands, demands.c.id == demand_weeks.c.demand_id)
        .join(subprojects, subprojects.c.id == demands.c.subproject_id)
        .where(
            among(demand_weeks.c.monday, (week.monday for week in weeks)),
            subprojects.c.state.not_in([state.value for state in CLOSED]),
        )
    )
    found: defaultdict[IsoWeek, list[Demand]] = defaultdict(list)
    week_of = cache(IsoWeek.of)
    for row in rows.all():
        found[week_of(row.monday)].append(
            Demand(row.subproject_id, row.expertise_id, row.minutes, row.level)
        )
    return found
