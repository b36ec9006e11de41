"""A scenario becomes the plan, by the ordinary rules and with the ordinary events."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.actor import Actor
from services.planning.commands.balance import refresh_balance
from services.planning.commands.deadlines import refresh_deadlines_after
from services.planning.commands.locks import lock_row
from services.planning.commands.plan_saving import save_plan
from services.planning.commands.planned import planned
from services.planning.commands.requests import RequestReservation, request_reasons
from services.planning.commands.reservation_states import Decided, unlocked
from services.planning.commands.reservations import (
    release_reservation,
    request_reservation,
    withdraw_reservation,
)
from services.planning.domain.reservations.reservations import OPEN
from services.planning.domain.scenarios.changes import (
    ASSUMPTIONS,
    ChangeDemand,
    MoveMilestone,
    Release,
    Reschedule,
    Reserve,
    applied,
)
from services.planning.domain.scenarios.scenarios import obstacles, promotable_reasons
from services.planning.queries.scenarios import StoredChange, scenario_by_id
from services.planning.tables import scenarios
from shared.refusal import Reason, refuse_when
from shared.runtime.clock import today


@dataclass(frozen=True, slots=True)
class Promotion:
    """What became of a scenario: the requests that its reserved hours became, and what nobody
    makes true by deciding about a plan.
    """

    requested: Sequence[UUID]
    to_arrange: Sequence[StoredChange]


async def promote_scenario(
    connection: AsyncConnection, scenario_id: UUID, *, reason: str, by: Actor, now: datetime
) -> Promotion:
    """Let the plan be as the scenario has it. Hours that it reserves become requests, which their
    team leader answers.

    Raises:
        NotFound: there is no such scenario.
        Refusal: it was promoted, or the plan cannot be so; nothing is saved then.
    """
    await lock_row(connection, scenarios, scenario_id)
    scenario = await scenario_by_id(connection, scenario_id)
    changes = [each.change for each in scenario.changes]
    refuse_when(promotable_reasons(scenario.promoted_at is not None, changes))
    before = await planned(connection, today(now))
    hindering = obstacles(before, applied(before, changes), changes)
    refuse_when(dict.fromkeys(replace(each.reason, field=None) for each in hindering))

    released = [each for each in changes if isinstance(each, Release)]
    dated = [each for each in changes if isinstance(each, Reschedule | MoveMilestone)]
    asked = [each for each in changes if isinstance(each, ChangeDemand)]
    for each in released:
        await _release(connection, each, reason=reason, by=by, now=now)
    kept = applied(before, released)
    await save_plan(connection, kept, applied(kept, [*dated, *asked]), Decided(by, now, reason))
    await refresh_balance(connection, today(now))
    moved = [each.subproject_id for each in dated if isinstance(each, Reschedule)]
    await refresh_deadlines_after(connection, moved, today(now))
    requests = [_request(each, reason) for each in changes if isinstance(each, Reserve)]
    refuse_when([each async for each in _request_reasons(connection, requests, now)])
    requested = [await request_reservation(connection, each, by=by, now=now) for each in requests]
    await connection.execute(
        update(scenarios)
        .where(scenarios.c.id == scenario_id)
        .values(promoted_at=now, version=scenarios.c.version + 1)
    )
    to_arrange = [each for each in scenario.changes if each.change.kind in ASSUMPTIONS]
    return Promotion(requested, to_arrange)


async def _release(
    connection: AsyncConnection, change: Release, *, reason: str, by: Actor, now: datetime
) -> None:
    present = await unlocked(connection, change.reservation_id)
    give_up = withdraw_reservation if present.state in OPEN else release_reservation
    await give_up(connection, change.reservation_id, reason=reason, by=by, now=now)


def _request(change: Reserve, reason: str) -> RequestReservation:
    return RequestReservation(
        change.subproject_id,
        change.expertise_id,
        change.team_id,
        change.staff_id,
        change.weeks,
        reason,
    )


async def _request_reasons(
    connection: AsyncConnection, requests: Sequence[RequestReservation], now: datetime
) -> AsyncIterator[Reason]:
    """Why any of these cannot be asked, all at once."""
    for each in requests:
        for reason in await request_reasons(connection, each, today(now)):
            yield replace(reason, field=None)
