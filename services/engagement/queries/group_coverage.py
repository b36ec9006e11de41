"""Reading the coverage of teams and function groups that was last computed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Row, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from services.engagement.domain.coverage import Figures
from services.engagement.tables import group_coverage, organisation_group


@dataclass(frozen=True, slots=True)
class GroupCoverageRow:
    """A team or function group of the organisation; figures without any when nobody in it is
    affected, when it is not shown, and when nothing is known, all alike.
    """

    group_id: UUID
    kind: str
    name: str
    figures: Figures


async def group_coverage_of(
    connection: AsyncConnection, subproject_id: UUID
) -> list[GroupCoverageRow]:
    """Every team and function group, where most people are still missing first, then by name."""
    rows = await connection.execute(
        select(
            organisation_group.c.group_id,
            organisation_group.c.kind,
            organisation_group.c.name,
            group_coverage.c.definition,
            group_coverage.c.numerator,
            group_coverage.c.denominator,
            group_coverage.c.median_lead_days,
        ).outerjoin(
            group_coverage,
            and_(
                group_coverage.c.group_id == organisation_group.c.group_id,
                group_coverage.c.subproject_id == subproject_id,
            ),
        )
    )
    found = [GroupCoverageRow(row.group_id, row.kind, row.name, _figures(row)) for row in rows]
    return sorted(found, key=lambda each: (-(each.figures.missing or 0), each.name, each.group_id))


async def stored_group_coverage(
    connection: AsyncConnection, subproject_id: UUID
) -> dict[UUID, Figures]:
    """The figures that are kept, by group."""
    rows = await connection.execute(
        select(group_coverage).where(group_coverage.c.subproject_id == subproject_id)
    )
    return {row.group_id: _figures(row) for row in rows}


def _figures(row: Row[Any]) -> Figures:
    if row.definition is None:
        return Figures()
    return Figures(row.definition, row.numerator, row.denominator, row.median_lead_days)
