"""Commands about freed counter hours: a proposal, and the team leader's word on it."""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from uuid import UUID, uuid4

from sqlalchemy import Row, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.planning.commands.actor import Actor
from services.planning.commands.balance import refresh_balance
from services.planning.commands.locks import lock_plan, lock_row
from services.planning.domain.steering import freed_hours as rules
from services.planning.domain.steering.freed_hours import (
    Allocation,
    Decided,
    Destination,
    Level,
    State,
)
from services.planning.tables import (
    freed_hours_allocations,
    freed_hours_proposals,
    relief_levels,
)
from shared.contracts.metrics_v1 import Completeness
from shared.isoweek import IsoWeek
from shared.refusal import refuse_when
from shared.runtime.clock import today


async def propose_freed_hours(
    connection: AsyncConnection, team_ids: Collection[UUID], today: date
) -> None:
    """Put what these teams have freed by now before their team leaders.

    An open proposal follows the level, and lapses when there is too little left to ask about.
    """
    await lock_plan(connection)
    for team_id in sorted(team_ids):
        standing = rules.standing_level(await _levels(connection, team_id))
        if standing is not None:
            await _propose(connection, team_id, standing, today)


async def confirm_freed_hours(
    connection: AsyncConnection,
    proposal_id: UUID,
    allocations: Sequence[Allocation],
    *,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    """Give freed hours their destinations; hours for projects become supply of the team.

    Raises:
        NotFound: there is no such proposal.
        Refusal: it is decided upon already, weeks do not fit, or more is given than was freed.
    """
    proposal = await _locked(connection, proposal_id)
    refuse_when(
        [
            *rules.open_reasons(State(proposal.state)),
            *rules.allocation_reasons(
                allocations,
                await _allocations(connection, proposal.team_id),
                proposal.level_minutes,
                IsoWeek.of(today(now)),
            ),
        ]
    )
    await connection.execute(
        insert(freed_hours_allocations),
        [
            {
                "proposal_id": proposal_id,
                "place": place,
                "destination": each.destination.value,
                "weekly_minutes": each.minutes,
                "from_monday": each.from_week.monday,
                "until_monday": each.until_week.monday,
            }
            for place, each in enumerate(allocations)
        ],
    )
    await _save_decision(connection, proposal_id, State.CONFIRMED, reason, by, now)
    await refresh_balance(connection, today(now))


async def reject_freed_hours(
    connection: AsyncConnection, proposal_id: UUID, *, reason: str, by: Actor, now: datetime
) -> None:
    """Give freed hours no destination, and say why.

    Raises:
        NotFound: there is no such proposal.
        Refusal: it is decided upon already.
    """
    proposal = await _locked(connection, proposal_id)
    refuse_when(rules.open_reasons(State(proposal.state)))
    await _save_decision(connection, proposal_id, State.REJECTED, reason, by, now)


async def _propose(
    connection: AsyncConnection, team_id: UUID, standing: Level, today: date
) -> None:
    worth_asking = rules.to_propose(
        standing.minutes, await _decided(connection, team_id), IsoWeek.of(today)
    )
    open_id = await connection.scalar(
        select(freed_hours_proposals.c.id).where(
            freed_hours_proposals.c.team_id == team_id,
            freed_hours_proposals.c.state == State.OPEN.value,
        )
    )
    measured = {
        "level_minutes": standing.minutes,
        "measured_monday": standing.week.monday,
    }
    if open_id is not None:
        state = State.OPEN if worth_asking else State.LAPSED
        await connection.execute(
            update(freed_hours_proposals)
            .where(freed_hours_proposals.c.id == open_id)
            .values(state=state.value, version=freed_hours_proposals.c.version + 1, **measured)
        )
    elif worth_asking:
        await connection.execute(
            insert(freed_hours_proposals).values(
                id=uuid4(),
                team_id=team_id,
                state=State.OPEN.value,
                opened_on=today,
                **measured,
            )
        )


async def _levels(connection: AsyncConnection, team_id: UUID) -> Sequence[Level]:
    rows = await connection.execute(
        select(relief_levels.c.monday, relief_levels.c.minutes)
        .where(
            relief_levels.c.team_id == team_id,
            relief_levels.c.completeness != Completeness.PROVISIONAL.value,
        )
        .order_by(relief_levels.c.monday.desc())
        .limit(rules.MEASURED_WEEKS)
    )
    return [Level(IsoWeek.of(row.monday), row.minutes) for row in rows]


async def _decided(connection: AsyncConnection, team_id: UUID) -> Decided | None:
    last = (
        await connection.execute(
            select(freed_hours_proposals)
            .where(
                freed_hours_proposals.c.team_id == team_id,
                freed_hours_proposals.c.decided_at.is_not(None),
            )
            .order_by(freed_hours_proposals.c.decided_at.desc())
            .limit(1)
        )
    ).one_or_none()
    if last is None:
        return None
    if last.state == State.REJECTED.value:
        return Decided(last.level_minutes, None)
    running = await _allocations(connection, team_id)
    return Decided(last.level_minutes, max(each.until_week for each in running))


async def _allocations(connection: AsyncConnection, team_id: UUID) -> Sequence[Allocation]:
    rows = await connection.execute(
        select(freed_hours_allocations)
        .join(
            freed_hours_proposals,
            freed_hours_proposals.c.id == freed_hours_allocations.c.proposal_id,
        )
        .where(freed_hours_proposals.c.team_id == team_id)
    )
    return [
        Allocation(
            Destination(row.destination),
            row.weekly_minutes,
            IsoWeek.of(row.from_monday),
            IsoWeek.of(row.until_monday),
        )
        for row in rows
    ]


async def _locked(connection: AsyncConnection, proposal_id: UUID) -> Row[tuple[object, ...]]:
    await lock_row(connection, freed_hours_proposals, proposal_id)
    return (
        await connection.execute(
            select(freed_hours_proposals).where(freed_hours_proposals.c.id == proposal_id)
        )
    ).one()


async def _save_decision(
    connection: AsyncConnection,
    proposal_id: UUID,
    state: State,
    reason: str,
    by: Actor,
    now: datetime,
) -> None:
    await connection.execute(
        update(freed_hours_proposals)
        .where(freed_hours_proposals.c.id == proposal_id)
        .values(
            state=state.value,
            decided_at=now,
            by=by.subject,
            role=by.role,
            reason=reason,
            version=freed_hours_proposals.c.version + 1,
        )
    )
