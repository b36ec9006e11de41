"""A subproject with other dates: what that breaks, and doing it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.actor import Actor
from services.planning.commands.balance import refresh_balance
from services.planning.commands.deadlines import refresh_deadlines_after
from services.planning.commands.locks import lock_row
from services.planning.commands.plan import subproject_with_others
from services.planning.commands.plan_saving import save_plan
from services.planning.commands.planned import planned
from services.planning.commands.reservation_states import Decided
from services.planning.domain.plan.consequences import Consequences, consequences
from services.planning.domain.plan.plan import Plan
from services.planning.domain.plan.rescheduling import rescheduled, rescheduling_reasons
from services.planning.domain.plan.subprojects import Period, closed_reasons
from services.planning.tables import subprojects
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
    before, after = await _rescheduled(connection, command, today(now))
    reasons = list(rescheduling_reasons(before, after, command.subproject_id))
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
    before, after = await _rescheduled(connection, command, today(now))
    refuse_when(rescheduling_reasons(before, after, command.subproject_id))
    await save_plan(connection, before, after, Decided(by, now, reason))
    await refresh_balance(connection, today(now))
    await refresh_deadlines_after(connection, [command.subproject_id], today(now))


async def _rescheduled(
    connection: AsyncConnection, command: Reschedule, today: date
) -> tuple[Plan, Plan]:
    """The plan as it is, and as it would be."""
    present, _ = await subproject_with_others(connection, command.subproject_id)
    refuse_when(closed_reasons(present))
    before = await planned(connection, today)
    return before, rescheduled(before, present.id, command.period, moves_along=command.moves_along)
