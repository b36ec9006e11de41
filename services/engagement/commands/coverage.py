"""Keeping coverage true: computed anew after every change, told when it changed."""

from dataclasses import astuple
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.coverage_computed import columns_of, computed
from services.engagement.commands.group_coverage import refresh_group_coverage
from services.engagement.commands.late_involvement import late_involvements
from services.engagement.commands.loading import load_course, load_known
from services.engagement.commands.locks import lock_engagement
from services.engagement.commands.no_return import refresh_no_return_coverage
from services.engagement.commands.publication import published
from services.engagement.domain.coverage import Coverage, Figures
from services.engagement.domain.first_moment import t0_of
from services.engagement.domain.involvement import Norms
from services.engagement.queries.coverage import coverage_in
from services.engagement.tables import coverage, event_log, subproject
from shared.contracts.engagement_v1 import CoverageUpdated
from shared.contracts.envelope import EventData


async def refresh_coverage(
    connection: AsyncConnection, subproject_id: UUID, *, norms: Norms, now: datetime
) -> None:
    """Compute the coverage of a subproject anew; tell it when it changed, and tell when involvement
    is late.
    """
    await lock_engagement(connection)
    stored = (
        await connection.execute(select(coverage).where(coverage.c.subproject_id == subproject_id))
    ).one_or_none()
    as_of = now if stored is None else max(now, stored.as_of)
    course = await load_course(connection, subproject_id)
    known = await load_known(connection, subproject_id)
    t0 = None if course is None else t0_of(course)
    found = computed(stored, t0, known, norms=norms, now=as_of)
    if stored is None or not stored.settled:
        await refresh_group_coverage(connection, subproject_id, t0, known, norms=norms, now=as_of)
    await refresh_no_return_coverage(connection, subproject_id, known, norms=norms, now=as_of)
    if found is None:
        if stored is None:
            return
        found = Coverage(stored.t0, False, Figures())
    events: list[EventData] = []
    if stored is None or _told(found) != _told(coverage_in(stored)):
        events.append(_updated(subproject_id, found))
    await _store(connection, subproject_id, found, as_of)
    events.extend(
        await late_involvements(connection, subproject_id, found.figures, norms=norms, now=as_of)
    )
    await event_log.record(connection, *events)


async def check_involvement(connection: AsyncConnection, *, norms: Norms, now: datetime) -> None:
    """Refresh every subproject that has not ended, because days pass: T0 comes, decisions come
    near.

    Run it at least once a day; running it again changes nothing.
    """
    rows = await connection.execute(
        select(subproject.c.subproject_id)
        .where(~subproject.c.ended)
        .order_by(subproject.c.subproject_id)
    )
    for subproject_id in rows.scalars().all():
        await refresh_coverage(connection, subproject_id, norms=norms, now=now)


async def _store(
    connection: AsyncConnection, subproject_id: UUID, found: Coverage, as_of: datetime
) -> None:
    values = columns_of(found, as_of)
    await connection.execute(
        insert(coverage)
        .values(subproject_id=subproject_id, **values)
        .on_conflict_do_update(index_elements=[coverage.c.subproject_id], set_=values)
    )


def _told(found: Coverage) -> tuple[object, ...]:
    """The part of coverage that the event tells."""
    return (found.t0, found.frozen, astuple(found.figures))


def _updated(subproject_id: UUID, found: Coverage) -> CoverageUpdated:
    return CoverageUpdated(
        subproject_id=subproject_id,
        t0=found.t0,
        frozen=found.frozen,
        coverage=published(found.figures),
    )
