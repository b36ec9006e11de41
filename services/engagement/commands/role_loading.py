"""From rows to the domain: what commands about new roles decide on."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.domain.role_change import OwnRole, RoleProfile
from services.engagement.tables import (
    affected_person,
    needed_training,
    own_role,
    role_profile,
    staff,
    training_done,
)


async def load_profiles(
    connection: AsyncConnection, subproject_id: UUID
) -> dict[UUID, RoleProfile]:
    """The role profiles of a subproject that stand, by function group."""
    rows = await connection.execute(
        select(role_profile.c.function_group_id, func.max(role_profile.c.version).label("version"))
        .where(role_profile.c.subproject_id == subproject_id)
        .group_by(role_profile.c.function_group_id)
    )
    versions: dict[UUID, int] = {row.function_group_id: row.version for row in rows}
    trainings = await connection.execute(
        select(needed_training.c.function_group_id, needed_training.c.training_id).where(
            needed_training.c.subproject_id == subproject_id,
            needed_training.c.until_version.is_(None),
        )
    )
    needed: dict[UUID, set[UUID]] = {group_id: set() for group_id in versions}
    for group_id, training_id in trainings:
        needed[group_id].add(training_id)
    return {
        group_id: RoleProfile(version, frozenset(needed[group_id]))
        for group_id, version in versions.items()
    }


async def load_affected_in_group(
    connection: AsyncConnection, subproject_id: UUID, function_group_id: UUID
) -> set[UUID]:
    """Who is affected by a subproject now, of a function group."""
    rows = await connection.execute(
        select(affected_person.c.staff_id)
        .join(staff, staff.c.staff_id == affected_person.c.staff_id)
        .where(
            affected_person.c.subproject_id == subproject_id,
            affected_person.c.ended_at.is_(None),
            staff.c.function_group_id == function_group_id,
        )
    )
    return set(rows.scalars())


async def load_own_roles(
    connection: AsyncConnection,
    subproject_id: UUID,
    function_group_id: UUID,
    staff_ids: Collection[UUID],
) -> dict[UUID, OwnRole]:
    """What each of these staff ids told of their role in a function group; what somebody told of
    the group that they had before says nothing about it.
    """
    rows = await connection.execute(
        select(own_role).where(
            own_role.c.subproject_id == subproject_id,
            own_role.c.function_group_id == function_group_id,
            own_role.c.staff_id.in_(staff_ids),
        )
    )
    done = await connection.execute(
        select(training_done.c.staff_id, training_done.c.training_id)
        .join(needed_training, needed_training.c.training_id == training_done.c.training_id)
        .where(
            needed_training.c.subproject_id == subproject_id,
            training_done.c.staff_id.in_(staff_ids),
        )
    )
    trainings: dict[UUID, set[UUID]] = {}
    for staff_id, training_id in done:
        trainings.setdefault(staff_id, set()).add(training_id)
    return {
        row.staff_id: OwnRole(
            row.agreed_version, frozenset(trainings.get(row.staff_id, ())), row.ability
        )
        for row in rows
    }
