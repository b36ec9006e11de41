"""Reading the new role of each function group, now and before."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.domain.affected import GroupKind
from services.engagement.tables import needed_training, organisation_group, role_profile
from shared.refusal import NotFound, Reason


@dataclass(frozen=True, slots=True)
class NeededTrainingRow:
    """A training that a role needs, and the milestone by which it is given where that is known."""

    id: UUID
    name: str
    milestone_id: UUID | None


@dataclass(frozen=True, slots=True)
class RoleProfileRow:
    """A version of the role profile of a function group in a subproject; version 0 is none yet."""

    subproject_id: UUID
    function_group_id: UUID
    function_group_name: str
    version: int = 0
    ends: Sequence[str] = ()
    starts: Sequence[str] = ()
    unlearns: Sequence[str] = ()
    trainings: Sequence[NeededTrainingRow] = ()
    told_at: datetime | None = None


async def role_profiles(connection: AsyncConnection, subproject_id: UUID) -> list[RoleProfileRow]:
    """The role profile that stands of every function group, by name."""
    names = await _function_groups(connection)
    versions = await _versions(connection, names, subproject_id=subproject_id)
    latest = {row.function_group_id: row for row in versions}
    return [
        latest.get(group_id, RoleProfileRow(subproject_id, group_id, name))
        for group_id, name in names.items()
    ]


async def role_profile_of(
    connection: AsyncConnection, subproject_id: UUID, function_group_id: UUID
) -> RoleProfileRow:
    """The role profile that stands of one function group.

    Raises:
        NotFound: there is no such function group.
    """
    versions = await role_profile_versions(connection, subproject_id, function_group_id)
    names = await _function_groups(connection)
    none = RoleProfileRow(subproject_id, function_group_id, names[function_group_id])
    return versions[-1] if versions else none


async def role_profile_versions(
    connection: AsyncConnection, subproject_id: UUID, function_group_id: UUID
) -> list[RoleProfileRow]:
    """Every version of a role profile, in order.

    Raises:
        NotFound: there is no such function group.
    """
    names = await _function_groups(connection)
    if function_group_id not in names:
        raise NotFound(Reason("function-group-not-found", "Deze functiegroep is niet bekend."))
    return await _versions(
        connection, names, subproject_id=subproject_id, function_group_id=function_group_id
    )


async def role_profiles_of_group(
    connection: AsyncConnection, function_group_id: UUID
) -> list[RoleProfileRow]:
    """The role profiles that stand of one function group, in all subprojects."""
    names = await _function_groups(connection)
    versions = await _versions(connection, names, function_group_id=function_group_id)
    return list({row.subproject_id: row for row in versions}.values())


async def _function_groups(connection: AsyncConnection) -> dict[UUID, str]:
    rows = await connection.execute(
        select(organisation_group.c.group_id, organisation_group.c.name)
        .where(organisation_group.c.kind == GroupKind.FUNCTION_GROUP)
        .order_by(organisation_group.c.name, organisation_group.c.group_id)
    )
    return {row.group_id: row.name for row in rows}


async def _versions(
    connection: AsyncConnection, names: Mapping[UUID, str], **of: UUID
) -> list[RoleProfileRow]:
    profiles = await connection.execute(
        select(role_profile)
        .filter_by(**of)
        .order_by(
            role_profile.c.subproject_id, role_profile.c.function_group_id, role_profile.c.version
        )
    )
    trainings = (
        await connection.execute(
            select(needed_training).filter_by(**of).order_by(func.lower(needed_training.c.name))
        )
    ).all()
    return [
        RoleProfileRow(
            row.subproject_id,
            row.function_group_id,
            names[row.function_group_id],
            row.version,
            row.ends,
            row.starts,
            row.unlearns,
            [
                NeededTrainingRow(each.training_id, each.name, each.milestone_id)
                for each in trainings
                if _needed_in(each, row)
            ],
            row.told_at,
        )
        for row in profiles
        if row.function_group_id in names
    ]


def _needed_in(training: Row[Any], profile: Row[Any]) -> bool:
    return (
        (training.subproject_id, training.function_group_id)
        == (profile.subproject_id, profile.function_group_id)
        and training.from_version <= profile.version
        and (training.until_version is None or profile.version < training.until_version)
    )
