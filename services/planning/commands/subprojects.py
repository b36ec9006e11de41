"""Commands that plan and replan subprojects. What happens to them afterwards is in progress.py."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.deadlines import refresh_deadlines_after
from services.planning.commands.locks import lock_plan, lock_row
from services.planning.commands.plan import exists, subproject_with_others, subprojects_of
from services.planning.domain.plan import programmes as programme_rules
from services.planning.domain.plan import subprojects as rules
from services.planning.domain.plan.subprojects import Period, State, Subproject
from services.planning.tables import (
    dependencies,
    event_log,
    programmes,
    staff,
    subprojects,
)
from shared.contracts.planning_v1 import FirstMoment, SubprojectPlanned, SubprojectRescheduled
from shared.refusal import Reason, refuse_when


@dataclass(frozen=True, slots=True)
class Lead:
    """Who leads a subproject: a member of staff, or a function while nobody is named."""

    staff_id: UUID | None = None
    function: str | None = None


@dataclass(frozen=True, slots=True)
class PlanSubproject:
    """A part of a programme with its own focus area. `first_moment` says which day is T0."""

    programme_id: UUID
    name: str
    focus_area: str
    lead: Lead
    period: Period
    first_moment: FirstMoment
    depends_on: frozenset[UUID] = frozenset()


async def plan_subproject(connection: AsyncConnection, command: PlanSubproject) -> UUID:
    """Add a subproject to a programme; answer its id.

    Raises:
        Refusal: the programme is unknown or completed, or lead, dates or dependencies do not fit.
    """
    await lock_plan(connection)
    planned = Subproject(
        uuid4(), command.name, State.PLANNED, command.period, frozenset(command.depends_on)
    )
    others = await subprojects_of(connection, command.programme_id)
    refuse_when(
        [
            *[each async for each in _programme_reasons(connection, command)],
            *[each async for each in _lead_reasons(connection, command.lead)],
            *rules.period_reasons(command.period),
            *rules.dependency_reasons(planned, planned.depends_on, others),
        ]
    )
    await connection.execute(
        insert(subprojects).values(
            id=planned.id,
            programme_id=command.programme_id,
            name=command.name,
            focus_area=command.focus_area,
            lead_staff_id=command.lead.staff_id,
            lead_function=command.lead.function,
            starts_on=command.period.starts_on,
            ends_on=command.period.ends_on,
            first_moment=command.first_moment.value,
            state=planned.state.value,
        )
    )
    await _save_dependencies(connection, planned.id, planned.depends_on)
    await event_log.record(
        connection,
        SubprojectPlanned(
            subproject_id=planned.id,
            programme_id=command.programme_id,
            name=command.name,
            focus_area=command.focus_area,
            starts_on=command.period.starts_on,
            ends_on=command.period.ends_on,
            first_moment=command.first_moment,
            depends_on=tuple(sorted(planned.depends_on)),
        ),
    )
    return planned.id


async def change_dependencies(
    connection: AsyncConnection,
    subproject_id: UUID,
    depends_on: frozenset[UUID],
    *,
    reason: str,
    today: date,
) -> None:
    """Let a subproject wait for these and no others.

    Raises:
        NotFound: there is no such subproject.
        Refusal: it no longer waits for its start, or the dependencies make a circle or do not fit
        its dates.
    """
    await lock_row(connection, subprojects, subproject_id)
    present, others = await subproject_with_others(connection, subproject_id)
    refuse_when(
        [
            *rules.waiting_reasons(present),
            *rules.dependency_reasons(present, depends_on, others),
        ]
    )
    await connection.execute(
        delete(dependencies).where(dependencies.c.subproject_id == subproject_id)
    )
    await _save_dependencies(connection, subproject_id, depends_on)
    await _next_version(connection, subproject_id)
    await event_log.record(
        connection,
        SubprojectRescheduled(
            subproject_id=subproject_id,
            starts_on=present.period.starts_on,
            ends_on=present.period.ends_on,
            depends_on=tuple(sorted(depends_on)),
            reason=reason,
        ),
    )
    await refresh_deadlines_after(connection, [subproject_id], today)


async def change_lead(connection: AsyncConnection, subproject_id: UUID, lead: Lead) -> None:
    """Let somebody else lead a subproject. No event tells it: a lead is a person.

    Raises:
        NotFound: there is no such subproject.
        Refusal: it is closed, or the lead is not on the staff.
    """
    await lock_row(connection, subprojects, subproject_id)
    present, _ = await subproject_with_others(connection, subproject_id)
    refuse_when(
        [
            *rules.closed_reasons(present),
            *[each async for each in _lead_reasons(connection, lead)],
        ]
    )
    await connection.execute(
        update(subprojects)
        .where(subprojects.c.id == subproject_id)
        .values(
            lead_staff_id=lead.staff_id,
            lead_function=lead.function,
            version=subprojects.c.version + 1,
        )
    )


async def _programme_reasons(
    connection: AsyncConnection, command: PlanSubproject
) -> AsyncIterator[Reason]:
    programme = (
        await connection.execute(select(programmes).where(programmes.c.id == command.programme_id))
    ).one_or_none()
    if programme is None:
        yield Reason("programme-unknown", "Dit programma bestaat niet.", "programmeId")
        return
    for reason in programme_rules.programme_completed_reasons(programme.completed_on):
        yield reason
    period = Period(programme.starts_on, programme.ends_on)
    for reason in programme_rules.within_programme_reasons(command.period, period):
        yield reason


async def _lead_reasons(connection: AsyncConnection, lead: Lead) -> AsyncIterator[Reason]:
    if lead.staff_id is not None and not await exists(connection, staff, lead.staff_id):
        yield Reason("staff-unknown", "Deze medewerker bestaat niet.", "lead.staffId")


async def _save_dependencies(
    connection: AsyncConnection, subproject_id: UUID, depends_on: Collection[UUID]
) -> None:
    if depends_on:
        await connection.execute(
            insert(dependencies),
            [{"subproject_id": subproject_id, "depends_on": each} for each in sorted(depends_on)],
        )


async def _next_version(connection: AsyncConnection, subproject_id: UUID) -> None:
    await connection.execute(
        update(subprojects)
        .where(subprojects.c.id == subproject_id)
        .values(version=subprojects.c.version + 1)
    )
