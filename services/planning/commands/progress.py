"""Commands by which a subproject goes from planned to done."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.actor import Actor
from services.planning.commands.balance import refresh_balance
from services.planning.commands.deadlines import refresh_deadlines_after
from services.planning.commands.durations import remember_end, remember_start
from services.planning.commands.locks import lock_row
from services.planning.commands.milestones import cancel_planned_milestones, planned_milestones
from services.planning.commands.plan import subproject_with_others
from services.planning.commands.reservations import end_reservations
from services.planning.domain.plan import subprojects as rules
from services.planning.domain.plan.milestones import unreached_reasons
from services.planning.domain.plan.subprojects import State, Step
from services.planning.tables import event_log, subprojects
from shared.contracts.planning_v1 import (
    SubprojectCancelled,
    SubprojectCompleted,
    SubprojectPaused,
    SubprojectResumed,
    SubprojectStarted,
)
from shared.refusal import refuse_when
from shared.runtime.clock import today


async def start_subproject(
    connection: AsyncConnection, subproject_id: UUID, started_on: date, *, today: date
) -> None:
    """Start a planned subproject.

    Raises:
        NotFound: there is no such subproject.
        Refusal: it is not planned, what it waits for is not completed, or the day has yet to come.
    """
    await lock_row(connection, subprojects, subproject_id)
    present, others = await subproject_with_others(connection, subproject_id)
    refuse_when(
        [
            *rules.step_reasons(present, Step.START),
            *rules.open_dependency_reasons(others[each] for each in sorted(present.depends_on)),
            *rules.happened_reasons(started_on, today, "startedOn"),
        ]
    )
    await _save_state(connection, subproject_id, rules.after(present, Step.START))
    await remember_start(connection, present, started_on)
    await event_log.record(
        connection, SubprojectStarted(subproject_id=subproject_id, started_on=started_on)
    )
    await refresh_deadlines_after(connection, [subproject_id], today)


async def pause_subproject(
    connection: AsyncConnection, subproject_id: UUID, *, reason: str
) -> None:
    """Pause a started subproject. Its hours stay reserved.

    Raises:
        NotFound: there is no such subproject.
        Refusal: it is not started.
    """
    await _step(connection, subproject_id, Step.PAUSE)
    await event_log.record(connection, SubprojectPaused(subproject_id=subproject_id, reason=reason))


async def resume_subproject(connection: AsyncConnection, subproject_id: UUID) -> None:
    """Go on with a paused subproject.

    Raises:
        NotFound: there is no such subproject.
        Refusal: it is not paused.
    """
    await _step(connection, subproject_id, Step.RESUME)
    await event_log.record(connection, SubprojectResumed(subproject_id=subproject_id))


async def complete_subproject(
    connection: AsyncConnection,
    subproject_id: UUID,
    completed_on: date,
    *,
    by: Actor,
    now: datetime,
) -> None:
    """Complete a started subproject. What was asked is declined, and hours reserved for weeks to
    come are given back.

    Raises:
        NotFound: there is no such subproject.
        Refusal: it is not started, has milestones still to reach, or the day has yet to come.
    """
    await lock_row(connection, subprojects, subproject_id)
    present, _ = await subproject_with_others(connection, subproject_id)
    refuse_when(
        [
            *rules.step_reasons(present, Step.COMPLETE),
            *unreached_reasons(await planned_milestones(connection, subproject_id)),
            *rules.happened_reasons(completed_on, today(now), "completedOn"),
        ]
    )
    await _save_state(connection, subproject_id, rules.after(present, Step.COMPLETE))
    await remember_end(connection, subproject_id, completed_on)
    ended = await end_reservations(
        connection, subproject_id, "Het deelproject is afgerond.", by=by, now=now
    )
    await event_log.record(
        connection,
        SubprojectCompleted(subproject_id=subproject_id, completed_on=completed_on),
        *ended,
    )
    await refresh_balance(connection, today(now))
    await refresh_deadlines_after(connection, [subproject_id], today(now))


async def cancel_subproject(
    connection: AsyncConnection, subproject_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Cancel a subproject that is not closed, and what it had still to reach. What was asked is
    declined, and hours reserved for weeks to come are given back.

    Raises:
        NotFound: there is no such subproject.
        Refusal: it is closed already.
    """
    await _step(connection, subproject_id, Step.CANCEL)
    why = "Het deelproject is geannuleerd."
    await event_log.record(
        connection,
        SubprojectCancelled(subproject_id=subproject_id, reason=reason),
        *await cancel_planned_milestones(connection, subproject_id, reason=why),
        *await end_reservations(connection, subproject_id, why, by=by, now=now),
    )
    await refresh_balance(connection, today(now))
    await refresh_deadlines_after(connection, [subproject_id], today(now))


async def _step(connection: AsyncConnection, subproject_id: UUID, step: Step) -> None:
    await lock_row(connection, subprojects, subproject_id)
    present, _ = await subproject_with_others(connection, subproject_id)
    await _save_state(connection, subproject_id, rules.after(present, step))


async def _save_state(connection: AsyncConnection, subproject_id: UUID, state: State) -> None:
    await connection.execute(
        update(subprojects)
        .where(subprojects.c.id == subproject_id)
        .values(state=state.value, version=subprojects.c.version + 1)
    )
