"""Whose hours a request bears on, so that nobody else's have to be read to judge it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.reservations.reservations import State
from services.planning.tables import counter_offers, reservations, staff
from shared.database import among

Asked = tuple[UUID, UUID | None]
"""A team, and a person when hours of one are asked."""


async def bearing_teams(
    connection: AsyncConnection, requests: Mapping[UUID, Collection[Asked]]
) -> Mapping[UUID, frozenset[UUID]]:
    """The teams that each request may take hours of: the one that is asked, and those of everybody
    who is, or who promised it hours or is offered for it.
    """
    asked = [each for of_one in requests.values() for each in of_one]
    team_of, promising = await _teams_of_people(
        connection,
        {team_id for team_id, _ in asked},
        {staff_id for _, staff_id in asked if staff_id is not None},
    )
    found = {}
    for request_id, of_one in requests.items():
        teams = {team_id for team_id, _ in of_one}
        own = {team_of[staff_id] for _, staff_id in of_one if staff_id is not None}
        found[request_id] = frozenset(teams | own).union(*(promising[each] for each in teams))
    return found


async def _teams_of_people(
    connection: AsyncConnection, team_ids: Collection[UUID], staff_ids: Collection[UUID]
) -> tuple[Mapping[UUID, UUID], Mapping[UUID, Collection[UUID]]]:
    """The team of each of these people, and of all who promised hours for one of these teams, by
    the team that they promised them for.
    """
    promises = (
        select(reservations.c.team_id, reservations.c.staff_id)
        .where(reservations.c.state == State.CONFIRMED.value)
        .union(
            select(reservations.c.team_id, counter_offers.c.staff_id).join(
                reservations, reservations.c.id == counter_offers.c.reservation_id
            )
        )
        .subquery()
    )
    rows = await connection.execute(
        select(staff.c.id, staff.c.team_id, promises.c.team_id.label("promised_to"))
        .outerjoin(
            promises, and_(promises.c.staff_id == staff.c.id, among(promises.c.team_id, team_ids))
        )
        .where(or_(promises.c.team_id.is_not(None), among(staff.c.id, staff_ids)))
    )
    team_of: dict[UUID, UUID] = {}
    promising: defaultdict[UUID, set[UUID]] = defaultdict(set)
    for row in rows:
        team_of[row.id] = row.team_id
        promising[row.promised_to].add(row.team_id)
    return team_of, promising
