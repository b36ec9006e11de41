"""Commands about draft demand: a barrier that was detected, and what the programme manager says."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.actor import Actor
from services.planning.commands.demands import add_demand
from services.planning.commands.locks import lock_plan, lock_row
from services.planning.domain.plan.planned_hours import WeekMinutes
from services.planning.domain.steering.drafts import Drafted, State, next_state, open_reasons
from services.planning.tables import draft_demands
from shared.contracts.engagement_v1 import BarrierDetected
from shared.refusal import refuse_when
from shared.runtime.clock import today


async def draft_training(
    connection: AsyncConnection, barrier: BarrierDetected, told_at: datetime
) -> None:
    """Suggest training where a group lacks it; an open draft follows the evidence, and lapses when
    the group is stuck elsewhere.
    """
    await lock_plan(connection)
    latest = await _latest(connection, barrier.barrier_id)
    drafted = None if latest is None else Drafted(State(latest.state), latest.round_id)
    state = next_state(barrier.stage.value, barrier.evidence.round_id, drafted)
    if state is None:
        return
    if latest is None or latest.state != State.OPEN.value:
        drafts = insert(draft_demands).values(id=uuid4(), state=state.value)
        await connection.execute(drafts.values(_kept(barrier, told_at)))
    else:
        kept = _kept(barrier, told_at) if state is State.OPEN else {}
        await _change(connection, latest.id, {"state": state.value} | kept)


async def accept_draft(
    connection: AsyncConnection,
    draft_id: UUID,
    expertise_id: UUID,
    weeks: Sequence[WeekMinutes],
    *,
    level: int,
    by: Actor,
    now: datetime,
) -> None:
    """Ask these hours for the training that was suggested, as demand like any other.

    Raises:
        NotFound: there is no such draft.
        Refusal: it is decided upon already, or this demand cannot be asked.
    """
    draft = await _undecided(connection, draft_id)
    demand_id = await add_demand(
        connection, draft.subproject_id, expertise_id, weeks, level=level, today=today(now)
    )
    decision = {"state": State.ACCEPTED.value, "demand_id": demand_id}
    await _change(connection, draft_id, decision | _decided(by, now))


async def dismiss_draft(
    connection: AsyncConnection, draft_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Ask nothing for what was suggested, and say why.

    Raises:
        NotFound: there is no such draft.
        Refusal: it is decided upon already.
    """
    await _undecided(connection, draft_id)
    decision = {"state": State.DISMISSED.value, "reason": reason}
    await _change(connection, draft_id, decision | _decided(by, now))


async def _undecided(connection: AsyncConnection, draft_id: UUID) -> Row[Any]:
    await lock_row(connection, draft_demands, draft_id)
    draft = (
        await connection.execute(select(draft_demands).where(draft_demands.c.id == draft_id))
    ).one()
    refuse_when(open_reasons(State(draft.state)))
    return draft


async def _latest(connection: AsyncConnection, barrier_id: UUID) -> Row[Any] | None:
    """The open draft of a barrier, else the one that was told last."""
    found = await connection.execute(
        select(draft_demands)
        .where(draft_demands.c.barrier_id == barrier_id)
        .order_by(
            (draft_demands.c.state == State.OPEN.value).desc(), draft_demands.c.told_at.desc()
        )
        .limit(1)
    )
    return found.one_or_none()


def _kept(barrier: BarrierDetected, told_at: datetime) -> dict[str, object]:
    return {
        "barrier_id": barrier.barrier_id,
        "subproject_id": barrier.subproject_id,
        "function_group_id": barrier.function_group_id,
        "stage": barrier.stage.value,
        "round_id": barrier.evidence.round_id,
        "share": barrier.evidence.share,
        "answers": barrier.evidence.answers,
        "told_at": told_at,
    }


def _decided(by: Actor, now: datetime) -> dict[str, object]:
    return {"decided_at": now, "by": by.subject, "role": by.role}


async def _change(connection: AsyncConnection, draft_id: UUID, values: dict[str, object]) -> None:
    await connection.execute(
        update(draft_demands)
        .where(draft_demands.c.id == draft_id)
        .values(version=draft_demands.c.version + 1, **values)
    )
