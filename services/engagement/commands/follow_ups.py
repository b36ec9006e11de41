"""Telling what was agreed at a moment."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.moments import hold_moment
from services.engagement.domain.days import day_of
from services.engagement.domain.participation import refuse_follow_up
from services.engagement.tables import moment


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What was agreed at a moment, in words that name nobody, and by which day it is done."""

    subproject_id: UUID
    moment_id: UUID
    agreed: str
    due_on: date


async def tell_follow_up(connection: AsyncConnection, command: FollowUp, *, now: datetime) -> None:
    """Record what was agreed at a moment; told again it replaces what was told before.

    Raises:
        NotFound: the subproject has no such moment.
        Refusal: the moment was cancelled, or has yet to come.
    """
    held = await hold_moment(connection, command.subproject_id, command.moment_id)
    refuse_follow_up(held.held_on, held.cancelled, day_of(now))
    await connection.execute(
        update(moment)
        .where(moment.c.moment_id == command.moment_id)
        .values(
            follow_up=command.agreed,
            follow_up_due_on=command.due_on,
            version=moment.c.version + 1,
        )
    )
