"""Commands that plan and replan subprojects. What happens to them afterwards is in progress.py."""

from collections.abc import AsyncIterator, Collection
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.locks import lock_plan, lock_row
from services.planning.commands.plan import exists, subproject_with_others, subprojects_of
from services.planning.domain import milestones as milestone_rules
from services.planning.domain import subprojects as rules
from services.planning.domain.planned_hours import outside_reasons
from services.planning.domain.subprojects import Period, State, Subproject
from services.planning.tables import (
    demand_weeks,
    demands,
    dependencies,
    event_log,
    milestones,
    programmes,
    reservation_weeks,
    reservations,
    staff,
    subprojects,
)
from shared.contracts.planning_v1 import FirstMoment, SubprojectPlanned, SubprojectRescheduled
from shared.isoweek import IsoWeek
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


async def reschedule_subproject(
    connection: AsyncConnection, subproject_id: UUID, period: Period, *, reason: str
) -> None:
    """Give a subproject other dates. Its milestones and hours stay where they are, so they must
    fit.

    Raises:
        NotFound: there is no such subproject.
        Refusal: it is closed, or the dates do not fit with programme, dependencies, milestones or
        hours.
    """
    await lock_row(connection, subprojects, subproject_id)
    present, others = await subproject_with_others(connection, subproject_id)
    moved = Subproject(present.id, present.name, present.state, period, present.depends_on)
    refuse_when(
        [
            *rules.closed_reasons(present),
            *rules.period_reasons(period),
            *rules.within_programme_reasons(period, await _programme_period(connection, moved.id)),
            *rules.dependency_reasons(moved, moved.depends_on, others),
            *rules.dependents_reasons(moved, others.values()),
            *[each async for each in _left_outside_reasons(connection, moved)],
        ]
    )
    await connection.execute(
        update(subprojects)
        .where(subprojects.c.id == subproject_id)
        .values(
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            version=subprojects.c.version + 1,
        )
    )
    await event_log.record(
        connection,
        SubprojectRescheduled(
            subproject_id=subproject_id,
            starts_on=period.starts_on,
            ends_on=period.ends_on,
            reason=reason,
        ),
    )


async def change_dependencies(
    connection: AsyncConnection, subproject_id: UUID, depends_on: frozenset[UUID], *, reason: str
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
    for reason in rules.programme_completed_reasons(programme.completed_on):
        yield reason
    period = Period(programme.starts_on, programme.ends_on)
    for reason in rules.within_programme_reasons(command.period, period):
        yield reason


async def _lead_reasons(connection: AsyncConnection, lead: Lead) -> AsyncIterator[Reason]:
    if lead.staff_id is not None and not await exists(connection, staff, lead.staff_id):
        yield Reason("staff-unknown", "Deze medewerker bestaat niet.", "lead.staffId")


async def _programme_period(connection: AsyncConnection, subproject_id: UUID) -> Period:
    row = (
        await connection.execute(
            select(programmes.c.starts_on, programmes.c.ends_on)
            .join(subprojects, subprojects.c.programme_id == programmes.c.id)
            .where(subprojects.c.id == subproject_id)
        )
    ).one()
    return Period(row.starts_on, row.ends_on)


async def _left_outside_reasons(
    connection: AsyncConnection, moved: Subproject
) -> AsyncIterator[Reason]:
    due = await connection.execute(
        select(milestones.c.name, milestones.c.due_on).where(
            milestones.c.subproject_id == moved.id,
            milestones.c.state == milestone_rules.State.PLANNED.value,
        )
    )
    for milestone in due:
        if not moved.period.includes(milestone.due_on):
            yield Reason(
                "milestone-outside-dates",
                f"Mijlpaal “{milestone.name}” valt dan buiten het deelproject.",
            )
    demanded = await connection.scalars(
        select(demand_weeks.c.monday)
        .distinct()
        .join(demands, demands.c.id == demand_weeks.c.demand_id)
        .where(demands.c.subproject_id == moved.id)
    )
    reserved = await connection.scalars(
        select(reservation_weeks.c.monday)
        .distinct()
        .join(reservations, reservations.c.id == reservation_weeks.c.reservation_id)
        .where(
            reservations.c.subproject_id == moved.id,
            reservations.c.state.in_(["requested", "confirmed"]),
        )
    )
    for what, mondays in (("Gevraagde inzet", demanded), ("Gereserveerde inzet", reserved)):
        weeks = [IsoWeek.of(monday) for monday in mondays]
        for reason in outside_reasons(what, weeks, moved.period):
            yield reason


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
