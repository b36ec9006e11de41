"""How a plan that became another is saved and told: dates, milestones, demand and open requests."""

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.demands import forget_demands, insert_demand, replace_weeks
from services.planning.commands.reservation_saving import save_decision
from services.planning.commands.reservation_states import Decided, unlocked
from services.planning.domain.plan.plan import Plan
from services.planning.domain.reservations.reservations import Content, Decision
from services.planning.tables import demands, event_log, milestones, subprojects
from shared.contracts.planning_v1 import MilestoneMoved, SubprojectRescheduled


async def save_plan(
    connection: AsyncConnection, before: Plan, after: Plan, decided: Decided
) -> None:
    """Save in what the plans differ, and record the events that tell it. The plan that comes after
    must be one that can be; compute the balance after it.
    """
    await _move_subprojects(connection, before, after, decided.reason)
    await _move_milestones(connection, before, after, decided.reason)
    await _save_demands(connection, before, after)
    await _move_requests(connection, before, after, decided)


async def _move_subprojects(
    connection: AsyncConnection, before: Plan, after: Plan, reason: str
) -> None:
    for moved in after.subprojects.values():
        if moved == before.subprojects[moved.id]:
            continue
        await connection.execute(
            update(subprojects)
            .where(subprojects.c.id == moved.id)
            .values(
                starts_on=moved.period.starts_on,
                ends_on=moved.period.ends_on,
                version=subprojects.c.version + 1,
            )
        )
        await event_log.record(
            connection,
            SubprojectRescheduled(
                subproject_id=moved.id,
                starts_on=moved.period.starts_on,
                ends_on=moved.period.ends_on,
                reason=reason,
            ),
        )


async def _move_milestones(
    connection: AsyncConnection, before: Plan, after: Plan, reason: str
) -> None:
    for present, moved in zip(before.milestones, after.milestones, strict=True):
        if moved == present:
            continue
        await connection.execute(
            update(milestones)
            .where(milestones.c.id == moved.id)
            .values(due_on=moved.due_on, version=milestones.c.version + 1)
        )
        await event_log.record(
            connection,
            MilestoneMoved(
                milestone_id=moved.id,
                subproject_id=moved.subproject_id,
                due_on=moved.due_on,
                reason=reason,
            ),
        )


async def _save_demands(connection: AsyncConnection, before: Plan, after: Plan) -> None:
    present = {each.id: each for each in before.demands}
    for demand in after.demands:
        if demand.id not in present:
            await insert_demand(connection, demand)
        elif demand != present[demand.id]:
            await connection.execute(
                update(demands).where(demands.c.id == demand.id).values(level=demand.level)
            )
            await replace_weeks(connection, demand.id, demand.weeks)
    gone = present.keys() - {each.id for each in after.demands}
    if gone:
        await forget_demands(connection, gone)


async def _move_requests(
    connection: AsyncConnection, before: Plan, after: Plan, decided: Decided
) -> None:
    for present, moved in zip(before.reservations, after.reservations, strict=True):
        if moved != present:
            kept = await unlocked(connection, moved.id)
            content = Content(moved.staff_id, moved.weeks)
            told = await save_decision(connection, kept, Decision.MOVE, decided, content=content)
            await event_log.record(connection, told)
