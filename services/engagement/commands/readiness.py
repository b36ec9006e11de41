"""Keeping readiness for new roles true, told per function group only."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.loading import load_consents
from services.engagement.commands.locks import lock_engagement
from services.engagement.commands.role_loading import (
    load_affected_in_group,
    load_own_roles,
    load_profiles,
)
from services.engagement.domain.consent import ConsentScope, allowed
from services.engagement.domain.days import day_of
from services.engagement.domain.involvement import Norms
from services.engagement.domain.role_change import (
    OwnRole,
    Readiness,
    RoleProfile,
    is_ready,
    readiness_of,
)
from services.engagement.tables import (
    affected_person,
    needed_training,
    own_role,
    readiness,
    readiness_counted,
    role_profile,
    training_done,
)


async def refresh_readiness(
    connection: AsyncConnection, subproject_id: UUID, *, norms: Norms, now: datetime
) -> None:
    """Compute the readiness of each function group of a subproject anew, and keep the figures where
    enough people count differently. Without consent there is nothing to compute.
    """
    held = await load_consents(connection)
    if not allowed(held, ConsentScope.PERSON_LEVEL_READINESS, day_of(now)):
        return
    for function_group_id, profile in (await load_profiles(connection, subproject_id)).items():
        group = {"subproject_id": subproject_id, "function_group_id": function_group_id}
        current = await _ready(connection, group, profile)
        counted = await _counted(connection, group)
        found = readiness_of(counted, current, norms.minimum_group)
        if found is not None:
            await _tell(connection, group, found, current, now)


async def check_readiness(connection: AsyncConnection, *, norms: Norms, now: datetime) -> None:
    """Refresh the readiness of every subproject with role profiles, because people come and go;
    what was told by who is not affected any more goes.

    Run it at least once a day; running it again changes nothing.
    """
    await lock_engagement(connection)
    await connection.execute(
        delete(own_role).where(
            ~exists().where(
                affected_person.c.subproject_id == own_role.c.subproject_id,
                affected_person.c.staff_id == own_role.c.staff_id,
                affected_person.c.ended_at.is_(None),
            )
        )
    )
    await connection.execute(
        delete(training_done).where(
            training_done.c.training_id == needed_training.c.training_id,
            ~exists().where(
                own_role.c.subproject_id == needed_training.c.subproject_id,
                own_role.c.staff_id == training_done.c.staff_id,
            ),
        )
    )
    rows = await connection.execute(select(role_profile.c.subproject_id).distinct())
    for subproject_id in sorted(rows.scalars()):
        await refresh_readiness(connection, subproject_id, norms=norms, now=now)


async def forget_counted(
    connection: AsyncConnection, subproject_id: UUID, function_group_id: UUID
) -> None:
    """Begin anew with the figures of a function group: they were about another role."""
    for table in (readiness, readiness_counted):
        await connection.execute(
            delete(table).where(
                table.c.subproject_id == subproject_id,
                table.c.function_group_id == function_group_id,
            )
        )


async def _ready(
    connection: AsyncConnection, group: Mapping[str, UUID], profile: RoleProfile
) -> dict[UUID, bool]:
    """Everybody who is affected in the group, and whether they are ready."""
    staff = await load_affected_in_group(connection, **group)
    told = await load_own_roles(connection, **group, staff_ids=staff)
    return {who: is_ready(told.get(who, OwnRole()), profile) for who in staff}


async def _counted(connection: AsyncConnection, group: Mapping[str, UUID]) -> dict[UUID, bool]:
    rows = await connection.execute(select(readiness_counted).filter_by(**group))
    return {row.staff_id: row.ready for row in rows}


async def _tell(
    connection: AsyncConnection,
    group: Mapping[str, UUID],
    found: Readiness,
    current: Mapping[UUID, bool],
    now: datetime,
) -> None:
    values = {"numerator": found.numerator, "denominator": found.denominator, "as_of": now}
    await connection.execute(
        upsert(readiness)
        .values(**group, **values)
        .on_conflict_do_update(index_elements=list(readiness.primary_key), set_=values)
    )
    await connection.execute(delete(readiness_counted).filter_by(**group))
    await connection.execute(
        insert(readiness_counted),
        [{**group, "staff_id": who, "ready": ready} for who, ready in current.items()],
    )
