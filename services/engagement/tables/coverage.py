"""Whether everybody was involved from the first moment."""

from typing import Any

from sqlalchemy import Boolean, Column, Date, Float, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import UUID

from services.engagement.tables.schema import metadata, point_in_time


def _of_a_day() -> list[Column[Any]]:
    """The coverage up to a day, as known now and as known on that day."""
    return [
        Column("t0", Date, nullable=False),
        Column("frozen", Boolean, nullable=False),
        Column("definition", Text, nullable=False),
        Column("numerator", Integer),
        Column("denominator", Integer),
        Column("median_lead_days", Float),
        Column("joiners_after_t0", Integer),
        Column("at_t0_definition", Text),
        Column("at_t0_numerator", Integer),
        Column("at_t0_denominator", Integer),
        Column("at_t0_median_lead_days", Float),
        Column("corrections", Integer, nullable=False),
        point_in_time("as_of"),
        Column("settled", Boolean, nullable=False, server_default=text("false")),
    ]


coverage = Table(
    "coverage", metadata, Column("subproject_id", UUID, primary_key=True), *_of_a_day()
)

no_return_coverage = Table(
    "no_return_coverage",
    metadata,
    Column("subproject_id", UUID, primary_key=True),
    Column("point", Text, primary_key=True),
    *_of_a_day(),
)

group_coverage = Table(
    "group_coverage",
    metadata,
    Column("subproject_id", UUID, primary_key=True),
    Column("group_id", UUID, primary_key=True),
    Column("definition", Text, nullable=False),
    Column("numerator", Integer, nullable=False),
    Column("denominator", Integer, nullable=False),
    Column("median_lead_days", Float),
)

late_involvement = Table(
    "late_involvement",
    metadata,
    Column("milestone_id", UUID, primary_key=True),
    Column("subproject_id", UUID, nullable=False),
    Column("due_on", Date, nullable=False),
)

involvement_reason = Table(
    "involvement_reason",
    metadata,
    Column("milestone_id", UUID, primary_key=True),
    Column("subproject_id", UUID, nullable=False),
    Column("due_on", Date, nullable=False),
    Column("reason", Text),
    Column("version", Integer, nullable=False, server_default=text("1")),
)
