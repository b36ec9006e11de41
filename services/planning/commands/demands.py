"""Commands about the hours of an expertise that a subproject needs."""

from collections.abc import Collection, Sequence
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance import refresh_balance
from services.planning.commands.catalogue import surviving_or_same
from services.planning.commands.locks import lock_row
from services.planning.commands.plan import exists, subproject_with_others
from services.planning.domain.plan.plan import PlannedDemand
from services.planning.domain.plan.planned_hours import WeekMinutes, week_reasons
from services.planning.domain.plan.subprojects import Subproject, closed_reasons
from services.planning.tables import (
    deadline_reminders,
    demand_weeks,
    demands,
    draft_demands,
    expertises,
    reservation_deadlines,
    subprojects,
)
from shared.refusal import Reason, refuse_when


async def add_demand(
    connection: AsyncConnection,
    subproject_id: UUID,
    expertise_id: UUID,
    weeks: Sequence[WeekMinutes],
    *,
    level: int,
    today: date,
) -> UUID:
    """Say how many hours of an expertise a subproject needs, at which level, and when; answer the
    demand's id.

    Raises:
        NotFound: there is no such subproject.
        Refusal: the subproject is closed, the expertise is unknown or has its demand already, or
        hours fall outside.
    """
    await lock_row(connection, subprojects, subproject_id)
    subproject, _ = await subproject_with_others(connection, subproject_id)
    expertise_id = await surviving_or_same(connection, expertise_id)
    reasons = [*closed_reasons(subproject), *week_reasons(weeks, subproject.period)]
    if not await exists(connection, expertises, expertise_id):
        reasons.append(Reason("expertise-unknown", "Deze expertise bestaat niet.", "expertiseId"))
    if await _has_demand(connection, subproject_id, expertise_id):
        reasons.append(
            Reason("demand-exists", "Van deze expertise is de gevraagde inzet al ingevuld.")
        )
    refuse_when(reasons)
    demand = PlannedDemand(uuid4(), subproject_id, expertise_id, level, weeks)
    await insert_demand(connection, demand)
    await refresh_balance(connection, today)
    return demand.id


async def change_demand(
    connection: AsyncConnection,
    demand_id: UUID,
    weeks: Sequence[WeekMinutes],
    *,
    level: int | None = None,
    today: date,
) -> None:
    """Replace the hours of a demand, and its level when one is said.

    Raises:
        NotFound: there is no such demand.
        Refusal: the subproject is closed, or hours fall outside it.
    """
    subproject = await _subproject_of(connection, demand_id)
    refuse_when([*closed_reasons(subproject), *week_reasons(weeks, subproject.period)])
    if level is not None:
        await connection.execute(
            update(demands).where(demands.c.id == demand_id).values(level=level)
        )
    await replace_weeks(connection, demand_id, weeks)
    await refresh_balance(connection, today)


async def remove_demand(connection: AsyncConnection, demand_id: UUID, *, today: date) -> None:
    """Nothing of it is needed any more. What was asked of teams for it stays.

    Raises:
        NotFound: there is no such demand.
        Refusal: the subproject is closed.
    """
    refuse_when(closed_reasons(await _subproject_of(connection, demand_id)))
    await forget_demands(connection, [demand_id])
    await refresh_balance(connection, today)


async def insert_demand(connection: AsyncConnection, demand: PlannedDemand) -> None:
    """Save a demand that was not there. Compute the balance after it."""
    await connection.execute(
        insert(demands).values(
            id=demand.id,
            subproject_id=demand.subproject_id,
            expertise_id=demand.expertise_id,
            level=demand.level,
        )
    )
    await _save_weeks(connection, demand.id, demand.weeks)


async def replace_weeks(
    connection: AsyncConnection, demand_id: UUID, weeks: Sequence[WeekMinutes]
) -> None:
    """Save other hours for a demand, as its next version. Compute the balance after it."""
    await connection.execute(delete(demand_weeks).where(demand_weeks.c.demand_id == demand_id))
    await _save_weeks(connection, demand_id, weeks)
    await connection.execute(
        update(demands).where(demands.c.id == demand_id).values(version=demands.c.version + 1)
    )


async def _subproject_of(connection: AsyncConnection, demand_id: UUID) -> Subproject:
    """The subproject of a demand, which is locked."""
    await lock_row(connection, demands, demand_id)
    subproject_id = (
        await connection.execute(select(demands.c.subproject_id).where(demands.c.id == demand_id))
    ).scalar_one()
    subproject, _ = await subproject_with_others(connection, subproject_id)
    return subproject


async def _has_demand(connection: AsyncConnection, subproject_id: UUID, expertise_id: UUID) -> bool:
    found = await connection.scalar(
        select(demands.c.id).where(
            demands.c.subproject_id == subproject_id, demands.c.expertise_id == expertise_id
        )
    )
    return found is not None


async def _save_weeks(
    connection: AsyncConnection, demand_id: UUID, weeks: Sequence[WeekMinutes]
) -> None:
    if weeks:
        await connection.execute(
            insert(demand_weeks),
            [
                {"demand_id": demand_id, "monday": each.week.monday, "minutes": each.minutes}
                for each in weeks
            ],
        )


async def forget_demands(connection: AsyncConnection, demand_ids: Collection[UUID]) -> None:
    """Nothing of these is needed any more; compute the balance after it. A draft that became one of
    them stays accepted.
    """
    for table in (demand_weeks, reservation_deadlines, deadline_reminders):
        await connection.execute(delete(table).where(table.c.demand_id.in_(demand_ids)))
    drafted = update(draft_demands).where(draft_demands.c.demand_id.in_(demand_ids))
    await connection.execute(drafted.values(demand_id=None))
    await connection.execute(delete(demands).where(demands.c.id.in_(demand_ids)))
