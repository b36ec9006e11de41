"""Commands about programmes."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.locks import lock_row
from services.planning.domain.plan import programmes as programme_rules
from services.planning.domain.plan import subprojects as rules
from services.planning.domain.plan.subprojects import Period
from services.planning.domain.plan.targets import TargetPath, path_reasons
from services.planning.tables import event_log, programmes, subprojects, targets
from shared.contracts.planning_v1 import (
    ProgrammeCompleted,
    ProgrammeRetargeted,
    ProgrammeStarted,
    UptakeTarget,
)
from shared.refusal import Reason, refuse_when


@dataclass(frozen=True, slots=True)
class StartProgramme:
    """A programme of subprojects, with the uptake it aims for."""

    name: str
    period: Period
    targets: Sequence[TargetPath] = ()


async def start_programme(connection: AsyncConnection, command: StartProgramme) -> UUID:
    """Start a programme; answer its id.

    Raises:
        Refusal: its dates or target paths are wrong.
    """
    refuse_when([*rules.period_reasons(command.period), *path_reasons(command.targets)])
    programme_id = uuid4()
    await connection.execute(
        insert(programmes).values(
            id=programme_id,
            name=command.name,
            starts_on=command.period.starts_on,
            ends_on=command.period.ends_on,
        )
    )
    await _save_targets(connection, programme_id, command.targets)
    await event_log.record(
        connection,
        ProgrammeStarted(
            programme_id=programme_id,
            name=command.name,
            starts_on=command.period.starts_on,
            ends_on=command.period.ends_on,
            targets=_told(command.targets),
        ),
    )
    return programme_id


async def retarget_programme(
    connection: AsyncConnection, programme_id: UUID, paths: Sequence[TargetPath]
) -> None:
    """Replace the target paths of a programme.

    Raises:
        NotFound: there is no such programme.
        Refusal: it is completed, or the paths are wrong.
    """
    await lock_row(connection, programmes, programme_id)
    refuse_when([*await _completed_reasons(connection, programme_id), *path_reasons(paths)])
    await connection.execute(delete(targets).where(targets.c.programme_id == programme_id))
    await _save_targets(connection, programme_id, paths)
    await connection.execute(
        update(programmes)
        .where(programmes.c.id == programme_id)
        .values(version=programmes.c.version + 1)
    )
    await event_log.record(
        connection, ProgrammeRetargeted(programme_id=programme_id, targets=_told(paths))
    )


async def complete_programme(
    connection: AsyncConnection, programme_id: UUID, completed_on: date, *, today: date
) -> None:
    """Complete a programme of which every subproject is closed.

    Raises:
        NotFound: there is no such programme.
        Refusal: it is completed already, subprojects are open, or the day has yet to come.
    """
    await lock_row(connection, programmes, programme_id)
    refuse_when(
        [
            *await _completed_reasons(connection, programme_id),
            *await _open_subproject_reasons(connection, programme_id),
            *rules.happened_reasons(completed_on, today, "completedOn"),
        ]
    )
    await connection.execute(
        update(programmes)
        .where(programmes.c.id == programme_id)
        .values(completed_on=completed_on, version=programmes.c.version + 1)
    )
    await event_log.record(
        connection, ProgrammeCompleted(programme_id=programme_id, completed_on=completed_on)
    )


async def _completed_reasons(connection: AsyncConnection, programme_id: UUID) -> Iterator[Reason]:
    completed = await connection.scalar(
        select(programmes.c.completed_on).where(programmes.c.id == programme_id)
    )
    return programme_rules.programme_completed_reasons(completed)


async def _open_subproject_reasons(
    connection: AsyncConnection, programme_id: UUID
) -> Iterator[Reason]:
    still_open = await connection.scalar(
        select(func.count())
        .select_from(subprojects)
        .where(
            subprojects.c.programme_id == programme_id,
            subprojects.c.state.not_in([state.value for state in rules.CLOSED]),
        )
    )
    return programme_rules.open_subproject_reasons(still_open or 0)


async def _save_targets(
    connection: AsyncConnection, programme_id: UUID, paths: Sequence[TargetPath]
) -> None:
    if paths:
        await connection.execute(
            insert(targets),
            [
                {
                    "programme_id": programme_id,
                    "product": path.product,
                    "from_date": path.from_date,
                    "from_share": path.from_share,
                    "to_date": path.to_date,
                    "to_share": path.to_share,
                }
                for path in paths
            ],
        )


def _told(paths: Sequence[TargetPath]) -> tuple[UptakeTarget, ...]:
    return tuple(
        UptakeTarget(
            product=path.product,
            from_date=path.from_date,
            from_share=path.from_share,
            to_date=path.to_date,
            to_share=path.to_share,
        )
        for path in paths
    )
