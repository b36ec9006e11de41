"""Keeping the coverage of each team and function group true."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import delete, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.commands.loading import Known, load_groups, load_placements
from services.engagement.domain.affected import cohort_of
from services.engagement.domain.coverage import Figures
from services.engagement.domain.first_moment import T0
from services.engagement.domain.group_coverage import group_coverage_of
from services.engagement.domain.involvement import Norms
from services.engagement.queries.group_coverage import stored_group_coverage
from services.engagement.tables import group_coverage


async def refresh_group_coverage(
    connection: AsyncConnection,
    subproject_id: UUID,
    t0: T0 | None,
    known: Known,
    *,
    norms: Norms,
    now: datetime,
) -> None:
    """Compute the coverage of the groups of a subproject anew; only what may be shown is kept."""
    found = {} if t0 is None else await _compute(connection, t0, known, norms, known.until(now))
    if found == await stored_group_coverage(connection, subproject_id):
        return
    await connection.execute(
        delete(group_coverage).where(group_coverage.c.subproject_id == subproject_id)
    )
    rows = [
        {
            "subproject_id": subproject_id,
            "group_id": group_id,
            "definition": figures.definition,
            "numerator": figures.numerator,
            "denominator": figures.denominator,
            "median_lead_days": figures.median_lead_days,
        }
        for group_id, figures in found.items()
    ]
    if rows:
        await connection.execute(insert(group_coverage), rows)


async def _compute(
    connection: AsyncConnection, t0: T0, known: Known, norms: Norms, now: datetime
) -> dict[UUID, Figures]:
    cohort = cohort_of(known.persons, known.groups, t0, now)
    groups = {each.group_id: each.kind for each in (await load_groups(connection)).values()}
    placements = await load_placements(connection, cohort.persons)
    return group_coverage_of(
        t0, cohort, placements, groups, known.participation, now, norms.minimum_group
    )
