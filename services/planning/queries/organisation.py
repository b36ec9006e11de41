"""Teams, function groups, expertises and staff as they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.queries.found import only
from services.planning.tables import (
    pools,
    product_teams,
    staff,
    staff_expertises,
    staff_hours,
    teams,
)


@dataclass(frozen=True, slots=True)
class Named:
    """An expertise or a function group."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class PoolRow:
    """Hours a week that a team can give in any of these expertises."""

    expertise_ids: Sequence[UUID]
    weekly_hours: float


@dataclass(frozen=True, slots=True)
class Team:
    """A team with its pools and the products it handles."""

    id: UUID
    name: str
    pools: Sequence[PoolRow]
    products: Sequence[str]
    version: int


@dataclass(frozen=True, slots=True)
class StaffMember:
    """A random id with its team and function group; hours and expertises only under consent, else
    None and none.
    """

    id: UUID
    team_id: UUID
    function_group_id: UUID
    joined_on: date
    left_on: date | None
    weekly_hours: float | None
    expertise_ids: Sequence[UUID]
    version: int


async def named_page(
    connection: AsyncConnection, table: Table, *, after: tuple[str] | None, limit: int
) -> Sequence[Named]:
    """Expertises or function groups, by name."""
    chosen = select(table.c.id, table.c.name).order_by(table.c.name).limit(limit)
    if after is not None:
        chosen = chosen.where(table.c.name > after[0])
    return [Named(row.id, row.name) for row in await connection.execute(chosen)]


async def named_by_id(connection: AsyncConnection, table: Table, row_id: UUID) -> Named:
    """One expertise or function group.

    Raises:
        NotFound: there is none with this id.
    """
    rows = await connection.execute(select(table.c.id, table.c.name).where(table.c.id == row_id))
    return only([Named(row.id, row.name) for row in rows])


async def team_by_id(connection: AsyncConnection, team_id: UUID) -> Team:
    """One team.

    Raises:
        NotFound: there is none with this id.
    """
    return only(await _teams(connection, select(teams).where(teams.c.id == team_id)))


async def teams_page(
    connection: AsyncConnection, *, after: tuple[str] | None, limit: int
) -> Sequence[Team]:
    """Teams by name."""
    chosen = select(teams).order_by(teams.c.name).limit(limit)
    if after is not None:
        chosen = chosen.where(teams.c.name > after[0])
    return await _teams(connection, chosen)


async def staff_by_id(connection: AsyncConnection, staff_id: UUID) -> StaffMember:
    """One member of staff.

    Raises:
        NotFound: nobody has this id.
    """
    return only(await _staff(connection, _STAFF.where(staff.c.id == staff_id)))


async def staff_of_team_page(
    connection: AsyncConnection, team_id: UUID, *, after: tuple[UUID] | None, limit: int
) -> Sequence[StaffMember]:
    """The staff of a team, in the order of their random ids."""
    chosen = _STAFF.where(staff.c.team_id == team_id).order_by(staff.c.id).limit(limit)
    if after is not None:
        chosen = chosen.where(staff.c.id > after[0])
    return await _staff(connection, chosen)


_STAFF = select(
    staff,
    staff_hours.c.weekly_minutes,
    select(func.array_agg(staff_expertises.c.expertise_id))
    .where(staff_expertises.c.staff_id == staff.c.id)
    .scalar_subquery()
    .label("expertise_ids"),
).outerjoin(staff_hours, staff_hours.c.staff_id == staff.c.id)


async def _teams(connection: AsyncConnection, chosen: Select[tuple[Any, ...]]) -> Sequence[Team]:
    rows = (await connection.execute(chosen)).all()
    team_ids = [row.id for row in rows]
    in_pools = await connection.execute(
        select(pools).where(pools.c.team_id.in_(team_ids)).order_by(pools.c.place)
    )
    handled = await connection.execute(
        select(product_teams)
        .where(product_teams.c.team_id.in_(team_ids))
        .order_by(product_teams.c.product)
    )
    pool_rows, product_rows = in_pools.all(), handled.all()
    return [
        Team(
            id=row.id,
            name=row.name,
            pools=[
                PoolRow(pool.expertise_ids, to_hours(pool.weekly_minutes))
                for pool in pool_rows
                if pool.team_id == row.id
            ],
            products=[each.product for each in product_rows if each.team_id == row.id],
            version=row.version,
        )
        for row in rows
    ]


async def _staff(
    connection: AsyncConnection, chosen: Select[tuple[Any, ...]]
) -> Sequence[StaffMember]:
    return [
        StaffMember(
            id=row.id,
            team_id=row.team_id,
            function_group_id=row.function_group_id,
            joined_on=row.joined_on,
            left_on=row.left_on,
            weekly_hours=None if row.weekly_minutes is None else to_hours(row.weekly_minutes),
            expertise_ids=sorted(row.expertise_ids or ()),
            version=row.version,
        )
        for row in await connection.execute(chosen)
    ]
