"""Reading the path of one person to their own new role."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.queries.role_profiles import RoleProfileRow, role_profiles_of_group
from services.engagement.tables import (
    needed_training,
    own_role,
    staff,
    subproject,
    training_done,
)
from shared.refusal import NotFound, Reason


@dataclass(frozen=True, slots=True)
class OwnRoleRow:
    """The new role of somebody in a subproject, and what they told of it themselves; version 0 is
    nothing yet.
    """

    subproject_name: str
    profile: RoleProfileRow
    agreed_version: int | None = None
    ability: int | None = None
    version: int = 0
    trainings_done: frozenset[UUID] = field(default_factory=frozenset)


async def own_roles(
    connection: AsyncConnection, staff_id: UUID | None, *, with_told: bool
) -> list[OwnRoleRow]:
    """The new roles of somebody, in subprojects that go on; without what they told unless that may
    be read.
    """
    group_id: UUID | None = await connection.scalar(
        select(staff.c.function_group_id).where(staff.c.staff_id == staff_id)
    )
    if group_id is None:
        return []
    names = await connection.execute(
        select(subproject.c.subproject_id, subproject.c.name).where(~subproject.c.ended)
    )
    going_on = {row.subproject_id: row.name for row in names}
    profiles = await role_profiles_of_group(connection, group_id)
    found = [
        OwnRoleRow(going_on[profile.subproject_id], profile)
        for profile in profiles
        if profile.subproject_id in going_on
    ]
    if not with_told or staff_id is None:
        return found
    return [await _with_told(connection, row, staff_id) for row in found]


async def own_role_of(
    connection: AsyncConnection, staff_id: UUID | None, subproject_id: UUID, *, with_told: bool
) -> OwnRoleRow:
    """The new role of somebody in one subproject.

    Raises:
        NotFound: there is no role profile of theirs in it.
    """
    for row in await own_roles(connection, staff_id, with_told=with_told):
        if row.profile.subproject_id == subproject_id:
            return row
    raise NotFound(Reason("own-role-not-found", "Van uw nieuwe rol is hier nog geen beschrijving."))


async def _with_told(connection: AsyncConnection, row: OwnRoleRow, staff_id: UUID) -> OwnRoleRow:
    told = (
        await connection.execute(
            select(own_role).where(
                own_role.c.subproject_id == row.profile.subproject_id,
                own_role.c.staff_id == staff_id,
            )
        )
    ).one_or_none()
    if told is None:
        return row
    if told.function_group_id != row.profile.function_group_id:
        return replace(row, version=told.version)
    done = await connection.execute(
        select(training_done.c.training_id)
        .join(needed_training, needed_training.c.training_id == training_done.c.training_id)
        .where(
            needed_training.c.subproject_id == row.profile.subproject_id,
            needed_training.c.until_version.is_(None),
            training_done.c.staff_id == staff_id,
        )
    )
    return replace(
        row,
        agreed_version=told.agreed_version,
        ability=told.ability,
        version=told.version,
        trainings_done=frozenset(done.scalars()),
    )
