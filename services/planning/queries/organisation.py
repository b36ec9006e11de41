"""Teams and function groups as they are."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, Table, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.domain.hours import to_hours
from services.planning.queries.found import only
from services.planning.tables import pools, product_teams, team_loads, teams
from shared.isoweek import IsoWeek


@dataclass(frozen=True, slots=True)
class Named:
    """A function group."""

    id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class PoolRow:
    """Hours a week that a team can give in any of these expertises, at this level."""

    expertise_ids: Sequence[UUID]
    level: int
    weekly_hours: float


@dataclass(frozen=True, slots=True)
class LoadRow:
    """Hours a week that go to something else than projects; no last week when it does not end."""

    from_week: str
    until_week: str | None
    weekly_hours: float


@dataclass(frozen=True, slots=True)
class PeakRow(LoadRow):
    """A time with more to do than usual, and how it is called."""

    name: str


@dataclass(frozen=True, slots=True)
class Team:
    """A team with its pools, what takes of its time, and the products it handles."""

    id: UUID
    name: str
    pools: Sequence[PoolRow]
    counter_duties: Sequence[LoadRow]
    peaks: Sequence[PeakRow]
    products: Sequence[str]
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


def load_fields(row: Row[Any]) -> tuple[str, str | None, float]:
    """The weeks and hours of a row of counter duty or a peak."""
    until = None if row.until_monday is None else str(IsoWeek.of(row.until_monday))
    return str(IsoWeek.of(row.from_monday)), until, to_hours(row.weekly_minutes)


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
    loads = await connection.execute(
        select(team_loads).where(team_loads.c.team_id.in_(team_ids)).order_by(team_loads.c.place)
    )
    pool_rows, load_rows, product_rows = in_pools.all(), loads.all(), handled.all()
    return [
        Team(
            id=row.id,
            name=row.name,
            pools=[
                PoolRow(pool.expertise_ids, pool.level, to_hours(pool.weekly_minutes))
                for pool in pool_rows
                if pool.team_id == row.id
            ],
            counter_duties=[
                LoadRow(*load_fields(each))
                for each in load_rows
                if (each.team_id, each.kind) == (row.id, "duty")
            ],
            peaks=[
                PeakRow(*load_fields(each), each.name)
                for each in load_rows
                if (each.team_id, each.kind) == (row.id, "peak")
            ],
            products=[each.product for each in product_rows if each.team_id == row.id],
            version=row.version,
        )
        for row in rows
    ]
