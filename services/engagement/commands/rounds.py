"""Planning, opening, closing and cancelling a round."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands import ballots
from services.engagement.commands.disclosure import publish
from services.engagement.commands.loading import load_consents, require_subproject
from services.engagement.commands.locks import lock_engagement
from services.engagement.domain.consent import refuse_round_without_consent, rounds_allowed
from services.engagement.domain.days import day_of
from services.engagement.domain.rounds.ballots import BallotKey
from services.engagement.domain.rounds.cohort import Member
from services.engagement.domain.rounds.course import (
    RoundPlan,
    RoundState,
    refuse_another_key,
    refuse_cancelling,
    refuse_opening,
    refuse_plan,
    refuse_unless_open,
    refuse_unless_planned,
)
from services.engagement.tables import affected_person, event_log, round_, round_member, staff
from shared.contracts.engagement_v1 import RoundClosed, RoundOpened
from shared.refusal import NotFound, Reason


@dataclass(frozen=True, slots=True)
class HeldRound:
    """A round as it stands, held until the transaction ends."""

    round_id: UUID
    subproject_id: UUID
    state: RoundState
    plan: RoundPlan
    version: int


async def plan_round(
    connection: AsyncConnection, subproject_id: UUID, plan: RoundPlan, *, now: datetime
) -> UUID:
    """Plan a round for the affected staff of a subproject; answer its id.

    Raises:
        NotFound: the subproject is unknown.
        Refusal: the days or the limits are wrong.
    """
    await require_subproject(connection, subproject_id)
    refuse_plan(plan, day_of(now))
    round_id = uuid4()
    await connection.execute(
        insert(round_).values(
            round_id=round_id,
            subproject_id=subproject_id,
            state=RoundState.PLANNED,
            **asdict(plan),
        )
    )
    return round_id


async def change_round(
    connection: AsyncConnection, held: HeldRound, plan: RoundPlan, *, now: datetime
) -> None:
    """Give a round other days or limits; once it has opened nothing of it changes.

    Raises:
        Refusal: it is not planned any more, or the days or the limits are wrong.
    """
    refuse_unless_planned(held.state)
    refuse_plan(plan, day_of(now))
    await _save(connection, held.round_id, asdict(plan))


async def open_round(
    connection: AsyncConnection,
    key: BallotKey,
    subproject_id: UUID,
    round_id: UUID,
    *,
    now: datetime,
) -> None:
    """Freeze who is asked, seal an empty ballot for each, and tell it.

    Raises:
        NotFound: the subproject has no such round.
        Refusal: no consent in force; not planned for today; too few affected staff; the key is
            another than that of rounds before.
    """
    await lock_engagement(connection)
    held = await hold_round(connection, subproject_id, round_id)
    today = day_of(now)
    refuse_round_without_consent(await load_consents(connection), today)
    cohort = await _affected_now(connection, held.subproject_id, now)
    refuse_opening(held.state, held.plan, len(cohort), today)
    refuse_another_key(await _key_checks(connection), key.check)
    await connection.execute(
        insert(round_member),
        [{"round_id": held.round_id, **asdict(member)} for member in cohort],
    )
    await ballots.seal_empty(connection, key, held.round_id, cohort)
    await _save(
        connection,
        held.round_id,
        {
            "state": RoundState.OPEN,
            "opens_on": today,
            "invited": len(cohort),
            "key_check": key.check,
        },
    )
    await event_log.record(
        connection,
        RoundOpened(
            round_id=held.round_id,
            subproject_id=held.subproject_id,
            opened_on=today,
            closes_on=held.plan.closes_on,
            invited=len(cohort),
        ),
    )


async def close_round(
    connection: AsyncConnection,
    key: BallotKey,
    subproject_id: UUID,
    round_id: UUID,
    *,
    now: datetime,
) -> None:
    """Open all ballots together, make known what may be known, and forget who was asked.

    Raises:
        NotFound: the subproject has no such round.
        Refusal: the round is not open, or no consent in force covers it any more.
    """
    held = await hold_round(connection, subproject_id, round_id)
    refuse_round_without_consent(await load_consents(connection), day_of(now))
    refuse_unless_open(held.state)
    cohort = await _cohort(connection, held.round_id)
    answers = await publish(
        connection,
        key,
        round_id=held.round_id,
        subproject_id=held.subproject_id,
        cohort=cohort,
        ballots=await ballots.take_out(connection, key, held.round_id),
        limits=held.plan.limits,
    )
    await _end(connection, held, RoundState.CLOSED, answers=answers, now=now)


async def cancel_round(
    connection: AsyncConnection, subproject_id: UUID, round_id: UUID, *, now: datetime
) -> None:
    """Throw the ballots away unopened; nobody learns anything of the round.

    Raises:
        NotFound: the subproject has no such round.
        Refusal: it was closed, or cancelled before.
    """
    held = await hold_round(connection, subproject_id, round_id)
    refuse_cancelling(held.state)
    await ballots.throw_away(connection, held.round_id)
    await _end(connection, held, RoundState.CANCELLED, answers=None, now=now)


async def close_due_rounds(connection: AsyncConnection, key: BallotKey, *, now: datetime) -> None:
    """Close the open rounds whose last day has passed, and cancel instead when no consent covers
    them any more; running it again changes nothing.
    """
    await cancel_uncovered_rounds(connection, now=now)
    for subproject_id, round_id in await _open_rounds(connection, round_.c.closes_on < day_of(now)):
        await close_round(connection, key, subproject_id, round_id, now=now)


async def cancel_uncovered_rounds(connection: AsyncConnection, *, now: datetime) -> None:
    """Cancel all open rounds unless consents in force cover them; running it again changes
    nothing.
    """
    if not rounds_allowed(await load_consents(connection), day_of(now)):
        for subproject_id, round_id in await _open_rounds(connection):
            await cancel_round(connection, subproject_id, round_id, now=now)


async def hold_round(connection: AsyncConnection, subproject_id: UUID, round_id: UUID) -> HeldRound:
    """Load a round and hold it: nobody answers or changes it until the transaction ends.

    Raises:
        NotFound: the subproject has no such round.
    """
    row = (
        await connection.execute(
            select(round_)
            .where(round_.c.round_id == round_id, round_.c.subproject_id == subproject_id)
            .with_for_update()
        )
    ).one_or_none()
    if row is None:
        raise NotFound(Reason("round-not-found", "Deze peiling is niet bekend."))
    plan = RoundPlan(row.opens_on, row.closes_on, row.least_invited, row.least_answers)
    return HeldRound(round_id, subproject_id, RoundState(row.state), plan, row.version)


async def _open_rounds(
    connection: AsyncConnection, *which: ColumnElement[bool]
) -> list[tuple[UUID, UUID]]:
    """Open rounds with their subprojects, held so that none ends in the meantime."""
    rows = await connection.execute(
        select(round_.c.subproject_id, round_.c.round_id)
        .where(round_.c.state == RoundState.OPEN, *which)
        .order_by(round_.c.round_id)
        .with_for_update()
    )
    return [(row.subproject_id, row.round_id) for row in rows]


async def _affected_now(
    connection: AsyncConnection, subproject_id: UUID, now: datetime
) -> list[Member]:
    today = day_of(now)
    rows = await connection.execute(
        select(staff.c.staff_id, staff.c.team_id, staff.c.function_group_id)
        .join(affected_person, affected_person.c.staff_id == staff.c.staff_id)
        .where(
            affected_person.c.subproject_id == subproject_id,
            affected_person.c.ended_at.is_(None),
            affected_person.c.since <= today,
            or_(affected_person.c.until.is_(None), affected_person.c.until >= today),
            or_(staff.c.left_on.is_(None), staff.c.left_on > today),
        )
        .order_by(staff.c.staff_id)
    )
    return [Member(*row) for row in rows]


async def _key_checks(connection: AsyncConnection) -> set[UUID]:
    """Of the keys of all rounds that ever opened."""
    opened = select(round_.c.key_check).where(round_.c.key_check.is_not(None)).distinct()
    return set(await connection.scalars(opened))


async def _cohort(connection: AsyncConnection, round_id: UUID) -> list[Member]:
    rows = await connection.execute(
        select(
            round_member.c.staff_id, round_member.c.team_id, round_member.c.function_group_id
        ).where(round_member.c.round_id == round_id)
    )
    return [Member(*row) for row in rows]


async def _end(
    connection: AsyncConnection,
    held: HeldRound,
    state: RoundState,
    *,
    answers: int | None,
    now: datetime,
) -> None:
    await connection.execute(delete(round_member).where(round_member.c.round_id == held.round_id))
    await _save(connection, held.round_id, {"state": state})
    if held.state is RoundState.OPEN:
        await event_log.record(
            connection,
            RoundClosed(
                round_id=held.round_id,
                subproject_id=held.subproject_id,
                closed_on=day_of(now),
                cancelled=state is RoundState.CANCELLED,
                answers=answers,
            ),
        )


async def _save(connection: AsyncConnection, round_id: UUID, values: dict[str, object]) -> None:
    await connection.execute(
        update(round_)
        .where(round_.c.round_id == round_id)
        .values(**values, version=round_.c.version + 1)
    )
