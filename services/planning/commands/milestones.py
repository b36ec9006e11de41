"""Commands about milestones."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.locks import lock_row
from services.planning.commands.plan import subproject_with_others
from services.planning.domain.plan import milestones as rules
from services.planning.domain.plan.milestones import State
from services.planning.domain.plan.subprojects import closed_reasons, happened_reasons
from services.planning.tables import event_log, milestones, subprojects
from shared.contracts.envelope import EventData
from shared.contracts.planning_v1 import (
    AffectedProduct,
    MilestoneCancelled,
    MilestoneKind,
    MilestoneMoved,
    MilestonePlanned,
    MilestoneReached,
)
from shared.refusal import refuse_when


@dataclass(frozen=True, slots=True)
class PlanMilestone:
    """A moment of a subproject that others count from; a go-live names what it affects."""

    subproject_id: UUID
    kind: MilestoneKind
    name: str
    due_on: date
    affects: Sequence[AffectedProduct] = ()


async def plan_milestone(connection: AsyncConnection, command: PlanMilestone) -> UUID:
    """Add a milestone to a subproject; answer its id.

    Raises:
        NotFound: there is no such subproject.
        Refusal: the subproject is closed, the day falls outside it, or the affected products do not
        fit the kind.
    """
    await lock_row(connection, subprojects, command.subproject_id)
    subproject, _ = await subproject_with_others(connection, command.subproject_id)
    refuse_when(
        [
            *closed_reasons(subproject),
            *rules.due_reasons(command.due_on, subproject.period),
            *rules.affects_reasons(command.kind.value, command.affects),
        ]
    )
    milestone_id = uuid4()
    await connection.execute(
        insert(milestones).values(
            id=milestone_id,
            subproject_id=command.subproject_id,
            kind=command.kind.value,
            name=command.name,
            due_on=command.due_on,
            affects=[each.model_dump(mode="json", by_alias=True) for each in command.affects],
            state=State.PLANNED.value,
        )
    )
    await event_log.record(
        connection,
        MilestonePlanned(
            milestone_id=milestone_id,
            subproject_id=command.subproject_id,
            kind=command.kind,
            name=command.name,
            due_on=command.due_on,
            affects=tuple(command.affects),
        ),
    )
    return milestone_id


async def move_milestone(
    connection: AsyncConnection, milestone_id: UUID, due_on: date, *, reason: str
) -> None:
    """Give a milestone another day.

    Raises:
        NotFound: there is no such milestone.
        Refusal: it is reached or cancelled, its subproject is closed, or the day falls outside the
        subproject.
    """
    milestone = await _locked(connection, milestone_id)
    subproject, _ = await subproject_with_others(connection, milestone.subproject_id)
    refuse_when(
        [
            *rules.planned_reasons(State(milestone.state)),
            *closed_reasons(subproject),
            *rules.due_reasons(due_on, subproject.period),
        ]
    )
    await _save(connection, milestone_id, due_on=due_on)
    await event_log.record(
        connection,
        MilestoneMoved(
            milestone_id=milestone_id,
            subproject_id=milestone.subproject_id,
            due_on=due_on,
            reason=reason,
        ),
    )


async def reach_milestone(
    connection: AsyncConnection, milestone_id: UUID, reached_on: date, *, today: date
) -> None:
    """Record that a milestone was reached.

    Raises:
        NotFound: there is no such milestone.
        Refusal: it is reached or cancelled already, its subproject is closed, or the day has yet to
        come.
    """
    milestone = await _locked(connection, milestone_id)
    subproject, _ = await subproject_with_others(connection, milestone.subproject_id)
    refuse_when(
        [
            *rules.planned_reasons(State(milestone.state)),
            *closed_reasons(subproject),
            *happened_reasons(reached_on, today, "reachedOn"),
        ]
    )
    await _save(connection, milestone_id, state=State.REACHED.value, reached_on=reached_on)
    await event_log.record(
        connection,
        MilestoneReached(
            milestone_id=milestone_id,
            subproject_id=milestone.subproject_id,
            kind=MilestoneKind(milestone.kind),
            reached_on=reached_on,
            affects=tuple(AffectedProduct.model_validate(each) for each in milestone.affects),
        ),
    )


async def cancel_milestone(connection: AsyncConnection, milestone_id: UUID, *, reason: str) -> None:
    """Record that a milestone will not come.

    Raises:
        NotFound: there is no such milestone.
        Refusal: it is reached or cancelled already.
    """
    milestone = await _locked(connection, milestone_id)
    refuse_when(rules.planned_reasons(State(milestone.state)))
    await _save(connection, milestone_id, state=State.CANCELLED.value)
    await event_log.record(
        connection,
        MilestoneCancelled(
            milestone_id=milestone_id, subproject_id=milestone.subproject_id, reason=reason
        ),
    )


async def cancel_planned_milestones(
    connection: AsyncConnection, subproject_id: UUID, *, reason: str
) -> Sequence[EventData]:
    """Cancel what a cancelled subproject had still to reach; answer the events to record."""
    cancelled = await connection.scalars(
        update(milestones)
        .where(
            milestones.c.subproject_id == subproject_id,
            milestones.c.state == State.PLANNED.value,
        )
        .values(state=State.CANCELLED.value, version=milestones.c.version + 1)
        .returning(milestones.c.id)
    )
    return [
        MilestoneCancelled(milestone_id=each, subproject_id=subproject_id, reason=reason)
        for each in sorted(cancelled)
    ]


async def planned_milestones(connection: AsyncConnection, subproject_id: UUID) -> Sequence[str]:
    """The names of what a subproject has still to reach, by day."""
    names = await connection.scalars(
        select(milestones.c.name)
        .where(
            milestones.c.subproject_id == subproject_id,
            milestones.c.state == State.PLANNED.value,
        )
        .order_by(milestones.c.due_on, milestones.c.name)
    )
    return names.all()


async def _locked(connection: AsyncConnection, milestone_id: UUID) -> Row[tuple[object, ...]]:
    await lock_row(connection, milestones, milestone_id)
    return (
        await connection.execute(select(milestones).where(milestones.c.id == milestone_id))
    ).one()


async def _save(connection: AsyncConnection, milestone_id: UUID, **changed: object) -> None:
    await connection.execute(
        update(milestones)
        .where(milestones.c.id == milestone_id)
        .values(version=milestones.c.version + 1, **changed)
    )
