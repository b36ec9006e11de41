"""What somebody tells of their own new role, under consent; and its removal."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.loading import load_consents
from services.engagement.commands.locks import lock_engagement
from services.engagement.commands.readiness import refresh_readiness
from services.engagement.commands.role_loading import load_profiles
from services.engagement.domain.consent import ConsentScope, refuse_without
from services.engagement.domain.days import day_of
from services.engagement.domain.involvement import Norms
from services.engagement.domain.role_change import OwnRole, refuse_unsound_own_role
from services.engagement.tables import (
    affected_person,
    needed_training,
    own_role,
    readiness,
    readiness_counted,
    staff,
    training_done,
)
from shared.refusal import NotFound, Reason

PERSONAL = (own_role, training_done, readiness_counted)
"""Where a staff id stands."""


@dataclass(frozen=True, slots=True)
class TellOwnRole:
    """What somebody tells of their own role in a subproject; it replaces what they told before."""

    subproject_id: UUID
    staff_id: UUID
    told: OwnRole


async def tell_own_role(
    connection: AsyncConnection, command: TellOwnRole, *, norms: Norms, now: datetime
) -> None:
    """Keep what somebody tells of their own role.

    Raises:
        NotFound: there is no role profile of theirs in this subproject.
        Refusal: no consent in force; the subproject does not affect them; the profile changed; a
            training that the role does not need.
    """
    await lock_engagement(connection)
    held = await load_consents(connection)
    refuse_without(held, ConsentScope.PERSON_LEVEL_READINESS, day_of(now))
    profiles = await load_profiles(connection, command.subproject_id)
    group_id = await connection.scalar(
        select(staff.c.function_group_id).where(staff.c.staff_id == command.staff_id)
    )
    if group_id not in profiles:
        raise NotFound(
            Reason("own-role-not-found", "Van uw nieuwe rol is hier nog geen beschrijving.")
        )
    refuse_unsound_own_role(
        command.told, profiles[group_id], await _is_affected(connection, command)
    )
    await _save(connection, command, group_id)
    await refresh_readiness(connection, command.subproject_id, norms=norms, now=now)


async def remove_own_roles(connection: AsyncConnection) -> None:
    """Remove what everybody told, and the readiness that was made of it."""
    for table in (*PERSONAL, readiness):
        await connection.execute(delete(table))


async def remove_own_roles_of(connection: AsyncConnection, staff_id: UUID) -> None:
    """Remove what one member of staff told; figures that counted them stay as they were told."""
    for table in PERSONAL:
        await connection.execute(delete(table).where(table.c.staff_id == staff_id))


async def _is_affected(connection: AsyncConnection, command: TellOwnRole) -> bool:
    affected = exists().where(
        affected_person.c.subproject_id == command.subproject_id,
        affected_person.c.staff_id == command.staff_id,
        affected_person.c.ended_at.is_(None),
    )
    return bool(await connection.scalar(select(affected)))


async def _save(connection: AsyncConnection, command: TellOwnRole, function_group_id: UUID) -> None:
    values = {
        "function_group_id": function_group_id,
        "agreed_version": command.told.agreed_version,
        "ability": command.told.ability,
    }
    await connection.execute(
        upsert(own_role)
        .values(subproject_id=command.subproject_id, staff_id=command.staff_id, **values)
        .on_conflict_do_update(
            index_elements=list(own_role.primary_key),
            set_={**values, "version": own_role.c.version + 1},
        )
    )
    mine = select(needed_training.c.training_id).where(
        needed_training.c.subproject_id == command.subproject_id
    )
    await connection.execute(
        delete(training_done).where(
            training_done.c.staff_id == command.staff_id, training_done.c.training_id.in_(mine)
        )
    )
    rows = [
        {"training_id": training_id, "staff_id": command.staff_id}
        for training_id in sorted(command.told.trainings_done)
    ]
    if rows:
        await connection.execute(insert(training_done), rows)
