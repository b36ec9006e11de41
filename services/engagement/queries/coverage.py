"""Reading the coverage that was last computed."""

from typing import Any

from sqlalchemy import Row, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.domain.coverage import Coverage, Figures
from services.engagement.tables import coverage, subproject


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


def coverage_in(row: Row[Any]) -> Coverage:
    """The coverage in a row that has the columns of the table `coverage`."""
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
