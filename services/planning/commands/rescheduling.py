"""A subproject with other dates: what that breaks, and doing it."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.actor import Actor
from services.planning.commands.balance import refresh_balance
from services.planning.commands.demands import replace_weeks
from services.planning.commands.locks import lock_row
from services.planning.commands.plan import subproject_with_others
from services.planning.commands.planned import planned
from services.planning.commands.reservation_saving import save_decision
from services.planning.commands.reservation_states import Decided, unlocked
from services.planning.domain import subprojects as rules
from services.planning.domain.consequences import Consequences, Plan, consequences
from services.planning.domain.milestones import left_outside_reasons
from services.planning.domain.planned_hours import gone_by_reasons, outside_reasons
from services.planning.domain.rescheduling import rescheduled
from services.planning.domain.reservations import Content, Decision
from services.planning.domain.subprojects import Period, Subproject
from services.planning.tables import event_log, milestones, programmes, subprojects
from shared.contracts.planning_v1 import MilestoneMoved, SubprojectRescheduled
from shared.isoweek import IsoWeek
from shared.refusal import Reason, refuse_when
from shared.runtime.clock import today


@dataclass(frozen=True, slots=True)
class Reschedule:
    """Other dates for a subproject, and whether what is planned in it moves along."""

    subproject_id: UUID
    period: Period
    moves_along: bool


@dataclass(frozen=True, slots=True)
class Preview:
    """What other dates break or move, and why they cannot be saved as they are."""

    consequences: Consequences
    reasons: Sequence[Reason]


async def preview_reschedule(
    connection: AsyncConnection, command: Reschedule, *, now: datetime
) -> Preview:
    """What it would break; nothing is saved.

    Raises:
        NotFound: there is no such subproject.
        Refusal: it is closed.
    """
    present, others = await _open_subproject(connection, command)
    before = await planned(connection, today(now))
    after = rescheduled(before, present.id, command.period, moves_along=command.moves_along)
    reasons = [each async for each in _reasons(connection, others, before, after, present.id)]
    return Preview(consequences(before, after), reasons)


async def reschedule_subproject(
    connection: AsyncConnection, command: Reschedule, *, reason: str, by: Actor, now: datetime
) -> None:
    """Give a subproject other dates. What is planned in it stays where it is and must fit, or moves
    along when that is asked; confirmed reservations always stay.

    Raises:
        NotFound: there is no such subproject.
        Refusal: it is closed, or the dates do not fit with programme, dependencies, milestones or
        hours.
    """
    await lock_row(connection, subprojects, command.subproject_id)
    present, others = await _open_subproject(connection, command)
    before = await planned(connection, today(now))
    after = rescheduled(before, present.id, command.period, moves_along=command.moves_along)
    refuse_when([each async for each in _reasons(connection, others, before, after, present.id)])
    await connection.execute(
        update(subprojects)
        .where(subprojects.c.id == present.id)
        .values(
            starts_on=command.period.starts_on,
            ends_on=command.period.ends_on,
            version=subprojects.c.version + 1,
        )
    )
    await event_log.record(
        connection,
        SubprojectRescheduled(
            subproject_id=present.id,
            starts_on=command.period.starts_on,
            ends_on=command.period.ends_on,
            reason=reason,
        ),
    )
    await _move_milestones(connection, before, after, reason)
    await _move_demands(connection, before, after)
    await _move_requests(connection, before, after, Decided(by, now, reason))
    await refresh_balance(connection, today(now))


async def _open_subproject(
    connection: AsyncConnection, command: Reschedule
) -> tuple[Subproject, Mapping[UUID, Subproject]]:
    present, others = await subproject_with_others(connection, command.subproject_id)
    refuse_when(rules.closed_reasons(present))
    return present, others


async def _reasons(
    connection: AsyncConnection,
    others: Mapping[UUID, Subproject],
    before: Plan,
    after: Plan,
    subproject_id: UUID,
) -> AsyncIterator[Reason]:
    """Why the plan cannot become so."""
    moved = after.subprojects[subproject_id]
    for reason in (
        *rules.period_reasons(moved.period),
        *rules.within_programme_reasons(
            moved.period, await _programme_period(connection, subproject_id)
        ),
        *rules.dependency_reasons(moved, moved.depends_on, others),
        *rules.dependents_reasons(moved, others.values()),
    ):
        yield reason
    for milestone in after.milestones:
        if milestone.subproject_id == subproject_id:
            for reason in left_outside_reasons(milestone.name, milestone.due_on, moved.period):
                yield reason
    this_week = IsoWeek.of(after.today)
    for what, present, future in (
        ("Gevraagde inzet", before.demands, after.demands),
        ("Gereserveerde inzet", before.reservations, after.reservations),
    ):
        own = [each for each in future if each.subproject_id == subproject_id]
        weeks = [week for each in own for week in each.weeks]
        for reason in outside_reasons(what, weeks, moved.period):
            yield reason
        there = {(each.id, week) for each in present for week in each.weeks}
        arriving = [week for each in own for week in each.weeks if (each.id, week) not in there]
        for reason in gone_by_reasons(what, arriving, this_week):
            yield reason


async def _programme_period(connection: AsyncConnection, subproject_id: UUID) -> Period:
    row = (
        await connection.execute(
            select(programmes.c.starts_on, programmes.c.ends_on)
            .join(subprojects, subprojects.c.programme_id == programmes.c.id)
            .where(subprojects.c.id == subproject_id)
        )
    ).one()
    return Period(row.starts_on, row.ends_on)


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


async def _move_demands(connection: AsyncConnection, before: Plan, after: Plan) -> None:
    for present, moved in zip(before.demands, after.demands, strict=True):
        if moved != present:
            await replace_weeks(connection, moved.id, moved.weeks)


async def _move_requests(
    connection: AsyncConnection, before: Plan, after: Plan, decided: Decided
) -> None:
    for present, moved in zip(before.reservations, after.reservations, strict=True):
        if moved != present:
            kept = await unlocked(connection, moved.id)
            content = Content(moved.staff_id, moved.weeks)
            told = await save_decision(connection, kept, Decision.MOVE, decided, content=content)
            await event_log.record(connection, told)
