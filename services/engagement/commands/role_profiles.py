"""Telling the new role of a function group. Every version is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.loading import require_subproject
from services.engagement.commands.locks import lock_engagement
from services.engagement.commands.readiness import forget_counted, refresh_readiness
from services.engagement.domain.involvement import Norms
from services.engagement.domain.role_change import RoleContent, refuse_unsound_content
from services.engagement.queries.role_profiles import RoleProfileRow, role_profile_of
from services.engagement.tables import milestone, needed_training, role_profile


@dataclass(frozen=True, slots=True)
class TellRole:
    """The new role of a function group in a subproject; it replaces what was told before."""

    subproject_id: UUID
    function_group_id: UUID
    content: RoleContent


async def tell_role(
    connection: AsyncConnection, command: TellRole, *, norms: Norms, now: datetime
) -> None:
    """Add a version of a role profile. A training that is named again is the same, and who did it
    need not do it anew; agreements were with the version before.

    Raises:
        NotFound: the subproject or the function group is unknown.
        Refusal: nothing changes, a training is named twice, or a milestone is no training.
    """
    await lock_engagement(connection)
    await require_subproject(connection, command.subproject_id)
    before = await role_profile_of(connection, command.subproject_id, command.function_group_id)
    content = command.content
    refuse_unsound_content(content, await _training_milestones(connection, command.subproject_id))
    profile = {
        "subproject_id": command.subproject_id,
        "function_group_id": command.function_group_id,
    }
    version = before.version + 1
    await connection.execute(
        insert(role_profile).values(
            **profile,
            version=version,
            ends=list(content.ends),
            starts=list(content.starts),
            unlearns=list(content.unlearns),
            told_at=now,
        )
    )
    await _replace_trainings(connection, profile, before, content, version)
    await forget_counted(connection, command.subproject_id, command.function_group_id)
    await refresh_readiness(connection, command.subproject_id, norms=norms, now=now)


async def _training_milestones(connection: AsyncConnection, subproject_id: UUID) -> set[UUID]:
    rows = await connection.execute(
        select(milestone.c.milestone_id).where(
            milestone.c.subproject_id == subproject_id, milestone.c.kind == "training"
        )
    )
    return set(rows.scalars())


async def _replace_trainings(
    connection: AsyncConnection,
    profile: Mapping[str, UUID],
    before: RoleProfileRow,
    content: RoleContent,
    version: int,
) -> None:
    known = {training.name.casefold(): training for training in before.trainings}
    named = {training.name.casefold() for training in content.trainings}
    ended = [training.id for name, training in known.items() if name not in named]
    await connection.execute(
        update(needed_training)
        .where(needed_training.c.training_id.in_(ended))
        .values(until_version=version)
    )
    for training in content.trainings:
        same = known.get(training.name.casefold())
        if same is None:
            await connection.execute(
                insert(needed_training).values(
                    **profile,
                    training_id=uuid4(),
                    name=training.name,
                    milestone_id=training.milestone_id,
                    from_version=version,
                )
            )
        else:
            await connection.execute(
                update(needed_training)
                .where(needed_training.c.training_id == same.id)
                .values(name=training.name, milestone_id=training.milestone_id)
            )
