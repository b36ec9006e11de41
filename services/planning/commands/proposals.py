"""Commands about proposals: asked for and stopped by people, claimed, held and ended by who solves
them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import structlog
from sqlalchemy import and_, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.actor import Actor
from services.planning.commands.consent import person_level_allowed
from services.planning.commands.locks import not_found
from services.planning.commands.plan import exists
from services.planning.domain.proposal import jobs as rules
from services.planning.domain.proposal.jobs import LEASE, MOST_ATTEMPTS, OPEN, State
from services.planning.tables import programmes, proposals
from shared.refusal import refuse_when
from shared.runtime.clock import today

log: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)

KEPT = timedelta(days=90)
"""How long a proposal can be looked at after it was made."""

_OPEN = proposals.c.state.in_([state.value for state in OPEN])


@dataclass(frozen=True, slots=True)
class Claim:
    """A proposal to work on, and the attempt at it that this is."""

    id: UUID
    programme_id: UUID
    seed: int
    effort: int
    attempt: int


async def ask_for_proposal(
    connection: AsyncConnection,
    programme_id: UUID,
    *,
    seed: int,
    effort: int,
    by: Actor,
    now: datetime,
) -> UUID:
    """Ask for a proposal about a programme; answer its id. `effort` bounds the search, in seconds
    of a core that does nothing else.

    Raises:
        NotFound: there is no such programme.
    """
    if not await exists(connection, programmes, programme_id):
        raise not_found()
    proposal_id = uuid4()
    await connection.execute(
        insert(proposals).values(
            id=proposal_id,
            programme_id=programme_id,
            state=State.QUEUED.value,
            seed=seed,
            effort=effort,
            asked_at=now,
            asked_by=by.subject,
        )
    )
    return proposal_id


async def cancel_proposal(connection: AsyncConnection, proposal_id: UUID, now: datetime) -> None:
    """Stop working on a proposal; doing so again changes nothing.

    Raises:
        NotFound: there is no such proposal.
        Refusal: it has ended otherwise.
    """
    state = await connection.scalar(
        select(proposals.c.state).where(proposals.c.id == proposal_id).with_for_update()
    )
    if state is None:
        raise not_found()
    if state == State.CANCELLED.value:
        return
    refuse_when(rules.cancel_reasons(State(state)))
    stopped: dict[str, Any] = {"cancelling": True}
    if state == State.QUEUED.value:
        stopped |= {"state": State.CANCELLED.value, "ended_at": now}
    await connection.execute(update(proposals).where(proposals.c.id == proposal_id).values(stopped))


async def claim_proposal(connection: AsyncConnection, now: datetime) -> Claim | None:
    """Take the proposal that waits longest, or one that nobody holds any more; None when there is
    nothing to do.
    """
    await _give_up(connection, now)
    row = (
        await connection.execute(
            select(proposals)
            .where(_free(now))
            .order_by(proposals.c.asked_at, proposals.c.id)
            .limit(1)
            .with_for_update(skip_locked=True)
        )
    ).one_or_none()
    if row is None:
        return None
    await connection.execute(
        update(proposals)
        .where(proposals.c.id == row.id)
        .values(
            state=State.RUNNING.value,
            attempts=row.attempts + 1,
            held_until=now + LEASE,
            plan_read_at=func.clock_timestamp(),
            about_persons=await person_level_allowed(connection, today(now)),
        )
    )
    return Claim(row.id, row.programme_id, row.seed, row.effort, row.attempts + 1)


async def hold_proposal(
    connection: AsyncConnection, claim: Claim, progress: Mapping[str, Any] | None, now: datetime
) -> bool:
    """Say that the work goes on and how far it is; False when it need not: it was stopped, or
    another took it over.
    """
    cancelling = await connection.scalar(
        update(proposals)
        .where(_held_by(claim))
        .values(held_until=now + LEASE, progress=progress)
        .returning(proposals.c.cancelling)
    )
    return cancelling is False


async def end_proposal(
    connection: AsyncConnection,
    claim: Claim,
    state: State,
    answer: Mapping[str, Any] | None,
    now: datetime,
) -> bool:
    """Keep what came of a proposal; False when another took it over meanwhile: nothing is kept."""
    result = await connection.execute(
        update(proposals)
        .where(_held_by(claim))
        .values(state=state.value, answer=answer, ended_at=now, held_until=None)
    )
    return result.rowcount == 1


async def let_go_of_proposal(connection: AsyncConnection, claim: Claim) -> None:
    """Let another try: the process that solved it ended before it had an answer."""
    await connection.execute(
        update(proposals).where(_held_by(claim)).values(state=State.QUEUED.value, held_until=None)
    )


async def forget_proposals(connection: AsyncConnection, now: datetime) -> None:
    """Remove proposals that are too old to be of use."""
    await connection.execute(delete(proposals).where(proposals.c.asked_at < now - KEPT))


async def _give_up(connection: AsyncConnection, now: datetime) -> None:
    result = await connection.execute(
        update(proposals)
        .where(_free(now, attempts=MOST_ATTEMPTS))
        .values(state=State.FAILED.value, ended_at=now, held_until=None)
    )
    if result.rowcount:
        log.warning("proposals_given_up", proposals=result.rowcount, attempts=MOST_ATTEMPTS)


def _free(now: datetime, *, attempts: int = 0) -> Any:
    return and_(
        _OPEN,
        proposals.c.attempts >= attempts,
        or_(proposals.c.state == State.QUEUED.value, proposals.c.held_until < now),
    )


def _held_by(claim: Claim) -> Any:
    return and_(
        proposals.c.id == claim.id,
        proposals.c.state == State.RUNNING.value,
        proposals.c.attempts == claim.attempt,
    )
