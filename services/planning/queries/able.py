"""Who masters an expertise, as far as that may be known; and which teams do."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.tables import pools, staff, staff_expertises, teams


@dataclass(frozen=True, slots=True)
class Able:
    """Somebody at the level that is asked or above it."""

    staff_id: UUID
    team_id: UUID
    level: int


@dataclass(frozen=True, slots=True)
class AbleTeam:
    """A team with people or a pool at the level."""

    id: UUID
    name: str


async def able_staff(
    connection: AsyncConnection, expertise_id: UUID, level: int, team_ids: Collection[UUID]
) -> Sequence[Able]:
    """People of these teams who have not left; nobody without the works council's consent, for then
    nothing about people is kept.
    """
    rows = await connection.execute(
        select(staff_expertises.c.staff_id, staff.c.team_id, staff_expertises.c.level)
        .join(staff, staff.c.id == staff_expertises.c.staff_id)
        .where(
            staff_expertises.c.expertise_id == expertise_id,
            staff_expertises.c.level >= level,
            staff.c.team_id.in_(team_ids),
            staff.c.left_on.is_(None),
        )
        .order_by(staff.c.team_id, staff_expertises.c.staff_id)
    )
    return [Able(*row) for row in rows]


async def able_teams(
    connection: AsyncConnection, expertise_id: UUID, level: int
) -> Sequence[AbleTeam]:
    """The teams of which somebody, or a pool, is at the level; by name."""
    by_people = (
        select(staff.c.team_id)
        .join(staff_expertises, staff_expertises.c.staff_id == staff.c.id)
        .where(
            staff_expertises.c.expertise_id == expertise_id,
            staff_expertises.c.level >= level,
            staff.c.left_on.is_(None),
        )
    )
    by_pools = select(pools.c.team_id).where(
        pools.c.expertise_ids.contains([expertise_id]), pools.c.level >= level
    )
    rows = await connection.execute(
        select(teams.c.id, teams.c.name)
        .where(teams.c.id.in_(by_people) | teams.c.id.in_(by_pools))
        .order_by(teams.c.name)
    )
    return [AbleTeam(*row) for row in rows]
