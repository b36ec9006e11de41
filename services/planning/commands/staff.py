"""Commands about staff: a random id, a team and a function group."""

from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.balance import refresh_balance
from services.planning.commands.locks import lock_plan, lock_row
from services.planning.commands.organisation import organisation_updated
from services.planning.commands.plan import exists
from services.planning.domain.plan.subprojects import CLOSED, happened_reasons
from services.planning.domain.supply import staffing as rules
from services.planning.tables import (
    event_log,
    function_groups,
    staff,
    subprojects,
    teams,
)
from shared.contracts.planning_v1 import StaffChanged, StaffJoined, StaffLeft
from shared.refusal import Reason, refuse_when


async def add_staff(
    connection: AsyncConnection,
    team_id: UUID,
    function_group_id: UUID,
    joined_on: date,
    *,
    today: date,
) -> UUID:
    """Add somebody to a team; answer the random id under which planning knows them.

    Raises:
        Refusal: there is no such team or function group.
    """
    await lock_plan(connection)
    refuse_when(await _place_reasons(connection, team_id, function_group_id))
    staff_id = uuid4()
    await connection.execute(
        insert(staff).values(
            id=staff_id, team_id=team_id, function_group_id=function_group_id, joined_on=joined_on
        )
    )
    await event_log.record(
        connection,
        StaffJoined(
            staff_id=staff_id,
            team_id=team_id,
            function_group_id=function_group_id,
            joined_on=joined_on,
        ),
        await organisation_updated(connection, today),
    )
    await refresh_balance(connection, today)
    return staff_id


async def place_staff(
    connection: AsyncConnection,
    staff_id: UUID,
    team_id: UUID,
    function_group_id: UUID,
    changed_on: date,
    *,
    today: date,
) -> None:
    """Move somebody to another team or function group.

    Raises:
        NotFound: nobody has this id.
        Refusal: they left, there is no such team or function group, or the day has yet to come.
    """
    await lock_row(connection, staff, staff_id)
    refuse_when(
        [
            *await _left_reasons(connection, staff_id),
            *await _place_reasons(connection, team_id, function_group_id),
            *happened_reasons(changed_on, today, "changedOn"),
        ]
    )
    await connection.execute(
        update(staff)
        .where(staff.c.id == staff_id)
        .values(
            team_id=team_id,
            function_group_id=function_group_id,
            version=staff.c.version + 1,
        )
    )
    await event_log.record(
        connection,
        StaffChanged(
            staff_id=staff_id,
            team_id=team_id,
            function_group_id=function_group_id,
            changed_on=changed_on,
        ),
        await organisation_updated(connection, today),
    )
    await refresh_balance(connection, today)


async def end_employment(
    connection: AsyncConnection, staff_id: UUID, left_on: date, *, today: date
) -> None:
    """Record the first day on which somebody is not there any more.

    Raises:
        NotFound: nobody has this id.
        Refusal: they left already, joined later, or still lead a subproject.
    """
    await lock_row(connection, staff, staff_id)
    joined_on = (
        await connection.execute(select(staff.c.joined_on).where(staff.c.id == staff_id))
    ).scalar_one()
    leads = await connection.scalars(
        select(subprojects.c.name)
        .where(
            subprojects.c.lead_staff_id == staff_id,
            subprojects.c.state.not_in([state.value for state in CLOSED]),
        )
        .order_by(subprojects.c.name)
    )
    refuse_when(
        [
            *await _left_reasons(connection, staff_id),
            *rules.departure_reasons(joined_on, left_on, leads.all()),
        ]
    )
    await connection.execute(
        update(staff)
        .where(staff.c.id == staff_id)
        .values(left_on=left_on, version=staff.c.version + 1)
    )
    await event_log.record(
        connection,
        StaffLeft(staff_id=staff_id, left_on=left_on),
        await organisation_updated(connection, today),
    )
    await refresh_balance(connection, today)


async def _place_reasons(
    connection: AsyncConnection, team_id: UUID, function_group_id: UUID
) -> list[Reason]:
    reasons = []
    if not await exists(connection, teams, team_id):
        reasons.append(Reason("team-unknown", "Dit team bestaat niet.", "teamId"))
    if not await exists(connection, function_groups, function_group_id):
        reasons.append(
            Reason("function-group-unknown", "Deze functiegroep bestaat niet.", "functionGroupId")
        )
    return reasons


async def _left_reasons(connection: AsyncConnection, staff_id: UUID) -> list[Reason]:
    left_on = await connection.scalar(select(staff.c.left_on).where(staff.c.id == staff_id))
    return list(rules.left_reasons(left_on))
