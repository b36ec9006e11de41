"""Reading the coverage that was last computed."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.domain.coverage import Coverage, Figures
from services.engagement.domain.no_return import PointOfNoReturn
from services.engagement.tables import coverage, no_return_coverage, subproject


async def total_coverage(connection: AsyncConnection) -> float | None:
    """The share over all running subprojects that have figures; None when none has."""
    row = (
        await connection.execute(
            select(func.sum(coverage.c.numerator), func.sum(coverage.c.denominator))
            .join(subproject, subproject.c.subproject_id == coverage.c.subproject_id)
            .where(coverage.c.denominator.is_not(None), ~subproject.c.ended)
        )
    ).one()
    numerator, denominator = row
    return None if not denominator else float(numerator) / float(denominator)


async def no_return_coverage_of(
    connection: AsyncConnection, subproject_ids: Collection[UUID]
) -> dict[UUID, dict[PointOfNoReturn, Coverage]]:
    """Coverage before each point of no return of these subprojects, where its day is known."""
    rows = await connection.execute(
        select(no_return_coverage).where(no_return_coverage.c.subproject_id.in_(subproject_ids))
    )
    found: dict[UUID, dict[PointOfNoReturn, Coverage]] = {each: {} for each in subproject_ids}
    for row in rows:
        found[row.subproject_id][PointOfNoReturn(row.point)] = coverage_in(row)
    return found


def coverage_in(row: Row[Any]) -> Coverage:
    """The coverage in a row that has the columns of the table `coverage`, or of a point of no
    return.
    """
    figures = Figures(
        row.definition,
        row.numerator,
        row.denominator,
        row.median_lead_days,
        row.joiners_after_t0,
    )
    return Coverage(row.t0, row.frozen, figures, _at_t0_in(row), row.corrections)


def _at_t0_in(row: Row[Any]) -> Figures | None:
    if row.at_t0_definition is None:
        return None
    return Figures(
        row.at_t0_definition,
        row.at_t0_numerator,
        row.at_t0_denominator,
        row.at_t0_median_lead_days,
    )
