"""What engagement does when planning tells something: keep projections, then keep coverage true.

The reactions of a subject come in its order. Between subjects there is no order: a milestone may be
heard before its subproject, a member of staff before the team. So nothing here asks whether
something else is known already, and what matters is when planning told it, not when it was heard.
"""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from sqlalchemy import delete, exists, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.coverage import refresh_coverage
from services.engagement.commands.locks import lock_engagement
from services.engagement.commands.own_roles import remove_own_roles_of
from services.engagement.domain.affected import GroupKind
from services.engagement.domain.involvement import Norms
from services.engagement.tables import (
    affected_person,
    milestone,
    milestone_day,
    organisation_group,
    person_told,
    staff,
    subproject,
)
from shared.contracts.planning_v1 import (
    MilestoneCancelled,
    MilestoneMoved,
    MilestonePlanned,
    MilestoneReached,
    OrganisationUpdated,
    StaffChanged,
    StaffJoined,
    StaffLeft,
    SubprojectCancelled,
    SubprojectCompleted,
    SubprojectPlanned,
    SubprojectRescheduled,
    SubprojectStarted,
)
from shared.messaging.reactions import Reactions, Received

OfSubproject = TypeVar(
    "OfSubproject",
    SubprojectPlanned,
    SubprojectRescheduled,
    SubprojectStarted,
    SubprojectCompleted,
    SubprojectCancelled,
    MilestonePlanned,
    MilestoneMoved,
    MilestoneReached,
    MilestoneCancelled,
)
Reaction = Callable[[AsyncConnection, Received[OfSubproject]], Awaitable[None]]
BatchReaction = Callable[[AsyncConnection, Sequence[Received[OfSubproject]]], Awaitable[None]]


def build_reactions(norms: Norms) -> Reactions:
    """The reactions of engagement under the municipality's norms."""
    reactions = Reactions()

    def then_refresh(reaction: Reaction[OfSubproject]) -> BatchReaction[OfSubproject]:
        async def react(
            connection: AsyncConnection, events: Sequence[Received[OfSubproject]]
        ) -> None:
            await lock_engagement(connection)
            told: dict[UUID, datetime] = {}
            for event in events:
                await reaction(connection, event)
                subproject_id = event.data.subproject_id
                told[subproject_id] = max(event.time, told.get(subproject_id, event.time))
            for subproject_id, now in sorted(told.items()):
                await refresh_coverage(connection, subproject_id, norms=norms, now=now)

        return react

    async def staff_left(connection: AsyncConnection, event: Received[StaffLeft]) -> None:
        await lock_engagement(connection)
        for subproject_id in await end_staff(connection, event):
            await refresh_coverage(connection, subproject_id, norms=norms, now=event.time)

    reactions.on_batch(SubprojectPlanned)(then_refresh(subproject_planned))
    reactions.on_batch(SubprojectRescheduled)(then_refresh(subproject_rescheduled))
    reactions.on_batch(SubprojectStarted)(then_refresh(subproject_started))
    reactions.on_batch(SubprojectCompleted)(then_refresh(subproject_ended))
    reactions.on_batch(SubprojectCancelled)(then_refresh(subproject_ended))
    reactions.on_batch(MilestonePlanned)(then_refresh(milestone_planned))
    reactions.on_batch(MilestoneMoved)(then_refresh(milestone_moved))
    reactions.on_batch(MilestoneReached)(then_refresh(milestone_reached))
    reactions.on_batch(MilestoneCancelled)(then_refresh(milestone_cancelled))
    reactions.on(OrganisationUpdated)(organisation_updated)
    reactions.on(StaffJoined)(staff_placed)
    reactions.on(StaffChanged)(staff_placed)
    reactions.on(StaffLeft)(staff_left)
    return reactions


async def subproject_planned(
    connection: AsyncConnection, event: Received[SubprojectPlanned]
) -> None:
    """Know the subproject, and which day it takes as T0."""
    await connection.execute(
        insert(subproject).values(
            subproject_id=event.data.subproject_id,
            programme_id=event.data.programme_id,
            name=event.data.name,
            first_moment=event.data.first_moment,
            starts_on=event.data.starts_on,
        )
    )


async def subproject_rescheduled(
    connection: AsyncConnection, event: Received[SubprojectRescheduled]
) -> None:
    """Know the new start; a T0 that is fixed does not follow it."""
    await _change_subproject(
        connection, event.data.subproject_id, {"starts_on": event.data.starts_on}
    )


async def subproject_started(
    connection: AsyncConnection, event: Received[SubprojectStarted]
) -> None:
    """Know when the start was told: from that moment T0 is fixed."""
    await _change_subproject(
        connection,
        event.data.subproject_id,
        {"started_on": event.data.started_on, "started_told_at": event.time},
    )


async def subproject_ended(
    connection: AsyncConnection,
    event: Received[SubprojectCompleted] | Received[SubprojectCancelled],
) -> None:
    """Stop watching the decisions of a subproject that is over."""
    await _change_subproject(connection, event.data.subproject_id, {"ended": True})


async def milestone_planned(connection: AsyncConnection, event: Received[MilestonePlanned]) -> None:
    """Know the milestone and its day."""
    await connection.execute(
        insert(milestone).values(
            milestone_id=event.data.milestone_id,
            subproject_id=event.data.subproject_id,
            kind=event.data.kind,
            due_on=event.data.due_on,
        )
    )
    await _tell_day(connection, event.data.milestone_id, event.data.due_on, event.time)


async def milestone_moved(connection: AsyncConnection, event: Received[MilestoneMoved]) -> None:
    """Know the new day beside the one before."""
    await _change_milestone(connection, event.data.milestone_id, {"due_on": event.data.due_on})
    await _tell_day(connection, event.data.milestone_id, event.data.due_on, event.time)


async def milestone_reached(connection: AsyncConnection, event: Received[MilestoneReached]) -> None:
    """Know the real day; a decision that has been taken is not watched any more."""
    await _change_milestone(connection, event.data.milestone_id, {"reached": True})
    await _tell_day(connection, event.data.milestone_id, event.data.reached_on, event.time)


async def milestone_cancelled(
    connection: AsyncConnection, event: Received[MilestoneCancelled]
) -> None:
    """Know that the milestone has no day any more."""
    await _change_milestone(connection, event.data.milestone_id, {"due_on": None})
    await _tell_day(connection, event.data.milestone_id, None, event.time)


async def organisation_updated(
    connection: AsyncConnection, event: Received[OrganisationUpdated]
) -> None:
    """Replace the teams and function groups."""
    groups = [
        {"group_id": t.team_id, "kind": GroupKind.TEAM, "name": t.name, "head_count": t.headcount}
        for t in event.data.teams
    ] + [
        {
            "group_id": g.function_group_id,
            "kind": GroupKind.FUNCTION_GROUP,
            "name": g.name,
            "head_count": g.headcount,
        }
        for g in event.data.function_groups
    ]
    await connection.execute(delete(organisation_group))
    if groups:
        await connection.execute(insert(organisation_group), groups)


async def staff_placed(
    connection: AsyncConnection, event: Received[StaffJoined] | Received[StaffChanged]
) -> None:
    """Know which team and function group a staff id has; not what it took part in."""
    placement = {
        "team_id": event.data.team_id,
        "function_group_id": event.data.function_group_id,
    }
    await connection.execute(
        insert(staff)
        .values(staff_id=event.data.staff_id, **placement)
        .on_conflict_do_update(index_elements=[staff.c.staff_id], set_=placement)
    )


async def end_staff(connection: AsyncConnection, event: Received[StaffLeft]) -> list[UUID]:
    """Let somebody be affected by nothing any more; answer by which subprojects they were.

    The staff id goes as well, unless participation under consent still refers to it.
    """
    staff_id = event.data.staff_id
    ended = await connection.execute(
        update(affected_person)
        .where(affected_person.c.staff_id == staff_id, affected_person.c.ended_at.is_(None))
        .values(until=event.data.left_on, ended_at=event.time)
        .returning(affected_person.c.subproject_id)
    )
    subprojects = sorted(ended.scalars())
    await remove_own_roles_of(connection, staff_id)
    referred = exists(
        select(affected_person.c.entry).where(affected_person.c.staff_id == staff_id)
    ) | exists(select(person_told.c.staff_id).where(person_told.c.staff_id == staff_id))
    await connection.execute(delete(staff).where(staff.c.staff_id == staff_id, ~referred))
    await connection.execute(
        update(staff).where(staff.c.staff_id == staff_id).values(left_on=event.data.left_on)
    )
    return subprojects


async def _change_subproject(
    connection: AsyncConnection, subproject_id: UUID, values: dict[str, object]
) -> None:
    await connection.execute(
        update(subproject).where(subproject.c.subproject_id == subproject_id).values(values)
    )


async def _change_milestone(
    connection: AsyncConnection, milestone_id: UUID, values: dict[str, object]
) -> None:
    await connection.execute(
        update(milestone).where(milestone.c.milestone_id == milestone_id).values(values)
    )


async def _tell_day(
    connection: AsyncConnection, milestone_id: UUID, day: date | None, told_at: datetime
) -> None:
    await connection.execute(
        insert(milestone_day)
        .values(milestone_id=milestone_id, told_at=told_at, day=day)
        .on_conflict_do_update(
            index_elements=[milestone_day.c.milestone_id, milestone_day.c.told_at],
            set_={"day": day},
        )
    )
