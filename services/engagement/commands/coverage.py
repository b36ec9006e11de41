"""Keeping coverage true: computed anew after every change, told when it changed."""

from dataclasses import astuple, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.late_involvement import late_involvements
from services.engagement.commands.loading import (
    load_affected_groups,
    load_affected_persons,
    load_course,
    load_participation,
)
from services.engagement.commands.locks import lock_engagement
from services.engagement.commands.publication import published
from services.engagement.domain.coverage import Coverage, Figures, coverage_of
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
    found = await _compute(connection, subproject_id, stored, as_of, norms)
    if found is None:
        return
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


async def _compute(
    connection: AsyncConnection,
    subproject_id: UUID,
    stored: Row[Any] | None,
    now: datetime,
    norms: Norms,
) -> Coverage | None:
    if stored is not None and stored.settled:
        return coverage_in(stored)
    course = await load_course(connection, subproject_id)
    t0 = None if course is None else t0_of(course)
    if t0 is None:
        return None if stored is None else Coverage(stored.t0, False, Figures())
    persons = await load_affected_persons(connection, subproject_id)
    groups = await load_affected_groups(connection, subproject_id)
    participation = await load_participation(connection, subproject_id)
    known_until = max([now, *(p.told_at for p in persons), *(g.told_at for g in groups)])
    found = coverage_of(t0, persons, groups, participation, known_until, norms.minimum_group)
    if stored is not None and stored.frozen and stored.t0 == found.t0:
        return replace(found, at_t0=coverage_in(stored).at_t0)
    return found


async def _store(
    connection: AsyncConnection, subproject_id: UUID, found: Coverage, as_of: datetime
) -> None:
    at_t0 = found.at_t0 or Figures()
    values = {
        "t0": found.t0,
        "frozen": found.frozen,
        "definition": found.figures.definition,
        "numerator": found.figures.numerator,
        "denominator": found.figures.denominator,
        "median_lead_days": found.figures.median_lead_days,
        "joiners_after_t0": found.figures.joiners_after_t0,
        "at_t0_definition": None if found.at_t0 is None else at_t0.definition,
        "at_t0_numerator": at_t0.numerator,
        "at_t0_denominator": at_t0.denominator,
        "at_t0_median_lead_days": at_t0.median_lead_days,
        "corrections": found.corrections,
        "as_of": as_of,
    }
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
